// Requests as they end and those under way. One stream for whoever follows the same app; open only while the page is visible.
// What React reads is written a few times a second; whoever animates single requests listens beside it.

import { create } from 'zustand'
import type { AppLoad } from '../../shared/domain/traffic.ts'
import type { RequestReport } from '../../shared/domain/route.ts'
import { noteBehind } from './behind.ts'
import { useConnection } from './connection.ts'
import { emptyFlow, takeFlow, type Flow, type FlowBatch } from './flow-batch.ts'
import { keepOpen } from './keep-open.ts'
import { select } from './ui.ts'
import { platformNow } from './platform-time.ts'

export const useFlow = create<Flow>(() => emptyFlow(null))

/** Earlier requests asked for at the start: what the list shows before the next one comes. */
const history = 100
/** All that the engine keeps. */
const recallHistory = 1000
/** Single requests a second at most; above it the engine sends a fair sample. */
const perSecond = 200
/** Views read at most this often, in milliseconds. */
const drawEveryMs = 250
/** What waits for the next drawing. */
const waitingBound = 2000

type Listener = (requests: readonly RequestReport[], ended: number) => void

const listeners = new Set<Listener>()
let followed: { readonly appId: string | null; count: number; stop(): void } | null = null

/** Null: all apps. Follows until the returned function is called; a second follower of the same app shares the stream. */
export function followFlow(appId: string | null): () => void {
  if (followed === null || followed.appId !== appId) {
    followed?.stop()
    followed = { appId, count: 0, stop: openFlow(appId) }
  }
  const own = followed
  own.count += 1
  return () => {
    own.count -= 1
    if (own.count > 0) return
    own.stop()
    if (followed === own) followed = null
  }
}

/** Hears every batch at once, the history of the start left out. */
export function onRequests(listener: Listener): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Chooses a request and keeps it, however many come after it. */
export function chooseRequest(report: RequestReport): void {
  useFlow.setState({ chosen: report })
  select({ kind: 'request', requestId: report.requestId })
}

/** Looks for a request among all that the engine still keeps of the app, and keeps it as the chosen one. */
export function recallRequest(appId: string, requestId: string, onMissing: () => void): () => void {
  const { line } = useConnection.getState()
  if (line.kind !== 'ready') return () => {}
  const close = line.client.open('flow', { app: appId, history: recallHistory, perSecond: 1 }, ({ requests }) => {
    close()
    const found = requests.find((report) => report.requestId === requestId)
    if (found === undefined) onMissing()
    else useFlow.setState({ chosen: found })
  }, onMissing)
  return close
}

function openFlow(appId: string | null): () => void {
  const { chosen } = useFlow.getState()
  useFlow.setState({ ...emptyFlow(appId), chosen })
  let waiting: RequestReport[] = []
  let ended = 0
  let loads: AppLoad[] = []
  let timer: ReturnType<typeof setTimeout> | null = null

  function draw(): void {
    timer = null
    const batch: FlowBatch = { requests: waiting, ended, loads, now: platformNow() }
    waiting = []
    loads = []
    ended = 0
    useFlow.setState((flow) => takeFlow(flow, batch))
  }

  const close = keepOpen((client) => {
    let isFirst = true
    return client.open('flow', { ...(appId === null ? {} : { app: appId }), history, perSecond }, (item) => {
      // The first item is what was: it is listed, not counted and not replayed.
      if (!isFirst && item.requests.length > 0) for (const listener of listeners) listener(item.requests, item.ended)
      if (!isFirst && item.requests.length > 0) noteBehind('flow', item.requests.at(-1)?.at)
      ended += isFirst ? 0 : item.ended
      isFirst = false
      waiting.push(...item.requests)
      if (waiting.length > waitingBound) waiting = waiting.slice(-waitingBound)
      loads.push(...item.loads)
      timer ??= setTimeout(draw, drawEveryMs)
    }, () => {})
  })
  return () => {
    close()
    if (timer !== null) clearTimeout(timer)
    noteBehind('flow', undefined)
  }
}
