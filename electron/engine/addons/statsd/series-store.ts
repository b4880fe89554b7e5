// Series of one add-on, in memory: one point a second, an hour back, so many series and points at most. A second is told when it is over.

import { appMetricSeconds, type AppMetricKind, type AppMetricLosses, type AppMetricPoint, type AppMetricSeries } from '../../../../shared/domain/app-metrics.ts'
import { readDatagram, type Sample } from './statsd-line.ts'

type Second = { readonly at: number; samples: number; weight: number; sum: number; min: number; max: number; last: number; readonly values: number[]; readonly members: Set<string> }
type Kept = { readonly id: string; readonly name: string; readonly tags: readonly string[]; readonly kind: AppMetricKind; readonly points: AppMetricPoint[]; open: Second | null; last: number }

export type SeriesStore = {
  take(texts: readonly string[], lost: number, now: number): void
  /** Seconds that are over by `now` and begin at `from` or later. */
  read(from: number, now: number, ids: readonly string[] | null): { readonly series: readonly AppMetricSeries[]; readonly isCut: boolean }
  losses(): AppMetricLosses
}

const second = 1000
/** Values of a timer in one second of which its 95th percentile is made; members of a set that are told apart. */
const [maxValues, maxMembers] = [1000, 10_000]
const usualPoints = 200_000
const maxPointsRead = 50_000

export function createSeriesStore(maxSeries: number, maxPoints = usualPoints): SeriesStore {
  const all = new Map<string, Kept>()
  const lost = { datagrams: 0, lines: 0, samples: 0 }
  let points = 0

  function take(texts: readonly string[], lostDatagrams: number, now: number): void {
    lost.datagrams += lostDatagrams
    for (const text of texts) {
      const { samples, wrong } = readDatagram(text)
      lost.lines += wrong
      for (const sample of samples) record(sample, Math.floor(now / second) * second)
    }
  }

  function record(sample: Sample, at: number): void {
    const series = seriesOf(sample)
    if (series === null) {
      lost.samples += 1
      return
    }
    if (series.open !== null && series.open.at < at) close(series, at)
    const open = (series.open ??= { at, samples: 0, weight: 0, sum: 0, min: Infinity, max: -Infinity, last: series.last, values: [], members: new Set() })
    const value = sample.isChange ? series.last + sample.value : sample.value
    series.last = open.last = value
    open.samples += 1
    open.weight += sample.weight
    open.sum += value * sample.weight
    open.min = Math.min(open.min, value)
    open.max = Math.max(open.max, value)
    if (series.kind === 'timer' && open.values.length < maxValues) open.values.push(value)
    if (series.kind === 'set' && open.members.size < maxMembers) open.members.add(sample.text)
  }

  function seriesOf({ name, tags, kind }: Sample): Kept | null {
    const id = `${name}${tags.length === 0 ? '' : `#${tags.join(',')}`}${kind === 'counter' ? '' : `|${kind}`}`
    const known = all.get(id)
    if (known !== undefined) return known
    if (all.size >= maxSeries) return null
    const fresh: Kept = { id, name, tags, kind, points: [], open: null, last: 0 }
    all.set(id, fresh)
    return fresh
  }

  function close(series: Kept, now: number): void {
    if (series.open === null) return
    series.points.push(pointOf(series.kind, series.open))
    series.open = null
    points += 1
    let old = series.points.findIndex(({ at }) => at >= now - appMetricSeconds * second)
    if (old < 0) old = series.points.length
    // Above all that is kept, a series makes room by its own oldest.
    if (points - old > maxPoints) old = Math.max(old, Math.min(series.points.length, points - maxPoints))
    points -= series.points.splice(0, old).length
  }

  function read(from: number, now: number, ids: readonly string[] | null): { readonly series: readonly AppMetricSeries[]; readonly isCut: boolean } {
    const at = Math.floor(now / second) * second
    for (const series of all.values()) if (series.open !== null && series.open.at < at) close(series, at)
    const found = [...all.values()].filter(({ id }) => ids === null || ids.includes(id)).map(({ id, name, tags, kind, points: kept }) => ({ id, name, tags, kind, points: kept.filter((point) => point.at >= from && point.at >= at - appMetricSeconds * second) }))
    const total = found.reduce((sum, one) => sum + one.points.length, 0)
    const most = Math.floor(maxPointsRead / Math.max(1, found.length))
    const isCut = total > maxPointsRead
    return { series: isCut ? found.map((one) => ({ ...one, points: one.points.slice(-most) })) : found, isCut }
  }

  return { take, read, losses: () => ({ ...lost }) }
}

function pointOf(kind: AppMetricKind, { at, samples, weight, sum, min, max, last, values, members }: Second): AppMetricPoint {
  switch (kind) {
    case 'counter':
      return { at, value: sum, samples, min, max, p95: null }
    case 'gauge':
      return { at, value: last, samples, min, max, p95: null }
    case 'timer':
      return { at, value: sum / weight, samples, min, max, p95: rank95(values) }
    case 'set':
      return { at, value: members.size, samples, min: members.size, max: members.size, p95: null }
  }
}

/** The nearest rank. */
function rank95(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * 0.95) - 1)] ?? 0
}
