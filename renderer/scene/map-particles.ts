// Single requests on their way, replayed shortly after they ended: when each is where. Pure functions over a pool of flat arrays:
// a frame makes no garbage. Waiting is shown in the proportion of the real times; the ways themselves take a fixed time, so that
// the eye can follow.

import type { RequestReport } from '../../shared/domain/route.ts'
import { trackPoints, type MapTracks, type Track } from './map-track.ts'

/** Most that are under way at once. */
export const particlesAtMost = 256
/** A request is shown this long after this window heard of it, so that those of one batch keep their distances. */
export const replayDelayMs = 60
/** Requests of one batch start within this time, in milliseconds; batches come every 100. */
const batchSpanMs = 150
const travelMs = { in: 420, out: 380, back: 320, home: 360 } as const
/** Waits up to this are shown as long as they were; longer ones grow slowly, so that an H12 does not stand for half a minute. */
const trueUpToMs = 1200
const doublingMs = 350
/** Out and back keep to the right, in pixels from the line. */
const laneOffset = 3

/** Before its answer a request looks like any other; after it, as it ended. */
export type Outcome = 'ok' | 'refused' | 'failed'
export type Look = 'asking' | Outcome

export type Particles = {
  count: number
  readonly reports: (RequestReport | null)[]
  readonly tracks: (Track | null)[]
  readonly outcomes: Outcome[]
  /** When the five parts of each end: at the router, out of the queue, at the dyno, answered, back at the router, at home. */
  readonly startsAt: Float64Array
  readonly ends: Float64Array
  /** Where it stands beside others that wait at the same place, -1 to 1. */
  readonly spread: Float32Array
}

/** Where one is drawn, written in place. */
export type Spot = { x: number; y: number; look: Look; isWaiting: boolean }

const parts = 6

export const createParticles = (): Particles => ({
  count: 0, reports: Array.from({ length: particlesAtMost }, () => null), tracks: Array.from({ length: particlesAtMost }, () => null),
  outcomes: Array.from({ length: particlesAtMost }, () => 'ok' as const),
  startsAt: new Float64Array(particlesAtMost), ends: new Float64Array(particlesAtMost * parts), spread: new Float32Array(particlesAtMost),
})

/** As the metrics count it, failed is an H code, or status 500 and above. */
export function outcomeOf({ code, status }: Pick<RequestReport, 'code' | 'status'>): Outcome {
  if (code !== null || (status ?? 0) >= 500) return 'failed'
  return (status ?? 0) >= 400 ? 'refused' : 'ok'
}

/** Milliseconds that a wait of `ms` is shown: never shorter for a longer wait. */
export const dwellMs = (ms: number): number => (ms <= trueUpToMs ? Math.max(0, ms) : trueUpToMs + doublingMs * Math.log2(ms / trueUpToMs))

/** Times of one request in the router and at the dyno, in milliseconds. */
function phasesOf(report: Pick<RequestReport, 'connectMs' | 'serviceMs' | 'heldMs' | 'totalMs'>): { readonly held: number; readonly connect: number; readonly service: number } {
  return { held: report.heldMs ?? 0, connect: report.connectMs ?? 0, service: report.serviceMs ?? 0 }
}

/** Takes a batch, oldest first, at the time `now`; those for which there is no room are left out. Answers how many it took. */
export function admit(particles: Particles, batch: readonly RequestReport[], tracks: MapTracks, now: number): number {
  const newest = batch.at(-1)?.at ?? 0
  let taken = 0
  for (const report of batch) {
    if (particles.count >= particlesAtMost) break
    const before = Math.min(batchSpanMs, Math.max(0, newest - report.at))
    put(particles, report, tracks, now + replayDelayMs + batchSpanMs - before)
    taken += 1
  }
  return taken
}

/** Drops those that are home at `now`. */
export function sweep(particles: Particles, now: number): void {
  for (let index = particles.count - 1; index >= 0; index--) if (now >= endOf(particles, index, parts - 1)) drop(particles, index)
}

