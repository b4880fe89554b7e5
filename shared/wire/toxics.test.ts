import { describe, expect, it } from 'vitest'
import { createPipe } from './pipe.ts'
import { chances } from '../chances.fixture.ts'
import { bytesOf, counted, endOf, runTo, toxic } from './pipe.fixture.ts'
import { stray } from './jitter.ts'
import type { ToxicSettings } from './toxic.ts'

function pipeOf(...settings: ToxicSettings[]) {
  return createPipe(settings.map((one) => toxic(one)), chances(7), 0)
}

const moments = (left: ReturnType<typeof runTo>): number[] => left.filter(({ item }) => item.kind === 'bytes').map(({ at }) => at)

describe('a pipe without toxics', () => {
  it('hands on what comes, and the end after it', () => {
    const pipe = pipeOf()
    pipe.push(counted(10), 5)
    pipe.end(5)
    const left = runTo(pipe, 5, 5)
    expect(bytesOf(left)).toEqual([...counted(10)])
    expect(endOf(left)).toBe('end 5')
    expect(pipe.nextAt()).toBe(Number.POSITIVE_INFINITY)
    expect(pipe.bufferedBytes()).toBe(0)
  })
})

describe('latency', () => {
  it('delays each chunk from when it came, and lets them travel side by side (WI1)', () => {
    const pipe = pipeOf({ type: 'latency', latencyMs: 100, jitterMs: 0, distribution: 'uniform' })
    pipe.push(counted(3), 0)
    pipe.push(counted(3), 40)
    pipe.end(40)
    const left = runTo(pipe, 40, 1000)
    expect(moments(left)).toEqual([100, 140])
    expect(endOf(left)).toBe('end 140')
  })

  it('strays evenly within the jitter, normally around the latency, or only upwards with a long tail', () => {
    const draws = (distribution: 'uniform' | 'normal' | 'pareto') => {
      const random = chances(3)
      return Array.from({ length: 20_000 }, () => stray(distribution, random))
    }
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    const [uniform, normal, pareto] = [draws('uniform'), draws('normal'), draws('pareto')]
    expect(Math.max(...uniform.map(Math.abs))).toBeLessThanOrEqual(1)
    expect(mean(uniform)).toBeCloseTo(0, 1)
    expect(mean(normal)).toBeCloseTo(0, 1)
    expect(mean(normal.map((value) => value * value))).toBeCloseTo(1, 1)
    expect(normal.filter((value) => Math.abs(value) > 1).length / normal.length).toBeCloseTo(0.317, 1)
    expect(Math.min(...pareto)).toBeGreaterThanOrEqual(0)
    expect(mean(pareto)).toBeGreaterThan(0.9)
    expect(mean(pareto)).toBeLessThan(1.1)
    expect(Math.max(...pareto)).toBeGreaterThan(10)
  })
})

describe('bandwidth', () => {
  it('lets a kilobyte be 1,000 bytes, in tenths of a second', () => {
    const pipe = pipeOf({ type: 'bandwidth', rateKBps: 10 })
    pipe.push(counted(2500), 0)
    const left = runTo(pipe, 0, 10_000)
    expect(moments(left)).toEqual([100, 200, 250])
    expect(bytesOf(left)).toEqual([...counted(2500)])
  })

  it('of 0 lets nothing pass, not even the close', () => {
    const pipe = pipeOf({ type: 'bandwidth', rateKBps: 0 })
    pipe.push(counted(5), 0)
    pipe.end(0)
    expect(runTo(pipe, 0, 1e9)).toEqual([])
    expect(pipe.bufferedBytes()).toBeGreaterThanOrEqual(5)
  })

  it('does not make up for a reader that stood still', () => {
    const pipe = pipeOf({ type: 'bandwidth', rateKBps: 10 })
    pipe.push(counted(60_000), 0)
    let atOnce = 0
    for (let item = pipe.take(60_000); item !== null; item = pipe.take(60_000)) atOnce += item.kind === 'bytes' ? item.bytes.length : 0
    expect(atOnce).toBeLessThanOrEqual(4000)
  })
})

describe('slow_close', () => {
  it('delays the close and no byte', () => {
    const pipe = pipeOf({ type: 'slow_close', delayMs: 500 })
    pipe.push(counted(5), 10)
    pipe.end(20)
    const left = runTo(pipe, 20, 1000)
    expect(moments(left)).toEqual([20])
    expect(endOf(left)).toBe('end 520')
  })
})

describe('timeout', () => {
  it('throws bytes away and closes, though bytes keep coming', () => {
    const pipe = pipeOf({ type: 'timeout', timeoutMs: 300 })
    for (const at of [0, 100, 200]) pipe.push(counted(5), at)
    const left = runTo(pipe, 200, 1000)
    expect(bytesOf(left)).toEqual([])
    expect(endOf(left)).toBe('close 300')
  })

  it('of 0 never closes, until it is taken off', () => {
    const pipe = pipeOf({ type: 'timeout', timeoutMs: 0 })
    pipe.push(counted(5), 0)
    expect(runTo(pipe, 0, 1e9)).toEqual([])
    expect(pipe.bufferedBytes()).toBe(0)
    pipe.setToxics([], 2000)
    expect(endOf(runTo(pipe, 2000, 2000))).toBe('close 2000')
  })
})

