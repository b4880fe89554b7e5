// The last hour of one app, for the charts: every second with requests, every sample of its dynos. The stream is open only while
// the page is visible, and starts again with the whole hour.

import { create } from 'zustand'
import { metricsKeepSeconds, type DynoSample, type MetricsTick, type RequestSecond } from '../../shared/domain/metrics.ts'
import { keepOpen } from './keep-open.ts'
import { platformNow } from './platform-time.ts'

export type MetricsHour = {
  readonly appId: string | null
  /** When the last tick came, milliseconds since the epoch; null before the first. */
  readonly tickedAt: number | null
  /** Oldest first. */
  readonly seconds: readonly RequestSecond[]
  readonly samples: readonly DynoSample[]
}

const samplesKept = 20_000
const emptyHour: MetricsHour = { appId: null, tickedAt: null, seconds: [], samples: [] }

export const useMetricsHour = create<MetricsHour>(() => emptyHour)

export function followMetricsHour(appId: string): () => void {
  useMetricsHour.setState({ ...emptyHour, appId })
  return keepOpen((client) => client.open('metrics', { app: appId, seconds: metricsKeepSeconds }, (tick) => useMetricsHour.setState((hour) => takeHourTick(hour, tick, platformNow())), () => {}))
}

/** A second can come again with more in it; samples come once, but for those that a new stream repeats. */
export function takeHourTick(hour: MetricsHour, tick: MetricsTick, tickedAt: number): MetricsHour {
  const oldest = tickedAt - metricsKeepSeconds * 1000
  const seconds = new Map(hour.seconds.map((second) => [second.at, second]))
  for (const second of tick.seconds) seconds.set(second.at, second)
  const samples = new Map(hour.samples.map((sample) => [`${sample.at}/${sample.dynoId}`, sample]))
  for (const sample of tick.samples) samples.set(`${sample.at}/${sample.dynoId}`, sample)
  return {
    appId: hour.appId,
    tickedAt,
    seconds: [...seconds.values()].filter(({ at }) => at >= oldest).sort((a, b) => a.at - b.at),
    samples: tick.samples.length === 0 ? hour.samples : [...samples.values()].filter(({ at }) => at >= oldest).sort((a, b) => a.at - b.at).slice(-samplesKept),
  }
}