/** Writes where the `index`th is at `now`; false before its start and after its end. */
export function place(particles: Particles, index: number, tracks: MapTracks, now: number, spot: Spot): boolean {
  const startsAt = particles.startsAt[index] as number
  if (now < startsAt || now >= endOf(particles, index, parts - 1)) return false
  let part = 0
  let from = startsAt
  while (part < parts - 1 && now >= endOf(particles, index, part)) from = endOf(particles, index, part++)
  const length = endOf(particles, index, part) - from
  const share = length <= 0 ? 1 : ease((now - from) / length)
  const track = particles.tracks[index] ?? null
  const spread = particles.spread[index] as number
  spot.isWaiting = part === 1 || part === 3
  spot.look = part > 3 || (track === null && part > 1) ? (particles.outcomes[index] as Outcome) : 'asking'
  if (part === 0) along(tracks.entry, share, -laneOffset, spot)
  else if (part === 1) at(tracks.queue.x, tracks.queue.y + spread * 14, spot)
  else if (part === 5) along(tracks.entry, 1 - share, laneOffset, spot)
  else if (track === null) at(tracks.queue.x, tracks.queue.y, spot)
  else if (part === 2) along(track, share, -laneOffset, spot)
  else if (part === 3) at(track[track.length - 2] as number, (track[track.length - 1] as number) + spread * 5, spot)
  else along(track, 1 - share, laneOffset, spot)
  return true
}

/** Dynos move and go while requests are under way: each keeps to its dyno's line of now, and to its old one when that is gone. */
export function reroute(particles: Particles, tracks: MapTracks): void {
  for (let index = 0; index < particles.count; index++) {
    const dynoId = particles.reports[index]?.dynoId
    const track = dynoId === null || dynoId === undefined ? undefined : tracks.byDyno.get(dynoId)
    if (track !== undefined) particles.tracks[index] = track
  }
}

/** The request drawn nearest to a point, within `reach` pixels. */
export function nearest(particles: Particles, tracks: MapTracks, now: number, x: number, y: number, reach: number): RequestReport | null {
  const spot: Spot = { x: 0, y: 0, look: 'asking', isWaiting: false }
  let best: RequestReport | null = null
  let least = reach
  for (let index = 0; index < particles.count; index++) {
    if (!place(particles, index, tracks, now, spot)) continue
    const distance = Math.hypot(spot.x - x, spot.y - y)
    if (distance > least) continue
    least = distance
    best = particles.reports[index] ?? null
  }
  return best
}

function put(particles: Particles, report: RequestReport, tracks: MapTracks, startsAt: number): void {
  const index = particles.count++
  const track = report.dynoId === null ? null : (tracks.byDyno.get(report.dynoId) ?? null)
  const { held, connect, service } = phasesOf(report)
  const lengths = track === null
    ? [travelMs.in, dwellMs(report.totalMs), 0, 0, 0, travelMs.home]
    : [travelMs.in, dwellMs(held), travelMs.out + dwellMs(connect), dwellMs(service), travelMs.back, travelMs.home]
  particles.reports[index] = report
  particles.tracks[index] = track
  particles.outcomes[index] = outcomeOf(report)
  particles.startsAt[index] = startsAt
  particles.spread[index] = ((index * 7) % 13) / 6 - 1
  let end = startsAt
  lengths.forEach((length, part) => {
    end += length
    particles.ends[index * parts + part] = end
  })
}

function drop(particles: Particles, index: number): void {
  const last = --particles.count
  particles.reports[index] = particles.reports[last] ?? null
  particles.tracks[index] = particles.tracks[last] ?? null
  particles.outcomes[index] = particles.outcomes[last] as Outcome
  particles.startsAt[index] = particles.startsAt[last] as number
  particles.spread[index] = particles.spread[last] as number
  particles.ends.copyWithin(index * parts, last * parts, (last + 1) * parts)
  particles.reports[last] = null
  particles.tracks[last] = null
}

const endOf = (particles: Particles, index: number, part: number): number => particles.ends[index * parts + part] as number

const ease = (share: number): number => (share < 0.5 ? 2 * share * share : 1 - (2 - 2 * share) ** 2 / 2)

function at(x: number, y: number, spot: Spot): void {
  spot.x = x
  spot.y = y
}

/** Beside the line, by `offset` pixels to its left. */
function along(track: Track, share: number, offset: number, spot: Spot): void {
  const exact = share * (trackPoints - 1)
  const index = Math.min(trackPoints - 2, Math.floor(exact))
  const rest = exact - index
  const x = track[index * 2] as number
  const y = track[index * 2 + 1] as number
  const stepX = (track[index * 2 + 2] as number) - x
  const stepY = (track[index * 2 + 3] as number) - y
  const length = Math.hypot(stepX, stepY) || 1
  spot.x = x + stepX * rest - (stepY / length) * offset
  spot.y = y + stepY * rest + (stepX / length) * offset
}
