// The machine's own clock, chance and ids.

import { randomBytes, randomUUID } from 'node:crypto'
import type { Clock, Ids, Random } from '../../engine/ports/clock.ts'

/** setTimeout fires at once above this; longer waits are made of several. */
const longestTimeoutMs = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, fire) => {
    let timer: NodeJS.Timeout
    const wait = (left: number): void => {
      const part = Math.min(left, longestTimeoutMs)
      timer = setTimeout(() => (left > part ? wait(left - part) : fire()), part)
    }
    wait(ms)
    return () => clearTimeout(timer)
  },
}

export const systemRandom: Random = { next: () => randomBytes(4).readUInt32BE(0) / 2 ** 32 }

export const systemIds: Ids = { next: () => randomUUID() }
