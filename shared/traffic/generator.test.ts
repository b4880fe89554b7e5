import { beforeEach, describe, expect, it } from 'vitest'
import type { TrafficPlan, TrafficSecond } from '../domain/traffic.ts'
import { addSeconds, createGenerator, maxUnanswered, toleranceMs, type Generator } from './generator.ts'

/** Virtual time that a test can also let stand still, as a busy machine does. */
let now: number
let timers: { at: number; fire: () => void }[]
let seconds: TrafficSecond[]
let sent: { at: number; path: string; done: (ok: boolean) => void }[]
let endings: number
/** Answers in so many milliseconds; null: not at all. */
let answerMs: number | null
beforeEach(() => {
  now = 1_000_000_300
  timers = []
  seconds = []
  sent = []
  endings = 0
  answerMs = 10
})

function after(ms: number, fire: () => void): () => void {
  const timer = { at: now + ms, fire }
  timers.push(timer)
  return () => void (timers = timers.filter((one) => one !== timer))
}

function advance(ms: number): void {
  const end = now + ms
  for (;;) {
    const [next] = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)
    if (next === undefined) break
    timers = timers.filter((timer) => timer !== next)
    now = Math.max(now, next.at)
    next.fire()
  }
  now = Math.max(now, end)
}

function start(plan: Partial<TrafficPlan>, random = () => 0.5): Generator {
  return createGenerator({
    plan: { rate: 100, shape: { kind: 'steady' }, paths: [{ path: '/', weight: 1 }], seconds: null, ...plan }, now: () => now, after, random,
    send: (path, done) => {
      sent.push({ at: now, path, done })
      if (answerMs !== null) after(answerMs, () => done(true))
    },
    tell: (second) => seconds.push(second), ended: () => (endings += 1),
  })
}

const sum = (of: 'planned' | 'sent' | 'missed' | 'ok' | 'failed'): number => seconds.reduce((total, second) => total + second[of], 0)

describe('a generator', () => {
  it('sends each request at its moment, tells each second, and ends when its time is up and the last is answered', () => {
    start({ seconds: 3 })
    advance(2999)
    expect(sent).toHaveLength(300)
    expect(sent.every(({ at }, index) => Math.abs(at - 1_000_000_300 - index * 10) < 0.01)).toBe(true)
    expect(endings).toBe(0)
    advance(20)
    expect(endings).toBe(1)
    expect(timers).toEqual([])
    expect(seconds.map(({ at, sent: count }) => [at % 10_000, count])).toEqual([[0, 70], [1000, 100], [2000, 100], [3000, 30]])
    expect(sum('ok')).toBe(300)
    expect(seconds.every(({ lateMs }) => lateMs < 0.1)).toBe(true)
  })

  it('an app that does not answer slows it by nothing (TF1)', () => {
    answerMs = null
    start({ rate: 50, seconds: 10 })
    advance(10_000)
    expect(sent).toHaveLength(500)
    expect(sum('missed')).toBe(0)
    expect(seconds[seconds.length - 1]?.inFlight).toBeGreaterThanOrEqual(485)
    expect(endings).toBe(0)
    for (const { done } of sent) done(false)
    expect(endings).toBe(1)
    expect(sum('failed')).toBe(500)
    expect(seconds[seconds.length - 1]?.inFlight).toBe(0)
  })

  it('what would be too many unanswered is missed, and goes on when answers come (TF2)', () => {
    answerMs = null
    start({ rate: 1000, seconds: 4 })
    advance(2999.5)
    expect(sent).toHaveLength(maxUnanswered)
    for (const { done } of sent.splice(0)) done(true)
    advance(1000.5)
    expect(sent).toHaveLength(1000)
    for (const { done } of sent) done(true)
    expect([sum('planned'), sum('sent'), sum('missed')]).toEqual([4000, 3000, 1000])
    for (const second of seconds) expect(second.planned).toBe(second.sent + second.missed)
  })

  it('moments that a busy machine slept through are missed, not sent in a rush (TF2)', () => {
    start({ rate: 1000, seconds: 2 })
    advance(500)
    const before = sent.length
    now += 700
    advance(0)
    expect(sent.length - before).toBeLessThanOrEqual(toleranceMs + 1)
    expect(sent.length - before).toBeGreaterThan(toleranceMs - 3)
    advance(2000)
    expect(sum('planned')).toBe(2000)
    expect(sum('missed')).toBe(2000 - sent.length)
    expect(Math.max(...seconds.map(({ lateMs }) => lateMs))).toBeLessThanOrEqual(toleranceMs)
    expect(Math.max(...seconds.map(({ lateMs }) => lateMs))).toBeGreaterThan(toleranceMs - 2)
  })

  it('looks at each anew while it sends: a machine that stalls in between sends nothing late', () => {
    start({ rate: 1000, seconds: 2 })
    advance(500)
    let stalls = 3
    const stall = (): number => (stalls-- > 0 ? 400 : 0)
    const before = sent.length
    sent.push = (...more) => {
      now += stall()
      return Array.prototype.push.apply(sent, more)
    }
    now += 80
    advance(1500)
    advance(100)
    expect(sent.length).toBeGreaterThan(before)
    expect(Math.max(...seconds.map(({ lateMs }) => lateMs))).toBeLessThanOrEqual(toleranceMs)
    expect([sum('planned'), sum('sent') + sum('missed')]).toEqual([2000, 2000])
    expect(sum('missed')).toBeGreaterThan(500)
  })

  it('says how late it was when it was only a little late', () => {
    start({ rate: 10, seconds: 2 })
    advance(99)
    now += 31
    advance(1500)
    expect(seconds[0]?.lateMs).toBe(30)
    expect(sum('missed')).toBe(0)
  })

  it('sleeping through its whole time costs no time to count', () => {
    start({ rate: 10_000, seconds: 86_400 })
    advance(100)
    now += 86_400_000
    advance(0)
    expect(sum('planned') + 0).toBe(864_000_000)
    expect(sum('planned')).toBe(sum('sent') + sum('missed'))
    expect(endings).toBe(1)
  })

  it('stops at once, tells what it had not told, and counts the answers that still come', () => {
    answerMs = null
    const generator = start({})
    advance(455)
    generator.stop()
    expect(sum('sent')).toBe(46)
    advance(5000)
    expect(sent).toHaveLength(46)
    expect(endings).toBe(0)
    for (const { done } of sent) done(true)
    expect([endings, sum('ok')]).toEqual([1, 46])
    expect(timers).toEqual([])
    generator.stop()
    expect(endings).toBe(1)
  })

  it('tells seconds without a request too', () => {
    start({ rate: 0.1, seconds: 12 })
    advance(13_000)
    expect(seconds.map(({ sent: count }) => count)).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0])
  })

  it('takes paths by their weight', () => {
    const draws = [0, 0.24, 0.26, 0.99]
    start({ rate: 4, seconds: 1, paths: [{ path: '/a', weight: 1 }, { path: '/b', weight: 3 }] }, () => draws.shift() ?? 0)
    advance(1000)
    expect(sent.map(({ path }) => path)).toEqual(['/a', '/a', '/b', '/b'])
  })

  it('parts of a second add up', () => {
    const part = { at: 1000, planned: 3, sent: 2, missed: 1, ok: 2, failed: 0, inFlight: 5, lateMs: 4 }
    expect(addSeconds(part, { ...part, failed: 1, inFlight: 2, lateMs: 1 })).toEqual({ at: 1000, planned: 6, sent: 4, missed: 2, ok: 4, failed: 1, inFlight: 2, lateMs: 4 })
  })
})
