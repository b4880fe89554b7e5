// Metrics of an app's own: takes counters, gauges, timers and sets by StatsD's UDP on a port of this machine, and keeps them by the
// second for an hour, in memory. Dynarium's own; on Heroku such services are partners'. UDP goes past the TCP proxy, so faults on links
// do not touch it.

import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import type { AddOn, AddOnConfig } from '../../../../shared/domain/add-on.ts'
import type { AppMetricsNews } from '../../../../shared/protocol/app-metrics.ts'
import { createChannel } from '../../journal/channel.ts'
import type { Reader } from '../../journal/room.ts'
import type { Cancel } from '../../ports/clock.ts'
import type { MetricIntake } from '../../ports/metric-intake.ts'
import type { AddOnDesk, AddOnService, MakeService } from '../service.ts'
import { createSeriesStore, type SeriesStore } from './series-store.ts'

const slug = 'metrics'
const usualSeries = 500
const second = 1000
/** Ticks that wait for a slow reader; older ones are lost to it. */
const ticksWaiting = 60

type Watcher = { readonly addOnId: string; readonly ids: readonly string[] | null; from: number; push(news: AppMetricsNews): void; end(): void }

export const createMetricsService = (intake: MetricIntake): MakeService => (desk) => metricsService(desk, intake)

function metricsService(desk: AddOnDesk, intake: MetricIntake): AddOnService {
  const { clock } = desk.kernel
  const stores = new Map<string, SeriesStore>()
  const watchers = new Set<Watcher>()
  let cancelTick: Cancel | null = null
  intake.connect((id, texts, lost) => stores.get(id)?.take(texts, lost, clock.now()))

  async function open(addOn: AddOn, wanted: number | null): Promise<number> {
    stores.set(addOn.id, createSeriesStore(desk.planOf(addOn).limits['series'] ?? usualSeries))
    try {
      return await intake.open(addOn.id, wanted)
    } catch (error) {
      stores.delete(addOn.id)
      throw new PlatformError('addon-failed', { service: slug, why: `no port could be taken: ${error instanceof Error ? error.message : String(error)}`, fix: 'Try again.' })
    }
  }

  function newsOf(addOnId: string, from: number, ids: readonly string[] | null): AppMetricsNews {
    const store = stores.get(addOnId)
    return store === undefined ? { series: [], lost: { datagrams: 0, lines: 0, samples: 0 }, isCut: false } : { ...store.read(from, clock.now(), ids), lost: store.losses() }
  }

  function watch({ addOn: named, seconds, series }: { readonly addOn: string; readonly seconds: number; readonly series?: readonly string[] | undefined }): Reader<AppMetricsNews> {
    const { id } = desk.find(named, slug)
    const { push, end, reader } = createChannel<AppMetricsNews>({ bound: ticksWaiting, onClose: () => void watchers.delete(watcher) })
    const watcher: Watcher = { addOnId: id, ids: series ?? null, from: clock.now() - seconds * second, push, end }
    watchers.add(watcher)
    tell(watcher)
    cancelTick ??= clock.after(second, tick)
    return reader
  }

  function tell(watcher: Watcher): void {
    const upTo = Math.floor(clock.now() / second) * second
    watcher.push(newsOf(watcher.addOnId, watcher.from, watcher.ids))
    watcher.from = upTo
  }

  /** Nothing ticks while nobody looks. */
  function tick(): void {
    cancelTick = null
    for (const watcher of watchers) tell(watcher)
    if (watchers.size > 0) cancelTick = clock.after(second, tick)
  }

  return {
    slug,
    provision: async ({ addOn }) => ({ config: configOf(await open(addOn, null)), message: 'What it was sent is kept for an hour, in memory.' }),
    resume: async (addOn) => {
      const port = await open(addOn, Number(addOn.config['default']?.['METRICS_PORT'] ?? 0))
      desk.configure(addOn.id, configOf(port), { why: 'its port was taken', cause: { kind: 'platform', text: 'the engine starts' } })
    },
    changePlan: () => Promise.resolve({ message: null }),
    deprovision: async ({ id }) => {
      stores.delete(id)
      for (const watcher of watchers) if (watcher.addOnId === id) watcher.end()
      await intake.close(id)
    },
    room: {
      calls: { 'statsd:read': ({ addOn, seconds, series }) => newsOf(desk.find(addOn, slug).id, clock.now() - seconds * second, series ?? null) },
      streams: { statsd: watch },
      stop: async () => {
        cancelTick?.()
        for (const watcher of watchers) watcher.end()
        await intake.stop()
      },
    },
  }
}

const configOf = (port: number): AddOnConfig => ({ default: { METRICS_URL: `statsd://127.0.0.1:${port}`, METRICS_HOST: '127.0.0.1', METRICS_PORT: String(port) } })
