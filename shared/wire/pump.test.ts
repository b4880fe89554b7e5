import { describe, expect, it } from 'vitest'
import { createPipe } from './pipe.ts'
import { chances } from '../chances.fixture.ts'
import { counted, toxic } from './pipe.fixture.ts'
import { createPump } from './pump.ts'
import type { Toxic } from './toxic.ts'

/** A pump on a clock that the test moves, with a receiver that takes `room` writes. */
function world(toxics: readonly Toxic[], limitBytes = 10_000) {
  const timers: { at: number; fire: () => void }[] = []
  const seen: string[] = []
  const received: number[] = []
  let now = 0
  let room = Number.POSITIVE_INFINITY
  const pump = createPump(createPipe(toxics, chances(5), 0), {
    now: () => now,
    after: (ms, fire) => {
      const timer = { at: now + ms, fire }
      timers.push(timer)
      return () => void timers.splice(timers.indexOf(timer), 1)
    },
    pause: () => seen.push('pause'),
    resume: () => seen.push('resume'),
    limitBytes: () => limitBytes,
    write: (bytes) => {
      received.push(...bytes)
      room -= 1
      return room > 0
    },
    finish: (how) => seen.push(how),
  })
  function pass(ms: number): void {
    const until = now + ms
    for (;;) {
      const [next] = timers.filter(({ at }) => at <= until).sort((one, other) => one.at - other.at)
      if (next === undefined) break
      timers.splice(timers.indexOf(next), 1)
      now = Math.max(now, next.at)
      next.fire()
    }
    now = until
  }
  return { pump, pass, seen, received, timers, allow: (writes: number) => (room = writes) }
}

const slow = (latencyMs: number): Toxic => toxic({ type: 'latency', latencyMs, jitterMs: 0, distribution: 'uniform' })

describe('a pump', () => {
  it('writes at once without toxics, and ends after the last byte', () => {
    const { pump, seen, received, timers } = world([])
    pump.push(counted(5))
    pump.end()
    expect([received, seen, timers.length]).toEqual([[...counted(5)], ['end'], 0])
  })

  it('writes when it is due, with one timer', () => {
    const { pump, pass, received, timers } = world([slow(100)])
    pump.push(counted(5))
    pump.push(counted(5, 5))
    expect([received.length, timers.length]).toEqual([0, 1])
    pass(99)
    expect(received.length).toBe(0)
    pass(1)
    expect([received, timers.length]).toEqual([[...counted(10)], 0])
  })

  it('pauses the sender at the limit and lets it go on at half of it (WI5)', () => {
    const { pump, pass, seen } = world([toxic({ type: 'bandwidth', rateKBps: 10 })], 10_000)
    for (let chunk = 0; chunk < 10; chunk += 1) pump.push(counted(1500))
    expect(seen).toEqual(['pause'])
    pass(600)
    expect(seen).toEqual(['pause'])
    pass(1000)
    expect(seen).toEqual(['pause', 'resume'])
  })

  it('stops writing to a full receiver, keeps the sender waiting, and goes on where it was', () => {
    const { pump, seen, received, allow } = world([], 4000)
    allow(1)
    for (let chunk = 0; chunk < 5; chunk += 1) pump.push(counted(1000, chunk * 1000))
    expect([received.length, seen]).toEqual([1000, ['pause']])
    allow(Number.POSITIVE_INFINITY)
    pump.drained()
    expect([received, seen]).toEqual([[...counted(5000)], ['pause', 'resume']])
  })

  it('changes its toxics under way, and says how the connection ends', () => {
    const { pump, pass, seen, received } = world([slow(10_000)])
    pump.push(counted(5))
    pump.setToxics([])
    expect(received).toEqual([...counted(5)])
    pump.setToxics([toxic({ type: 'timeout', timeoutMs: 50 })])
    pump.push(counted(5))
    pass(50)
    expect([received.length, seen]).toEqual([5, ['close']])
  })

  it('does nothing more once it is stopped', () => {
    const { pump, pass, seen, received, timers } = world([slow(10)])
    pump.push(counted(5))
    pump.stop()
    pass(100)
    pump.push(counted(5))
    expect([received, seen, timers.length]).toEqual([[], [], 0])
  })
})
