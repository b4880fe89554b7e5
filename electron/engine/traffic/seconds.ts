// What the generators did, by the second: the last ten minutes of each app, and the stream that tells a window of them.

import type { AppId } from '../../../shared/domain/app.ts'
import type { TrafficSecond } from '../../../shared/domain/traffic.ts'
import type { StreamArgs, StreamItem } from '../../../shared/protocol/streams.ts'
import { addSeconds } from '../../../shared/traffic/generator.ts'
import { createChannel } from '../journal/channel.ts'
import type { Kernel } from '../journal/kernel.ts'
import type { Reader } from '../journal/room.ts'
import { requireApp } from '../platform/require-app.ts'

export type TrafficSeconds = {
  add(appId: AppId, told: TrafficSecond): void
  open(args: StreamArgs<'traffic'>): Reader<StreamItem<'traffic'>>
  forget(appId: AppId): void
  end(): void
}

type Viewer = { readonly appId: AppId; push(item: StreamItem<'traffic'>): void; end(): void }

const secondsKept = 600
/** All that wait for a reader that is behind are one item. */
const itemsWaiting = 1

export function createTrafficSeconds(kernel: Kernel): TrafficSeconds {
  const apps = new Map<AppId, TrafficSecond[]>()
  const viewers = new Set<Viewer>()

  /** A second may come in parts: each time it is told whole, so readers replace it by its `at`. */
  function add(appId: AppId, told: TrafficSecond): void {
    const list = apps.get(appId) ?? []
    apps.set(appId, list)
    const before = list[list.length - 1]
    const whole = before?.at === told.at ? addSeconds(before, told) : told
    if (before?.at === told.at) list.pop()
    list.push(whole)
    if (list.length > secondsKept) list.shift()
    for (const viewer of viewers) if (viewer.appId === appId) viewer.push({ seconds: [whole] })
  }

  function open({ app, seconds }: StreamArgs<'traffic'>): Reader<StreamItem<'traffic'>> {
    const { id } = requireApp(kernel.state, app)
    const channel = createChannel<StreamItem<'traffic'>>({ bound: itemsWaiting, merge, onClose: () => viewers.delete(viewer) })
    const viewer: Viewer = { appId: id, push: channel.push, end: channel.end }
    const from = kernel.clock.now() - seconds * 1000
    channel.push({ seconds: (apps.get(id) ?? []).filter(({ at }) => at >= from) })
    viewers.add(viewer)
    return channel.reader
  }

  function endOf(appId: AppId | null): void {
    for (const viewer of viewers) if (appId === null || viewer.appId === appId) viewer.end()
  }

  return {
    add,
    open,
    forget: (appId) => {
      apps.delete(appId)
      endOf(appId)
    },
    end: () => endOf(null),
  }
}

function merge(older: StreamItem<'traffic'>, newer: StreamItem<'traffic'>): StreamItem<'traffic'> {
  const told = new Set(newer.seconds.map(({ at }) => at))
  return { seconds: [...older.seconds.filter(({ at }) => !told.has(at)), ...newer.seconds].slice(-secondsKept) }
}
