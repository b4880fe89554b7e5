// Metrics: requests per second with a latency histogram, memory and CPU of each dyno. Heroku makes its charts from router lines
// and runtime-metric lines; here the router's reports and the runtime's samples come straight in. One hour is kept, in memory.
// Nothing ticks while nobody looks.

import type { AppId } from '../../../shared/domain/app.ts'
import { metricsKeepSeconds, type DynoSample, type MetricsTick, type RequestSecond } from '../../../shared/domain/metrics.ts'
import type { RequestReport } from '../../../shared/domain/route.ts'
import type { StreamArgs } from '../../../shared/protocol/streams.ts'
import { createChannel } from '../journal/channel.ts'
import type { Kernel } from '../journal/kernel.ts'
import type { Reader, Room } from '../journal/room.ts'
import { requireApp } from '../platform/require-app.ts'
import type { Cancel } from '../ports/clock.ts'
import { createRequestSeconds, type RequestSeconds } from './request-seconds.ts'

export type MetricsRoom = Room & {
  requests(reports: readonly RequestReport[]): void
  sample(sample: DynoSample & { readonly appId: AppId }): void
  /** Requests that ended from `from` to now, of the last hour at most. */
  count(appId: AppId, from: number): { readonly requests: number; readonly failed: number }
  /** When a request of the app last ended, in milliseconds since the epoch. */
  lastWebRequestAt(appId: AppId): number | null
  /** Seconds that start at `at` or later, and samples taken since then. */
  since(appId: AppId, at: number): { readonly seconds: readonly RequestSecond[]; readonly samples: readonly DynoSample[] }
}

type AppMetrics = { readonly seconds: RequestSeconds; samples: DynoSample[]; firstSample: number; lastRequestAt: number | null }
/** `turn` and `until`: what it was sent already. */
type Watcher = { readonly appId: AppId; turn: number; until: number; sampleCount: number; push(tick: MetricsTick): void; end(): void }

/** Samples of all dynos of one app; the oldest go first. */
const maxSamples = 20_000
/** Ticks that wait for a slow reader; older ones are lost to it, as it can open the stream anew. */
const ticksWaiting = 60
const tickMs = 1000

export function createMetricsRoom(kernel: Kernel): MetricsRoom {
  const apps = new Map<AppId, AppMetrics>()
  const watchers = new Set<Watcher>()
  let turn = 0
  let cancelTick: Cancel | null = null

  kernel.on('app.destroyed', (event) => {
    if (event.app === null) return
    apps.delete(event.app)
    for (const watcher of watchers) if (watcher.appId === event.app) watcher.end()
  })

  function metricsOf(appId: AppId): AppMetrics {
    const known = apps.get(appId)
    if (known !== undefined) return known
    const fresh: AppMetrics = { seconds: createRequestSeconds(metricsKeepSeconds), samples: [], firstSample: 0, lastRequestAt: null }
    if (kernel.state.apps[appId] !== undefined) apps.set(appId, fresh)
    return fresh
  }

  function requests(reports: readonly RequestReport[]): void {
    for (const report of reports) {
      if (report.appId === null) continue
      const metrics = metricsOf(report.appId)
      metrics.seconds.add(report, turn)
      metrics.lastRequestAt = Math.max(metrics.lastRequestAt ?? 0, report.at)
    }
  }

  function sample({ appId, ...taken }: DynoSample & { readonly appId: AppId }): void {
    const metrics = metricsOf(appId)
    metrics.samples.push(taken)
    if (metrics.samples.length < 2 * maxSamples) return
    metrics.samples = metrics.samples.slice(-maxSamples)
    metrics.firstSample += maxSamples
  }

  function since(appId: AppId, at: number): { seconds: readonly RequestSecond[]; samples: readonly DynoSample[] } {
    const metrics = apps.get(appId)
    return { seconds: metrics?.seconds.from(at) ?? [], samples: (metrics?.samples ?? []).filter((taken) => taken.at >= at) }
  }

  function open(args: StreamArgs<'metrics'>): Reader<MetricsTick> {
    const app = requireApp(kernel.state, args.app)
    const channel = createChannel<MetricsTick>({
      bound: ticksWaiting,
      onClose: () => {
        watchers.delete(watcher)
        if (watchers.size === 0) rest()
      },
    })
    const metrics = metricsOf(app.id)
    const from = kernel.clock.now() - args.seconds * 1000
    const watcher: Watcher = {
      appId: app.id, turn, until: secondOf(kernel.clock.now()), sampleCount: metrics.firstSample + metrics.samples.length, push: channel.push, end: channel.end,
    }
    channel.push({ appId: app.id, seconds: metrics.seconds.from(from), samples: metrics.samples.filter((taken) => taken.at >= from) })
    watchers.add(watcher)
    turn += 1
    cancelTick ??= kernel.clock.after(tickMs * kernel.state.pace, tick)
    return channel.reader
  }

  /** A second can come again, with more in it, when reports were late: readers replace it by its `at`. */
  function tick(): void {
    const now = kernel.clock.now()
    for (const watcher of watchers) {
      const { seconds, samples, firstSample } = metricsOf(watcher.appId)
      watcher.push({ appId: watcher.appId, seconds: seconds.since(watcher.until, watcher.turn, now), samples: samples.slice(Math.max(0, watcher.sampleCount - firstSample)) })
      watcher.sampleCount = firstSample + samples.length
      watcher.turn = turn
      watcher.until = secondOf(now)
    }
    turn += 1
    cancelTick = kernel.clock.after(tickMs * kernel.state.pace, tick)
  }

  function rest(): void {
    cancelTick?.()
    cancelTick = null
  }

  function stop(): void {
    rest()
    for (const watcher of watchers) watcher.end()
  }

  return {
    requests, sample, since, count: (appId, from) => apps.get(appId)?.seconds.count(from) ?? { requests: 0, failed: 0 },
    lastWebRequestAt: (appId) => apps.get(appId)?.lastRequestAt ?? null, streams: { metrics: open }, stop,
  }
}

const secondOf = (at: number): number => Math.floor(at / 1000) * 1000
