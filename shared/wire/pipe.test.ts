import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPipe } from './pipe.ts'
import { chances } from '../chances.fixture.ts'
import { bytesOf, counted, endOf, runTo, toxic } from './pipe.fixture.ts'
import type { Toxic, ToxicSettings } from './toxic.ts'

const harmless: fc.Arbitrary<ToxicSettings> = fc.oneof(
  fc.record({ type: fc.constant('latency' as const), latencyMs: fc.nat(500), jitterMs: fc.nat(300), distribution: fc.constantFrom('uniform' as const, 'normal' as const, 'pareto' as const) }),
  fc.record({ type: fc.constant('bandwidth' as const), rateKBps: fc.integer({ min: 1, max: 500 }) }),
  fc.record({ type: fc.constant('slow_close' as const), delayMs: fc.nat(500) }),
  fc.record({ type: fc.constant('slicer' as const), averageSize: fc.integer({ min: 1, max: 300 }), sizeVariation: fc.nat(300), delayUs: fc.nat(3000) }),
  fc.record({ type: fc.constant('loss' as const), percent: fc.nat(100), retransmitMs: fc.nat(300) }),
  fc.record({ type: fc.constant('limit_data' as const), bytes: fc.constant(1e9) }),
  fc.record({ type: fc.constant('corrupt' as const), perMillion: fc.constant(0) }),
)
const toxics: fc.Arbitrary<Toxic[]> = fc
  .array(fc.tuple(harmless, fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom(0, 0.5, 1)), { maxLength: 4 })
  .map((list) => list.map(([settings, name, toxicity]) => toxic(settings, { name, toxicity })))
  .map((list) => list.filter((one, index) => list.findIndex(({ name }) => name === one.name) === index))
const steps = fc.array(fc.record({ bytes: fc.nat(3000), waitMs: fc.nat(200), toxics: fc.option(toxics, { freq: 4 }) }), { minLength: 1, maxLength: 12 })
const farAway = 1e9

