// The last minutes of one app's requests and dyno samples. The stream is open only while the page is visible and wants it.

import { create } from 'zustand'
import type { DynoSample, MetricsTick, RequestSecond } from '../../shared/domain/metrics.ts'
import { keepOpen } from './keep-open.ts'
import { platformNow } from './platform-time.ts'

export type Metrics = {
  readonly appId: string | null
  /** When the last tick came, milliseconds since the epoch; null before the first. */
  readonly tickedAt: number | null
  readonly seconds: readonly RequestSecond[]
  /** Newest last, by dyno id. */
  readonly samples: Readonly<Record<string, readonly DynoSample[]>>
}

const metricsSeconds = 300
const samplesPerDyno = 120
const dynosSampled = 200
const emptyMetrics: Metrics = { appId: null, tickedAt: null, seconds: [], samples: {} }

export const useMetrics = create<Metrics>(() => emptyMetrics)

export function followMetrics(appId: string): () => void {
  if (useMetrics.getState().appId !== appId) useMetrics.setState({ ...emptyMetrics, appId })
  return keepOpen((client) => client.open('metrics', { app: appId, seconds: metricsSeconds }, (tick) => useMetrics.setState((metrics) => takeTick(metrics, tick, platformNow())), () => {}))
}

export function takeTick(metrics: Metrics, tick: MetricsTick, tickedAt: number): Metrics {
  const seconds = new Map(metrics.seconds.map((second) => [second.at, second]))
  for (const second of tick.seconds) seconds.set(second.at, second)
  const samples: Record<string, readonly DynoSample[]> = { ...metrics.samples }
  for (const sample of tick.samples) {
    const before = samples[sample.dynoId] ?? []
    if ((before.at(-1)?.at ?? 0) < sample.at) samples[sample.dynoId] = [...before, sample].slice(-samplesPerDyno)
  }
  return {
    appId: metrics.appId,
    tickedAt,
    seconds: [...seconds.values()].sort((a, b) => a.at - b.at).slice(-metricsSeconds),
    samples: Object.fromEntries(Object.entries(samples).slice(-dynosSampled)),
  }
}
