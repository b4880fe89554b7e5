// The traffic generator: what was planned, beside what was answered, failed and could not be sent in time.

import type { TrafficSecond } from '../../shared/domain/traffic.ts'
import { thousands } from '../text/thousands.ts'
import { secondsOf, stepOf, type Chart, type TimeWindow } from './chart.ts'
import { niceTop } from './sparkline.ts'

const leastRate = 2

/** Null when it did not run in this time. */
export function trafficChart(seconds: readonly TrafficSecond[], window: TimeWindow): Chart | null {
  const within = seconds.filter(({ at }) => stepOf(window, at) >= 0)
  if (within.length === 0) return null
  const rates = (read: (second: TrafficSecond) => number): number[] => {
    const sums = window.times.map(() => 0)
    for (const second of within) {
      const index = stepOf(window, second.at)
      sums[index] = (sums[index] ?? 0) + read(second)
    }
    return sums.map((sum, index) => sum / secondsOf(window, index))
  }
  const [planned, ok, failed, missed] = [rates((second) => second.planned), rates((second) => second.ok), rates((second) => second.failed), rates((second) => second.missed)]
  const total = (read: (second: TrafficSecond) => number): number => within.reduce((sum, second) => sum + read(second), 0)
  const late = total((second) => second.missed)
  return {
    id: 'traffic', title: 'Traffic generator', unit: 'rate', top: niceTop([...planned, ...ok], leastRate),
    series: [
      { label: 'planned', tone: 'faint', values: planned, isDashed: true },
      { label: 'answered', tone: 'main', values: ok, isFilled: true },
      { label: 'failed', tone: 'bad', values: failed },
      ...(late === 0 ? [] : [{ label: 'not sent in time', tone: 'warm' as const, values: missed, isDashed: true }]),
    ],
    summary: `Of ${thousands(total((second) => second.planned))} planned, ${thousands(total((second) => second.ok))} were answered well and ${thousands(total((second) => second.failed))} failed${late === 0 ? '' : `; ${thousands(late)} could not be sent in time`}.`,
  }
}
