// Heroku's rule: from the data of the last hour, the fewest web dynos that keep p95 under the wanted value at the present throughput.
// WebSockets do not count. How Heroku judges a number that it has not seen is not told; here each minute of the hour says how p95 was
// at so many requests a second for each dyno. Between two such loads p95 is taken to lie on a straight line, beyond them to grow in
// proportion. What was tried and went badly is known for an hour; then it may be tried again.

import { duration } from '../../../../shared/text/time.ts'
import { added, quantileWithin } from '../quantile.ts'
import { noReadings, type Minute, type Observed, type Policy } from './policy.ts'

/** Requests a second for each dyno, and how long they took. */
type Point = { readonly load: number; readonly latency: readonly number[] }

const fraction = 0.95
/** Loads this near to each other count as the same. */
const nearness = 0.15
/** Of minutes with the same load the newest count: the others may have been busy with what piled up before. */
const newest = 2
/** A minute with fewer requests says nothing of a twentieth of them. */
const leastRequests = 10

export const p95: Policy<'p95'> = {
  kind: 'p95',
  wish: ({ target }, observed, { min, max }) => {
    const { minutes, quantity, up } = observed
    const last = minutes[minutes.length - 1] as Minute
    const rate = (last.requests * 1000) / last.ms
    const now = quantileWithin(last.latency, fraction)
    if (now === null || last.requests < leastRequests) return noReadings(`fewer than ${leastRequests} requests ended in the last minute`)
    const points = pointsOf(observed)
    const holds = (count: number): boolean => expected(points, rate / count, target) <= target
    let count = Math.max(min, Math.min(max, quantity))
    if (holds(count)) while (count > min && holds(count - 1)) count -= 1
    else while (count <= max && !holds(count)) count += 1
    const seen = `p95 is about ${duration(now)} at ${rateText(rate)} on ${up} ${up === 1 ? 'dyno' : 'dynos'}`
    return { count, reason: `${seen}; ${words(count, quantity, max)} under ${duration(target)}` }
  },
}

function words(count: number, quantity: number, max: number): string {
  if (count > max) return `even ${max} would not keep it`
  return count === quantity ? `${count} ${count === 1 ? 'keeps' : 'keep'} it` : `by the last hour ${count} would keep it`
}

function pointsOf({ minutes }: Observed): Point[] {
  return minutes.flatMap((minute, index) => {
    const isLast = index === minutes.length - 1
    if (minute.up === null || minute.up === 0 || minute.requests < leastRequests || (minute.isMixed && !isLast)) return []
    return [{ load: (minute.requests * 1000) / minute.ms / minute.up, latency: minute.latency }]
  })
}

/** p95 at a load: as it was seen there, else between what was seen above and below. */
function expected(points: readonly Point[], load: number, target: number): number {
  const same = points.filter((point) => Math.abs(point.load / load - 1) <= nearness).slice(-newest)
  if (same.length > 0) return at(same)
  const heavier = nearest(points, (point) => point.load - load)
  if (heavier !== null && at([heavier]) <= target) return at([heavier])
  const lighter = nearest(points, (point) => load - point.load)
  if (lighter !== null && heavier !== null) return at([lighter]) + ((at([heavier]) - at([lighter])) * (load - lighter.load)) / (heavier.load - lighter.load)
  const known = lighter ?? heavier
  return known === null ? 0 : at([known]) * (load / known.load)
}

/** The newest of those with the least distance above 0. */
function nearest(points: readonly Point[], distanceOf: (point: Point) => number): Point | null {
  return points.reduce<Point | null>((best, point) => {
    const distance = distanceOf(point)
    return distance > 0 && (best === null || distance <= distanceOf(best)) ? point : best
  }, null)
}

const at = (points: readonly Point[]): number => quantileWithin(added(points.map(({ latency }) => latency)), fraction) ?? 0
const rateText = (rate: number): string => `${rate < 10 ? Math.round(rate * 10) / 10 : Math.round(rate)} requests/s`
