import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Alarm, TimerWheel } from './timer-wheel.ts'

const tickMs = 10
const roundMs = 10_240
const howMany = 5

/** A loop on virtual time. Its timers may come too early, as Node's do when they are set late in a long turn. */
class VirtualLoop {
  now = 0
  timersSet = 0
  earlyMs = 0
  readonly #timers = new Map<number, { readonly at: number; readonly fire: () => void }>()

  get waiting(): number {
    return this.#timers.size
  }

  setTimeout(fire: () => void, ms: number): number {
    this.timersSet += 1
    this.#timers.set(this.timersSet, { at: this.now + Math.max(0.5, ms - this.earlyMs), fire })
    return this.timersSet
  }

  clearTimeout(id: number): void {
    this.#timers.delete(id)
  }

  run(ms: number): void {
    const end = this.now + ms
    for (;;) {
      const [id, timer] = [...this.#timers].sort(([, one], [, other]) => one.at - other.at)[0] ?? []
      if (id === undefined || timer === undefined || timer.at > end) break
      this.#timers.delete(id)
      this.now = Math.max(this.now, timer.at)
      timer.fire()
    }
    this.now = Math.max(this.now, end)
  }

  /** Time goes by, and nothing runs. */
  stall(ms: number): void {
    this.now += ms
  }
}

let loop: VirtualLoop
let wheel: TimerWheel
beforeEach(begin)
afterEach(() => void vi.unstubAllGlobals())

function begin(): void {
  loop = new VirtualLoop()
  loop.now = 1234.5
  vi.stubGlobal('setTimeout', (fire: () => void, ms: number) => loop.setTimeout(fire, ms))
  vi.stubGlobal('clearTimeout', (id: number) => loop.clearTimeout(id))
  wheel = new TimerWheel(() => loop.now)
}

/** Notes when it rang, from now on. */
function noted(): { readonly alarm: Alarm; readonly rang: number[] } {
  const rang: number[] = []
  const from = loop.now
  return { alarm: new Alarm(wheel, () => rang.push(loop.now - from)), rang }
}

type Doing = { readonly kind: 'set'; readonly index: number; readonly inMs: number } | { readonly kind: 'clear'; readonly index: number } | { readonly kind: 'run' | 'stall'; readonly ms: number }

const some = (max: number) => fc.double({ min: 0, max, noNaN: true })
const span = fc.oneof(some(3 * tickMs), some(500), some(2 * roundMs))
const index = fc.nat(howMany - 1)
const set = fc.record({ kind: fc.constant('set' as const), index, inMs: fc.oneof({ weight: 4, arbitrary: span }, some(8 * roundMs), fc.constant(-5)) })
const clear = fc.record({ kind: fc.constant('clear' as const), index })
const stall = fc.record({ kind: fc.constant('stall' as const), ms: span })
const run = fc.record({ kind: fc.constant('run' as const), ms: span })
const doing: fc.Arbitrary<Doing> = fc.oneof({ weight: 4, arbitrary: set }, clear, { weight: 3, arbitrary: run }, stall)
const inARing: fc.Arbitrary<Doing | null> = fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 3, arbitrary: set }, clear, stall)

