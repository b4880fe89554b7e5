// The traffic generator of one app: what it did in each of the last seconds, and what its knobs are set to. That it runs, and by
// which plan, is a fact of the mirror.

import { create } from 'zustand'
import type { TrafficSecond } from '../../shared/domain/traffic.ts'
import { firstDraft, type TrafficDraft } from '../scene/traffic-draft.ts'
import { useConnection } from './connection.ts'
import { keepOpen } from './keep-open.ts'

export type TrafficLive = { readonly appId: string | null; readonly seconds: readonly TrafficSecond[] }

const historySeconds = 600
/** One hour, as the charts beside it show. */
const secondsKept = 3600
const draftsKept = 50
const pathsAsked = 500
const pathsSuggested = 30

export const useTraffic = create<TrafficLive>(() => ({ appId: null, seconds: [] }))

/** Knobs by app, so that they stand as they were left when the view is opened again. */
export const useTrafficDrafts = create<Readonly<Record<string, TrafficDraft>>>(() => ({}))

export function setTrafficDraft(appId: string, draft: TrafficDraft): void {
  const { [appId]: _, ...others } = useTrafficDrafts.getState()
  useTrafficDrafts.setState({ ...Object.fromEntries(Object.entries(others).slice(1 - draftsKept)), [appId]: draft }, true)
}

export function useTrafficDraft(appId: string): TrafficDraft {
  return useTrafficDrafts((drafts) => drafts[appId] ?? firstDraft)
}

/** Follows while somebody looks, until the returned function is called. */
export function followTraffic(appId: string): () => void {
  if (useTraffic.getState().appId !== appId) useTraffic.setState({ appId, seconds: [] })
  return keepOpen((client) => client.open('traffic', { app: appId, seconds: historySeconds }, ({ seconds }) => {
    if (seconds.length > 0) useTraffic.setState((live) => (live.appId === appId ? { appId, seconds: joinSeconds(live.seconds, seconds) } : live))
  }, () => {}))
}

/** Oldest first; a second that comes again counts as it came last. */
export function joinSeconds(held: readonly TrafficSecond[], fresh: readonly TrafficSecond[]): readonly TrafficSecond[] {
  const bySecond = new Map(held.map((second) => [second.at, second]))
  for (const second of fresh) bySecond.set(second.at, second)
  return [...bySecond.values()].sort((a, b) => a.at - b.at).slice(-secondsKept)
}

/** Paths that visitors asked for lately, the most wanted first. */
export function pathsSeen(appId: string): Promise<readonly string[]> {
  const { line } = useConnection.getState()
  if (line.kind !== 'ready') return Promise.resolve([])
  return new Promise((resolve) => {
    const close = line.client.open('flow', { app: appId, history: pathsAsked, perSecond: 1 }, ({ requests }) => {
      const counts = new Map<string, number>()
      for (const { path } of requests) counts.set(path, (counts.get(path) ?? 0) + 1)
      resolve([...counts].sort((a, b) => b[1] - a[1]).slice(0, pathsSuggested).map(([path]) => path))
      setTimeout(close)
    }, () => resolve([]))
  })
}