describe('a pipe, whatever its toxics', () => {
  it('gives all bytes, once and in order, then the end, though toxics come, go and change (WI2)', () => {
    fc.assert(
      fc.property(toxics, steps, fc.integer(), (first, doings, seed) => {
        const pipe = createPipe(first, chances(seed), 0)
        const left: ReturnType<typeof runTo> = []
        let [now, sent] = [0, 0]
        for (const { bytes, waitMs, toxics: next } of doings) {
          pipe.push(counted(bytes, sent), now)
          sent += bytes
          if (next !== null) pipe.setToxics(next, now)
          left.push(...runTo(pipe, now, now + waitMs))
          now += waitMs
        }
        pipe.end(now)
        left.push(...runTo(pipe, now, farAway))
        expect(bytesOf(left)).toEqual([...counted(sent)])
        expect(left.filter(({ item }) => item.kind !== 'bytes').map(({ item }) => item.kind)).toEqual(['end'])
        expect(pipe.bufferedBytes()).toBe(0)
      }),
      { numRuns: 150 },
    )
  })

  it('has no latency that comes early, and none that comes late without jitter (WI1)', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(100), fc.array(fc.tuple(fc.integer({ min: 1, max: 100 }), fc.nat(50)), { minLength: 1, maxLength: 30 }), fc.integer(), (latencyMs, jitterMs, chunks, seed) => {
        const pipe = createPipe([toxic({ type: 'latency', latencyMs, jitterMs, distribution: 'uniform' })], chances(seed), 0)
        const came: number[] = []
        const left: ReturnType<typeof runTo> = []
        let now = 0
        for (const [bytes, waitMs] of chunks) {
          pipe.push(counted(bytes), now)
          came.push(now)
          left.push(...runTo(pipe, now, now + waitMs))
          now += waitMs
        }
        left.push(...runTo(pipe, now, farAway))
        left.forEach(({ at }, index) => {
          expect(at).toBeGreaterThanOrEqual((came[index] ?? 0) + latencyMs - jitterMs)
          expect(at).toBeLessThanOrEqual((came[index] ?? 0) + latencyMs + jitterMs)
        })
        expect(left.length).toBe(came.length)
      }),
    )
  })

  it('keeps a bandwidth within 5 % (WI3)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1, maxLength: 20 }), (rateKBps, chunks) => {
        const pipe = createPipe([toxic({ type: 'bandwidth', rateKBps })], chances(1), 0)
        for (const bytes of chunks) pipe.push(new Uint8Array(bytes), 0)
        const left = runTo(pipe, 0, farAway)
        const total = chunks.reduce((sum, bytes) => sum + bytes, 0)
        const shouldTakeMs = total / rateKBps
        expect(Math.abs((left[left.length - 1]?.at ?? 0) - shouldTakeMs)).toBeLessThanOrEqual(shouldTakeMs * 0.05 + 1e-6)
        // In no second more than the rate.
        let passed = 0
        for (const { item, at } of left) {
          passed += item.kind === 'bytes' ? item.bytes.length : 0
          expect(passed).toBeLessThanOrEqual(at * rateKBps * 1.05 + 1)
        }
      }),
    )
  })

  it('puts a toxic on the share of connections that its toxicity names, for as long as they live (WI4)', () => {
    const random = chances(11)
    const slow = (toxicity: number, latencyMs: number) => toxic({ type: 'latency', latencyMs, jitterMs: 0, distribution: 'uniform' }, { toxicity })
    let hit = 0
    for (let connection = 0; connection < 2000; connection += 1) {
      const pipe = createPipe([slow(0.3, 50)], random, 0)
      pipe.push(counted(1), 0)
      const isHit = runTo(pipe, 0, 0).length === 0
      runTo(pipe, 0, 100)
      pipe.setToxics([slow(0.3, 60)], 100)
      pipe.push(counted(1), 100)
      expect(runTo(pipe, 100, 100).length === 0).toBe(isHit)
      if (isHit) hit += 1
    }
    expect(hit / 2000).toBeCloseTo(0.3, 1)
  })

  it('lets what a toxic held go on at once when it is taken off, and through those behind it', () => {
    const slow = toxic({ type: 'latency', latencyMs: 10_000, jitterMs: 0, distribution: 'uniform' })
    const thin = toxic({ type: 'bandwidth', rateKBps: 1 })
    const pipe = createPipe([slow, thin], chances(1), 0)
    pipe.push(counted(100), 0)
    pipe.setToxics([thin], 50)
    const left = runTo(pipe, 50, 1000)
    expect([bytesOf(left).length, left[left.length - 1]?.at]).toEqual([100, 150])
  })

  it('counts a changed latency from when the chunk came, and a changed bandwidth from now', () => {
    const pipe = createPipe([toxic({ type: 'latency', latencyMs: 10_000, jitterMs: 0, distribution: 'uniform' })], chances(1), 0)
    pipe.push(counted(1), 0)
    pipe.setToxics([toxic({ type: 'latency', latencyMs: 300, jitterMs: 0, distribution: 'uniform' })], 100)
    expect(pipe.nextAt()).toBe(300)
    const stuck = createPipe([toxic({ type: 'bandwidth', rateKBps: 0 })], chances(1), 0)
    stuck.push(counted(100), 0)
    stuck.setToxics([toxic({ type: 'bandwidth', rateKBps: 1 })], 5000)
    expect(stuck.nextAt()).toBe(5100)
  })

  it('ends at the first of close and reset: nothing comes after it, whatever is pushed', () => {
    const pipe = createPipe([toxic({ type: 'limit_data', bytes: 3 }), toxic({ type: 'latency', latencyMs: 100, jitterMs: 0, distribution: 'uniform' })], chances(1), 0)
    pipe.push(counted(10), 0)
    pipe.take(0)
    pipe.setToxics([toxic({ type: 'latency', latencyMs: 100, jitterMs: 0, distribution: 'uniform' })], 10)
    pipe.push(counted(10), 20)
    pipe.end(20)
    const left = runTo(pipe, 20, farAway)
    expect([bytesOf(left), endOf(left)]).toEqual([[0, 1, 2], 'close 100'])
    pipe.push(counted(10), 200)
    expect([pipe.take(1e6), pipe.bufferedBytes()]).toEqual([null, 0])
  })

  it('bounds what a slicer makes of a chunk while what follows holds it (WI5)', () => {
    const pipe = createPipe([toxic({ type: 'slicer', averageSize: 1, sizeVariation: 0, delayUs: 0 }), toxic({ type: 'latency', latencyMs: 100, jitterMs: 0, distribution: 'uniform' })], chances(1), 0)
    pipe.push(counted(65_536), 0)
    expect(pipe.take(0)).toBeNull()
    expect(pipe.bufferedBytes()).toBeLessThan(65_536 + 1100 * 129)
    expect(bytesOf(runTo(pipe, 0, farAway))).toEqual([...counted(65_536)])
  })
})