describe('timer wheel', () => {
  it('rings once for each time it was set and not cleared, never early and two ticks late at most, whatever is done, in rings too', () => {
    fc.assert(fc.property(fc.array(doing, { maxLength: 40 }), fc.array(inARing, { maxLength: 20 }), fc.nat(5), (doings, ringDoings, earlyMs) => {
      begin()
      loop.earlyMs = earlyMs
      const later = [...ringDoings]
      /** When each is to ring, and the latest moment at which it may. */
      const due = Array.from({ length: howMany }, () => ({ at: Infinity, by: Infinity }))
      const alarms = due.map((mine) => new Alarm(wheel, () => {
        expect(loop.now, 'early, or not set').toBeGreaterThanOrEqual(mine.at)
        expect(loop.now, 'late').toBeLessThanOrEqual(mine.by)
        expect(alarms.map(({ at }) => at === Infinity)).toEqual(due.map((one) => one === mine || one.at === Infinity))
        mine.at = Infinity
        mine.by = Infinity
        const next = later.shift()
        if (next !== null && next !== undefined) carryOut(next)
      }))
      function carryOut(what: Doing): void {
        if (what.kind === 'set') {
          const at = loop.now + what.inMs
          Object.assign(due[what.index] as object, { at, by: Math.max(at, loop.now) + 2 * tickMs })
          alarms[what.index]?.set(at)
        } else if (what.kind === 'clear') {
          Object.assign(due[what.index] as object, { at: Infinity, by: Infinity })
          alarms[what.index]?.clear()
        } else if (what.kind === 'stall') {
          loop.stall(what.ms)
          for (const mine of due) if (mine.at !== Infinity) mine.by = Math.max(mine.by, loop.now + 2 * tickMs)
        } else loop.run(what.ms)
      }
      for (const what of doings) {
        carryOut(what)
        if (what.kind === 'run') for (const mine of due) expect(loop.now, 'forgotten').toBeLessThanOrEqual(mine.by)
      }
      loop.run(9 * roundMs * (1 + howMany))
      expect(due.map(({ at }) => at)).toEqual(due.map(() => Infinity))
      loop.run(2 * roundMs)
      expect(loop.waiting).toBe(0)
    }), { numRuns: 300 })
  })

  it('puts a limit off without setting a timer', () => {
    const { alarm, rang } = noted()
    alarm.set(loop.now + 500)
    const before = loop.timersSet
    for (let count = 0; count < 1000; count++) alarm.set(loop.now + 500 + count)
    expect(loop.timersSet).toBe(before)
    loop.run(1490)
    expect(rang).toEqual([])
    loop.run(40)
    expect(rang).toHaveLength(1)
  })

  it('one timer does for thousands of alarms', () => {
    const many = Array.from({ length: 3000 }, noted)
    many.forEach(({ alarm }, place) => alarm.set(loop.now + 5 * place))
    expect(loop.waiting).toBe(1)
    loop.run(2 * roundMs)
    many.forEach(({ rang: [late = -1, again] }, place) => {
      expect(late).toBeGreaterThanOrEqual(5 * place)
      expect(late).toBeLessThanOrEqual(5 * place + 2 * tickMs)
      expect(again).toBeUndefined()
    })
  })

  it('is not late for one that is set for sooner than it was', () => {
    const { alarm, rang } = noted()
    alarm.set(loop.now + 60_000)
    alarm.set(loop.now + 50)
    expect(loop.waiting).toBe(1)
    loop.run(70)
    expect(rang).toHaveLength(1)
    loop.run(60_000)
    expect(rang).toHaveLength(1)
  })

  it('sees one at the far end of its round in time, though nothing lies between', () => {
    const [near, far] = [noted(), noted()]
    near.alarm.set(loop.now + 50)
    far.alarm.set(loop.now + roundMs - 2 * tickMs)
    loop.run(70)
    expect(near.rang).toHaveLength(1)
    loop.run(roundMs - 70)
    expect(far.rang).toHaveLength(1)
  })

  it('keeps an alarm that lies an hour ahead, and looks at it once a round', () => {
    const hour = 60 * 60 * 1000
    const { alarm, rang } = noted()
    alarm.set(loop.now + hour)
    loop.run(hour - 1)
    expect(rang).toEqual([])
    expect(loop.timersSet).toBeLessThan(hour / roundMs + 10)
    loop.run(21)
    expect(rang).toHaveLength(1)
  })

  it('rings what is due after an hour in which nothing ran, and keeps what is not', () => {
    const due = Array.from({ length: 40 }, noted)
    due.forEach(({ alarm }, at) => alarm.set(loop.now + at * 777))
    const ahead = noted()
    ahead.alarm.set(loop.now + 60 * 60 * 1000 + 5000)
    loop.stall(60 * 60 * 1000)
    loop.run(20)
    expect(due.map(({ rang }) => rang.length)).toEqual(due.map(() => 1))
    loop.run(4900)
    expect(ahead.rang).toEqual([])
    loop.run(200)
    expect(ahead.rang).toHaveLength(1)
  })

  it('asks for no time while nothing is set, and begins again after that', () => {
    const { alarm, rang } = noted()
    alarm.set(loop.now + 100)
    alarm.clear()
    loop.run(200)
    expect(loop.waiting).toBe(0)
    loop.run(10 * roundMs)
    alarm.set(loop.now + 100)
    loop.run(120)
    expect(rang).toHaveLength(1)
    expect(loop.waiting).toBe(0)
  })

  it('rings none of those that one of the same moment has cleared', () => {
    const at = loop.now + 50
    const rang: string[] = []
    const second = new Alarm(wheel, () => rang.push('second'))
    const first = new Alarm(wheel, () => {
      rang.push('first')
      second.clear()
    })
    first.set(at)
    second.set(at)
    loop.run(1000)
    expect(rang).toEqual(['first'])
  })

  it('rings one later that another of the same moment has set anew, and none twice', () => {
    const at = loop.now + 50
    const third = noted()
    const rang: string[] = []
    const second = new Alarm(wheel, () => rang.push('second'))
    const first = new Alarm(wheel, () => {
      rang.push('first')
      second.set(at - 30)
    })
    first.set(at)
    second.set(at)
    third.alarm.set(at + 500)
    loop.run(1000)
    expect(rang).toEqual(['first', 'second'])
    expect(third.rang).toHaveLength(1)
  })

  it('rings nothing once it is stopped', () => {
    const { alarm, rang } = noted()
    alarm.set(loop.now + 50)
    wheel.stop()
    expect(loop.waiting).toBe(0)
    loop.run(roundMs)
    expect(rang).toEqual([])
  })
})
