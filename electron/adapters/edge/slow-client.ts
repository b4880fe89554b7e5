// A client that is slow because a fault makes it so: what it sent is given on at so many bytes a second.

import type { TimerWheel } from './timer-wheel.ts'
import { Alarm } from './timer-wheel.ts'

const everyMs = 50

export class Drip {
  readonly #wheel: TimerWheel
  readonly #bytesPerMs: number
  readonly #alarm: Alarm
  #since: number
  #saved = 0

  /** `pump` is called while there may be something to give on. */
  constructor(wheel: TimerWheel, bytesPerSecond: number, pump: () => void) {
    this.#wheel = wheel
    this.#bytesPerMs = bytesPerSecond / 1000
    this.#since = wheel.now()
    this.#alarm = new Alarm(wheel, () => {
      this.#alarm.set(wheel.now() + everyMs)
      pump()
    })
    this.#alarm.set(this.#since + everyMs)
  }

  /** Bytes that may go by now. */
  allowed(): number {
    const now = this.#wheel.now()
    this.#saved += (now - this.#since) * this.#bytesPerMs
    this.#since = now
    return Math.floor(this.#saved)
  }

  used(bytes: number): void {
    this.#saved -= bytes
  }

  stop(): void {
    this.#alarm.clear()
  }
}
