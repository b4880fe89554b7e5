import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { latencyBoundsMs } from '../../../shared/domain/metrics.ts'
import type { RequestReport } from '../../../shared/domain/route.ts'
import { createKernel, type Kernel } from '../journal/kernel.ts'
import { createMemoryJournal } from '../sim/memory-journal.ts'
import { seededIds, seededRandom } from '../sim/seeded.ts'
import { createVirtualClock, type VirtualClock } from '../sim/virtual-clock.ts'
import { bucketOf, createRequestSeconds } from './request-seconds.ts'
import { createMetricsRoom, type MetricsRoom } from './room.ts'

function report(at: number, more: Partial<RequestReport> = {}): RequestReport {
  return {
    at, appId: 'app-1', method: 'GET', path: '/', host: 'h', requestId: 'r', fwd: '127.0.0.1', dynoId: 'd', dyno: 'web.1',
    connectMs: 1, serviceMs: 5, totalMs: 5, status: 200, bytes: 10, protocol: 'http', code: null, ...more,
  }
}

describe('requests per second', () => {
  it('counts ok, failed, codes and latency by second', () => {
    const seconds = createRequestSeconds()
    seconds.add(report(1000, { totalMs: 1 }), 0)
    seconds.add(report(1999, { totalMs: 2 }), 0)
    seconds.add(report(1500, { status: 503, code: 'H12', totalMs: 30_000 }), 0)
    seconds.add(report(2000, { status: 500, totalMs: 90_000 }), 0)
    const [first, second] = seconds.from(0)
    expect(first).toMatchObject({ at: 1000, ok: 2, failed: 1, codes: { H12: 1 } })
    expect(first?.latency.slice(0, 2)).toEqual([1, 1])
    expect(second).toMatchObject({ at: 2000, ok: 0, failed: 1, codes: {} })
    expect(second?.latency[latencyBoundsMs.length]).toBe(1)
  })

  it('counts what each dyno was given, and nothing for a request that reached none', () => {
    const seconds = createRequestSeconds()
    seconds.add(report(1000, { dynoId: 'a' }), 0)
    seconds.add(report(1100, { dynoId: 'b', status: 500 }), 0)
    seconds.add(report(1200, { dynoId: 'a', code: 'H12', status: 503 }), 0)
    seconds.add(report(1300, { dynoId: null, dyno: null, code: 'H10', status: 503 }), 0)
    expect(seconds.from(0)).toMatchObject([{ ok: 1, failed: 3, byDyno: { a: 2, b: 1 } }])
  })

  it('leaves tunnels out of the latency', () => {
    const seconds = createRequestSeconds()
    seconds.add(report(1000, { status: 101, totalMs: 3_600_000 }), 0)
    expect(seconds.from(0)[0]?.latency.every((count) => count === 0)).toBe(true)
  })

  it('loses no report whatever their order, as long as they are recent, and stays in order and bound', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 100_000, max: 140_000 }), { maxLength: 200 }), (times) => {
        const seconds = createRequestSeconds(60)
        for (const at of times) seconds.add(report(at), 0)
        const kept = seconds.from(0)
        expect(kept.reduce((sum, second) => sum + second.ok, 0)).toBe(times.length)
        expect(kept.every((second, index) => second.at > (kept[index - 1]?.at ?? 0))).toBe(true)
      }),
    )
    const seconds = createRequestSeconds(5)
    for (let at = 0; at < 100; at++) seconds.add(report(at * 1000), 0)
    seconds.add(report(3000), 0)
    expect(seconds.from(0).map((second) => second.at)).toEqual([95_000, 96_000, 97_000, 98_000, 99_000])
  })

  it('finds the bucket of every latency', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), (ms) => {
        const bucket = bucketOf(ms)
        expect(ms).toBeLessThanOrEqual(latencyBoundsMs[bucket] ?? Infinity)
        if (bucket > 0) expect(ms).toBeGreaterThan(latencyBoundsMs[bucket - 1] ?? 0)
      }),
    )
  })
})

describe('stream of metrics', () => {
  let clock: VirtualClock
  let kernel: Kernel
  let room: MetricsRoom
  beforeEach(async () => {
    clock = createVirtualClock({ startAt: 1_000_000 })
    const random = seededRandom(1)
    kernel = createKernel({ clock, random, ids: seededIds(random), journal: createMemoryJournal(), onBug: (error) => { throw error } })
    room = createMetricsRoom(kernel)
    kernel.commit({ kind: 'platform', text: 'test' }, [{ type: 'app.created', app: 'app-1', data: { name: 'calm-sea-1', owner: 'ada', stack: 'host' } }])
    await kernel.durable()
  })
  const open = (seconds = 120) => {
    const reader = room.streams?.metrics?.({ app: 'app-1', seconds })
    if (reader === undefined) throw new Error('no stream')
    return reader
  }

  it('gives what there is, then a tick each second with the second that is over', async () => {
    room.requests([report(999_500), report(1_000_000)])
    const reader = open()
    expect((await reader.next())?.seconds.map((second) => [second.at, second.ok])).toEqual([[999_000, 1], [1_000_000, 1]])
    room.requests([report(1_000_200)])
    await clock.advance(1000)
    expect((await reader.next())?.seconds.map((second) => [second.at, second.ok])).toEqual([[1_000_000, 2]])
    room.requests([report(1_000_990), report(1_001_500)])
    room.sample({ appId: 'app-1', at: 1_001_500, dynoId: 'd', name: 'web.1', memoryBytes: 5, cpuPercent: 1, processes: 1 })
    await clock.advance(1000)
    const tick = await reader.next()
    expect(tick?.seconds.map((second) => [second.at, second.ok])).toEqual([[1_000_000, 3], [1_001_000, 1]])
    expect(tick?.samples.map((sample) => sample.memoryBytes)).toEqual([5])
    await clock.advance(1000)
    expect(await reader.next()).toEqual({ appId: 'app-1', seconds: [], samples: [] })
  })

  it('ticks only while somebody reads', async () => {
    expect(clock.waiting()).toBe(0)
    const [one, two] = [open(), open()]
    expect(clock.waiting()).toBe(1)
    one.close()
    await clock.advance(5000)
    expect(clock.waiting()).toBe(1)
    two.close()
    expect(clock.waiting()).toBe(0)
  })

  it('gives no more of the past than was asked for', async () => {
    for (let at = 900_000; at < 1_000_000; at += 1000) room.requests([report(at)])
    expect((await open(10).next())?.seconds).toHaveLength(10)
  })

  it('knows when the last request was, also one that failed, and forgets destroyed apps', async () => {
    expect(room.lastWebRequestAt('app-1')).toBeNull()
    room.requests([report(5000), report(4000, { code: 'H20', status: 503 }), report(9000, { appId: null })])
    expect(room.lastWebRequestAt('app-1')).toBe(5000)
    const reader = open()
    await reader.next()
    kernel.commit({ kind: 'platform', text: 'test' }, [{ type: 'app.destroyed', app: 'app-1', data: { name: 'calm-sea-1' } }])
    await kernel.durable()
    expect(room.lastWebRequestAt('app-1')).toBeNull()
    expect(await reader.next()).toBeNull()
  })
})