describe('reset_peer', () => {
  it('answers the first thing that comes with a reset', () => {
    const pipe = pipeOf({ type: 'reset_peer', timeoutMs: 0 })
    expect(runTo(pipe, 0, 1e6)).toEqual([])
    pipe.push(counted(5), 50)
    const left = runTo(pipe, 50, 50)
    expect(bytesOf(left)).toEqual([])
    expect(endOf(left)).toBe('reset 50')
  })

  it('waits when told to, and loses nothing when it is taken off before', () => {
    const pipe = pipeOf({ type: 'reset_peer', timeoutMs: 100 })
    pipe.push(counted(5), 0)
    pipe.push(counted(5, 5), 50)
    expect(runTo(pipe, 50, 99)).toEqual([])
    pipe.setToxics([], 99)
    expect(bytesOf(runTo(pipe, 99, 99))).toEqual([...counted(10)])
  })
})

describe('slicer', () => {
  it('cuts into pieces of about a size, with a pause between', () => {
    const pipe = pipeOf({ type: 'slicer', averageSize: 100, sizeVariation: 20, delayUs: 5000 })
    pipe.push(counted(1000), 0)
    const left = runTo(pipe, 0, 1000)
    expect(bytesOf(left)).toEqual([...counted(1000)])
    const sizes = left.map(({ item }) => (item.kind === 'bytes' ? item.bytes.length : 0))
    for (const size of sizes.slice(0, -1)) expect(size >= 80 && size <= 120).toBe(true)
    expect(new Set(sizes).size).toBeGreaterThan(2)
    expect(moments(left)).toEqual(sizes.map((_, index) => index * 5))
  })
})

describe('limit_data', () => {
  it('closes once the bytes have passed, also inside a chunk', () => {
    const pipe = pipeOf({ type: 'limit_data', bytes: 7 })
    pipe.push(counted(5), 0)
    expect(endOf(runTo(pipe, 0, 0))).toBeNull()
    pipe.push(counted(5, 5), 10)
    const left = runTo(pipe, 10, 10)
    expect(bytesOf(left)).toEqual([5, 6])
    expect(endOf(left)).toBe('close 10')
  })

  it('of exactly what came closes at once, and of 0 with the first byte', () => {
    const exact = pipeOf({ type: 'limit_data', bytes: 5 })
    exact.push(counted(5), 3)
    expect(endOf(runTo(exact, 3, 3))).toBe('close 3')
    const none = pipeOf({ type: 'limit_data', bytes: 0 })
    expect(none.nextAt()).toBe(Number.POSITIVE_INFINITY)
    none.push(counted(5), 9)
    const left = runTo(none, 9, 9)
    expect([bytesOf(left), endOf(left)]).toEqual([[], 'close 9'])
  })

  it('remembers what passed when its limit changes', () => {
    const pipe = pipeOf({ type: 'limit_data', bytes: 10 })
    pipe.push(counted(5), 0)
    runTo(pipe, 0, 0)
    pipe.setToxics([toxic({ type: 'limit_data', bytes: 7 })], 1)
    pipe.push(counted(5, 5), 2)
    expect(bytesOf(runTo(pipe, 2, 2))).toEqual([5, 6])
  })
})

describe('loss', () => {
  it('holds a lost chunk for a retransmission, and all behind it; nothing is missing (WI7)', () => {
    const pipe = pipeOf({ type: 'loss', percent: 30, retransmitMs: 200 })
    for (let at = 0; at < 100; at += 1) pipe.push(counted(10, at * 10), at)
    const left = runTo(pipe, 99, 1e6)
    expect(bytesOf(left)).toEqual([...counted(1000)])
    expect(left.filter(({ at }) => at >= 200).length).toBeGreaterThan(50)
    const late = new Set(moments(left))
    expect(late.size).toBeGreaterThan(10)
    expect(late.size).toBeLessThan(50)
  })
})

describe('corrupt', () => {
  it('changes about the share of bytes that was asked for, none twice, and leaves what it was given alone', () => {
    const pipe = pipeOf({ type: 'corrupt', perMillion: 10_000 })
    const given = new Uint8Array(100_000)
    for (let from = 0; from < given.length; from += 1000) pipe.push(given.subarray(from, from + 1000), 0)
    const changed = bytesOf(runTo(pipe, 0, 0)).filter((byte) => byte !== 0).length
    expect(changed).toBeGreaterThan(850)
    expect(changed).toBeLessThan(1150)
    expect(given.every((byte) => byte === 0)).toBe(true)
  })

  it('changes every byte of a million in a million, and none of 0', () => {
    for (const [perMillion, expected] of [[1_000_000, 500], [0, 0]] as const) {
      const pipe = pipeOf({ type: 'corrupt', perMillion })
      pipe.push(new Uint8Array(500), 0)
      expect(bytesOf(runTo(pipe, 0, 0)).filter((byte) => byte !== 0).length).toBe(expected)
    }
  })
})
