// One clockwork for the thousands of time limits of the data plane. A limit that is put off, as nearly all are, costs one number:
// its place in the wheel stays, and when that comes round the wheel looks where it belongs by then.

import { performance } from 'node:perf_hooks'

const tickMs = 10
const slots = 1024

/** Belongs to one owner; `ring` is called once for each time it was set and not cleared. Never early; late by a tick or two. */
export class Alarm {
  /** On the clock that never goes back; Infinity: not set. */
  at = Infinity
  /** The tick at which the wheel looks at it, or -1. */
  tick = -1
  readonly #wheel: TimerWheel
  readonly ring: () => void

  constructor(wheel: TimerWheel, ring: () => void) {
    this.#wheel = wheel
    this.ring = ring
  }

  set(at: number): void {
    this.at = at
    if (this.tick === -1 || this.#wheel.tickOf(at) < this.tick) this.#wheel.place(this)
  }

  clear(): void {
    this.at = Infinity
  }
}

export class TimerWheel {
  readonly #slots: Set<Alarm>[] = Array.from({ length: slots }, () => new Set())
  readonly #startedAt: number
  readonly #clock: () => number
  /** What `now` gave last: as good as now within one turn to a socket, and costs nothing. */
  recent: number
  #placed = 0
  #done: number
  #timer: ReturnType<typeof setTimeout> | null = null
  #timerTick = Infinity

  constructor(now: () => number = () => performance.now()) {
    this.#clock = now
    this.#startedAt = now()
    this.recent = this.#startedAt
    this.#done = 0
  }

  /** Milliseconds, and fractions of them, on a clock that never goes back. */
  now(): number {
    return (this.recent = this.#clock())
  }

  tickOf(at: number): number {
    return Math.ceil((at - this.#startedAt) / tickMs)
  }

  place(alarm: Alarm): void {
    this.#remove(alarm)
    // What lies further ahead than the wheel is round is looked at when it comes by, and put off.
    const tick = Math.min(Math.max(this.tickOf(alarm.at), this.#done + 1), this.#done + slots - 1)
    alarm.tick = tick
    this.#slotOf(tick).add(alarm)
    this.#placed += 1
    this.#wakeAt(tick)
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#timerTick = Infinity
    for (const slot of this.#slots) slot.clear()
    this.#placed = 0
  }

  #remove(alarm: Alarm): void {
    if (alarm.tick === -1) return
    if (this.#slotOf(alarm.tick).delete(alarm)) this.#placed -= 1
    alarm.tick = -1
  }

  #slotOf(tick: number): Set<Alarm> {
    return this.#slots[tick % slots] as Set<Alarm>
  }

  #wakeAt(tick: number): void {
    if (tick >= this.#timerTick) return
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timerTick = tick
    this.#timer = setTimeout(() => this.#turn(), Math.max(1, Math.ceil(this.#startedAt + tick * tickMs - this.now())))
  }

  #turn(): void {
    this.#timer = null
    this.#timerTick = Infinity
    const now = this.now()
    const until = Math.floor((now - this.#startedAt) / tickMs)
    // After a long stall each slot is due once.
    for (let tick = Math.max(this.#done + 1, until - slots + 1); tick <= until; tick++) {
      this.#done = tick
      const slot = this.#slotOf(tick)
      if (slot.size > 0) this.#ringAll(slot, now)
    }
    this.#done = Math.max(this.#done, until)
    if (this.#placed > 0) this.#wakeAt(this.#next())
  }

  #ringAll(slot: Set<Alarm>, now: number): void {
    for (const alarm of Array.from(slot)) {
      // One that rang before may have taken another along.
      if (!slot.delete(alarm)) continue
      this.#placed -= 1
      alarm.tick = -1
      if (alarm.at === Infinity) continue
      if (alarm.at > now) {
        this.place(alarm)
        continue
      }
      alarm.clear()
      alarm.ring()
    }
  }

  #next(): number {
    for (let tick = this.#done + 1; tick < this.#done + slots; tick++) if (this.#slotOf(tick).size > 0) return tick
    return this.#done + slots - 1
  }
}
