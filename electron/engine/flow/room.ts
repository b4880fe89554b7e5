// The stream `flow`: single requests as they end, and how many are under way. It is what the map and the access log show; Heroku
// has only the router's log lines. A window is sent at most ten items a second, and nothing while nothing happens. The last
// requests are kept in memory for who begins to look.

import type { AppId } from '../../../shared/domain/app.ts'
import type { RequestReport } from '../../../shared/domain/route.ts'
import type { AppLoad } from '../../../shared/domain/traffic.ts'
import type { StreamArgs } from '../../../shared/protocol/streams.ts'
import { createChannel } from '../journal/channel.ts'
import type { Kernel } from '../journal/kernel.ts'
import type { Reader, Room } from '../journal/room.ts'
import { requireApp } from '../platform/require-app.ts'
import type { Cancel } from '../ports/clock.ts'
import { offspring } from './fair-sample.ts'
import { createRecentRequests } from './recent-requests.ts'
import { createWatcher, joinItems, type FlowItem, type Watcher } from './watcher.ts'

export type FlowRoom = Room & {
  /** `lost`: by app, requests that ended and whose reports were lost. */
  requests(reports: readonly RequestReport[], lost: Readonly<Record<AppId, number>>): void
  loads(loads: readonly AppLoad[]): void
}

type Viewer = Watcher & { push(item: FlowItem): void; end(): void }

const itemMs = 100
/** Items for a reader that is behind: the first, with the history, stays apart; all others are joined. */
const itemsWaiting = 2

export function createFlowRoom(kernel: Kernel): FlowRoom {
  const random = offspring(kernel.random)
  const recent = createRecentRequests()
  /** Apps with requests under way. */
  const busy = new Map<AppId, AppLoad>()
  const viewers = new Set<Viewer>()
  let lastFlush = -Infinity
  let flushAt = 0
  let cancelFlush: Cancel | null = null

  kernel.on('app.destroyed', (event) => {
    if (event.app === null) return
    recent.forget(event.app)
    if (busy.has(event.app)) loads([{ appId: event.app, inFlight: 0, held: 0, byDyno: {} }])
    busy.delete(event.app)
    for (const viewer of viewers) if (viewer.appId === event.app) viewer.end()
  })

  function requests(reports: readonly RequestReport[], lost: Readonly<Record<AppId, number>>): void {
    if (viewers.size > 0) arm()
    for (const report of reports) {
      if (report.appId !== null && kernel.state.apps[report.appId] === undefined) continue
      recent.add(report)
      for (const viewer of seers(report.appId)) viewer.offer(report, flushAt)
    }
    for (const [appId, count] of Object.entries(lost)) for (const viewer of seers(appId)) viewer.lost(count)
  }

  function loads(changed: readonly AppLoad[]): void {
    if (viewers.size > 0) arm()
    for (const load of changed) {
      if (load.inFlight === 0) busy.delete(load.appId)
      else if (kernel.state.apps[load.appId] !== undefined) busy.set(load.appId, load)
      else continue
      for (const viewer of seers(load.appId)) viewer.load(load)
    }
  }

  const seers = (appId: AppId | null): Viewer[] => [...viewers].filter((viewer) => viewer.appId === null || viewer.appId === appId)

  function arm(): void {
    if (cancelFlush !== null) return
    const now = kernel.clock.now()
    // A clock that was set back must not keep readers waiting.
    const waitMs = Math.min(itemMs, Math.max(0, lastFlush + itemMs - now))
    flushAt = now + waitMs
    cancelFlush = kernel.clock.after(waitMs * kernel.state.pace, flush)
  }

  function flush(): void {
    cancelFlush = null
    lastFlush = kernel.clock.now()
    for (const viewer of viewers) {
      const item = viewer.take(lastFlush)
      if (item !== null) viewer.push(item)
    }
  }

  function open({ app: name, history, perSecond }: StreamArgs<'flow'>): Reader<FlowItem> {
    const appId = name === undefined ? null : requireApp(kernel.state, name).id
    const channel = createChannel<FlowItem>({
      bound: itemsWaiting,
      merge: (older, newer) => (older === first ? null : joinItems(older, newer, perSecond, random)),
      onClose: () => {
        viewers.delete(viewer)
        if (viewers.size === 0) rest()
      },
    })
    const first: FlowItem = { requests: recent.last(appId, history), ended: 0, loads: [...busy.values()].filter((load) => appId === null || load.appId === appId) }
    const viewer: Viewer = { ...createWatcher({ appId, perSecond, random, now: kernel.clock.now() }), push: channel.push, end: channel.end }
    channel.push(first)
    viewers.add(viewer)
    return channel.reader
  }

  function rest(): void {
    cancelFlush?.()
    cancelFlush = null
  }

  function stop(): void {
    rest()
    for (const viewer of viewers) viewer.end()
  }

  return { requests, loads, streams: { flow: open }, stop }
}
