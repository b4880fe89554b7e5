import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RequestReport } from '../../shared/domain/route.ts'
import { admit, createParticles, dwellMs, nearest, particlesAtMost, place, replayDelayMs, reroute, sweep, type Particles, type Spot } from './map-particles.ts'
import { mapScene } from './map-scene.ts'
import { mapTracks, trackPoints, type MapTracks } from './map-track.ts'
import { exampleRequest } from './request.fixture.ts'
import { exampleApp, exampleDyno } from './world.fixture.ts'

const scene = mapScene({ app: exampleApp(), hosts: [{ id: 'h', name: 'h', dynos: [exampleDyno('web.1'), exampleDyno('web.2')] }], types: ['web'], wishes: {}, width: 1056, height: 440 })
const tracks = mapTracks(scene)

function flying(...reports: RequestReport[]): Particles {
  const particles = createParticles()
  admit(particles, reports, tracks, 0)
  return particles
}

/** What is seen of the first one, every 5 ms. */
function film(particles: Particles, by: MapTracks = tracks): { readonly at: number; readonly spot: Spot }[] {
  const frames: { at: number; spot: Spot }[] = []
  for (let at = 0; at < 12_000; at += 5) {
    const spot: Spot = { x: 0, y: 0, look: 'asking', isWaiting: false }
    if (place(particles, 0, by, at, spot)) frames.push({ at, spot })
  }
  return frames
}

const waitAt = (frames: ReturnType<typeof film>, isThere: (spot: Spot) => boolean): number => frames.filter(({ spot }) => spot.isWaiting && isThere(spot)).length * 5
const dyno1 = scene.hosts[0]?.groups[0]?.dynos[0]
const isAtDyno = (spot: Spot): boolean => spot.x >= (dyno1?.x ?? 0) - 1
const isAtRouter = (spot: Spot): boolean => spot.x < scene.router.x + scene.router.width

describe('a request on the map', () => {
  test('goes from the visitors to its dyno and back, and is gone then', () => {
    const frames = film(flying(exampleRequest()))
    const visitorsEnd = scene.visitors.x + scene.visitors.width
    expect(frames[0]?.spot.x).toBeCloseTo(visitorsEnd, 0)
    expect(frames.some(({ spot }) => isAtDyno(spot))).toBe(true)
    expect(frames.at(-1)?.spot.x).toBeCloseTo(visitorsEnd, 0)
    const particles = flying(exampleRequest())
    sweep(particles, 12_000)
    expect(particles.count).toBe(0)
  })

  test('is not shown before the delay of the replay', () => {
    expect(film(flying(exampleRequest()))[0]?.at).toBeGreaterThanOrEqual(replayDelayMs)
  })

  test('dwells in the dyno as long as it was served, and in the router as long as it was held', () => {
    const slow = film(flying(exampleRequest({ serviceMs: 800, totalMs: 801 })))
    expect(waitAt(slow, isAtDyno)).toBeCloseTo(800, -2)
    const held = film(flying(exampleRequest({ heldMs: 600, totalMs: 610 })))
    expect(waitAt(held, isAtRouter)).toBeCloseTo(600, -2)
  })

  test('a longer wait is never shown shorter, and half a minute not for half a minute', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 120_000 }), fc.integer({ min: 0, max: 120_000 }), (a, b) => {
      expect(dwellMs(Math.max(a, b))).toBeGreaterThanOrEqual(dwellMs(Math.min(a, b)))
    }))
    expect(dwellMs(30_000)).toBeLessThan(4000)
  })

  test('looks like any other until it is answered, then as it ended', () => {
    const failed = film(flying(exampleRequest({ code: 'H12', status: 503, serviceMs: 500, totalMs: 500 })))
    const answered = failed.findIndex(({ spot }) => spot.look !== 'asking')
    expect(failed.slice(answered - 1, answered).every(({ spot }) => isAtDyno(spot))).toBe(true)
    expect(failed.slice(answered).every(({ spot }) => spot.look === 'failed')).toBe(true)
    expect(film(flying(exampleRequest({ status: 404 }))).at(-1)?.spot.look).toBe('refused')
    expect(film(flying(exampleRequest())).at(-1)?.spot.look).toBe('ok')
  })

  test('that reached no dyno turns back at the router', () => {
    const frames = film(flying(exampleRequest({ dynoId: null, dyno: null, connectMs: null, serviceMs: null, code: 'H10', status: 503, totalMs: 3 })))
    expect(Math.max(...frames.map(({ spot }) => spot.x))).toBeLessThan(scene.router.x + scene.router.width)
    expect(frames.at(-1)?.spot.look).toBe('failed')
  })

  test('moves without a jump', () => {
    const frames = film(flying(exampleRequest({ serviceMs: 100, totalMs: 110, heldMs: 40 })))
    const lengths = frames.slice(1).map(({ spot }, index) => Math.hypot(spot.x - (frames[index]?.spot.x ?? 0), spot.y - (frames[index]?.spot.y ?? 0)))
    // From the router's door through the router to the line beyond it is its width.
    expect(Math.max(...lengths)).toBeLessThanOrEqual(scene.router.width + 20)
  })

  test('keeps to its dyno when the dyno moves, and to its old way when the dyno is gone', () => {
    const particles = flying(exampleRequest({ dynoId: 'web.1', serviceMs: 1000, totalMs: 1001 }))
    const moved = mapTracks(mapScene({ app: exampleApp(), hosts: [{ id: 'h', name: 'h', dynos: [exampleDyno('web.0'), exampleDyno('web.1')] }], types: ['web'], wishes: {}, width: 1056, height: 440 }))
    const spot: Spot = { x: 0, y: 0, look: 'asking', isWaiting: false }
    place(particles, 0, tracks, 1300, spot)
    const before = spot.y
    reroute(particles, moved)
    place(particles, 0, moved, 1300, spot)
    expect(spot.y).toBeGreaterThan(before + 20)
    reroute(particles, { ...moved, byDyno: new Map() })
    expect(place(particles, 0, moved, 1300, spot)).toBe(true)
  })
})

