// A fair choice of a few among many: each has the same chance to be among them, however many come (reservoir sampling, Vitter's
// algorithm R). Two choices from different crowds are made one by the size of their crowds. Heroku shows every request as a log
// line; a window can not draw thousands a second, so it is shown some, and told how many there were.

import type { Random } from '../ports/clock.ts'

export type FairSample<T> = {
  offer(one: T): void
  /** All that were offered. */
  readonly offered: number
  /** In no order. */
  readonly chosen: readonly T[]
}

export function createFairSample<T>(size: number, random: Random): FairSample<T> {
  const chosen: T[] = []
  let offered = 0
  return {
    offer: (one) => {
      offered += 1
      if (chosen.length < size) {
        chosen.push(one)
        return
      }
      const place = Math.floor(random.next() * offered)
      if (place < size) chosen[place] = one
    },
    get offered() {
      return offered
    },
    chosen,
  }
}

export type Crowd<T> = { readonly chosen: readonly T[]; readonly offered: number }

/** At most `size` of both. */
export function joinSamples<T>(one: Crowd<T>, other: Crowd<T>, size: number, random: Random): T[] {
  if (one.chosen.length + other.chosen.length <= size) return [...one.chosen, ...other.chosen]
  const sides = [one, other].map((crowd) => ({ left: [...crowd.chosen], weight: crowd.offered }))
  const [first, second] = sides as [(typeof sides)[number], (typeof sides)[number]]
  const joined: T[] = []
  while (joined.length < size) {
    const isFirst = second.left.length === 0 || (first.left.length > 0 && random.next() * (first.weight + second.weight) < first.weight)
    const side = isFirst ? first : second
    const place = Math.floor(random.next() * side.left.length)
    joined.push(...side.left.splice(place, 1))
    side.weight -= 1
  }
  return joined
}

/** Chance of its own from one draw, so that who looks does not change what happens (xorshift32). */
export function offspring(random: Random): Random {
  let state = Math.floor(random.next() * 0xffff_ffff) + 1
  return {
    next: () => {
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      return (state >>> 0) / 2 ** 32
    },
  }
}