describe('the pool', () => {
  test('takes no more than it has room for, and has room again when they are home', () => {
    const many = Array.from({ length: particlesAtMost + 50 }, (_, index) => exampleRequest({ requestId: `q${index}` }))
    const particles = createParticles()
    expect(admit(particles, many, tracks, 0)).toBe(particlesAtMost)
    expect(admit(particles, many, tracks, 1)).toBe(0)
    sweep(particles, 20_000)
    expect(admit(particles, many.slice(0, 3), tracks, 20_000)).toBe(3)
  })

  test('whatever comes and goes, each that is drawn is one of those under way', () => {
    fc.assert(fc.property(fc.array(fc.record({ serviceMs: fc.integer({ min: 0, max: 3000 }), wait: fc.integer({ min: 0, max: 900 }) }), { maxLength: 60 }), (steps) => {
      const particles = createParticles()
      let now = 0
      steps.forEach(({ serviceMs, wait }, index) => {
        now += wait
        sweep(particles, now)
        admit(particles, [exampleRequest({ requestId: `q${index}`, serviceMs, totalMs: serviceMs })], tracks, now)
        const known = particles.reports.slice(0, particles.count).map((report) => report?.requestId)
        expect(new Set(known).size).toBe(particles.count)
        expect(known.includes(`q${index}`)).toBe(true)
        expect(particles.reports.slice(particles.count).every((report) => report === null)).toBe(true)
      })
    }))
  })

  test('those of one batch keep the distances they had', () => {
    const particles = flying(exampleRequest({ at: 1000 }), exampleRequest({ at: 1080, requestId: 'q2' }))
    expect((particles.startsAt[1] ?? 0) - (particles.startsAt[0] ?? 0)).toBe(80)
  })

  test('a press finds the request that flies there, and none where none is', () => {
    const particles = flying(exampleRequest({ requestId: 'found', serviceMs: 1000, totalMs: 1000 }))
    const spot: Spot = { x: 0, y: 0, look: 'asking', isWaiting: false }
    place(particles, 0, tracks, 1200, spot)
    expect(nearest(particles, tracks, 1200, spot.x + 3, spot.y - 2, 9)?.requestId).toBe('found')
    expect(nearest(particles, tracks, 1200, spot.x + 30, spot.y, 9)).toBeNull()
  })
})

test('every web dyno has a way that begins at the router and ends at the dyno', () => {
  const crowd = mapScene({ app: exampleApp(), hosts: [{ id: 'h', name: 'h', dynos: Array.from({ length: 120 }, (_, index) => exampleDyno(`web.${index + 1}`)) }], types: ['web'], wishes: {}, width: 1056, height: 440 })
  const ways = mapTracks(crowd)
  for (const shape of crowd.hosts[0]?.groups[0]?.dynos ?? []) {
    const track = ways.byDyno.get(shape.dyno.id)
    expect(track?.length).toBe(trackPoints * 2)
    expect(track?.[0]).toBeCloseTo(crowd.router.x + crowd.router.width, 0)
    const [x, y] = [track?.at(-2) ?? 0, track?.at(-1) ?? 0]
    expect(x >= shape.x && x <= shape.x + shape.width && y >= shape.y && y <= shape.y + shape.height).toBe(true)
  }
})
