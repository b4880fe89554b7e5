// Chance from a seed: the same seed gives the same run, byte for byte. The generator is sfc32 (Chris Doty-Humphrey's small fast
// counting generator, public domain), with its usual 12 rounds of warming up.

import type { Ids, Random } from '../ports/clock.ts'

const warmUpRounds = 12

export function seededRandom(seed: number): Random {
  const draw = sfc32(seed)
  return { next: () => draw() / 2 ** 32 }
}

/** UUIDs (version 4 in form) drawn from `random`. */
export function seededIds(random: Random): Ids {
  return { next: () => uuidFrom(() => Math.floor(random.next() * 2 ** 32)) }
}

/** Whole numbers from 0 to 2^32 - 1. */
function sfc32(seed: number): () => number {
  let a = seed | 0
  let b = Math.floor(seed / 2 ** 32) | 0
  let c = 0x9e3779b9 | 0
  let counter = 1
  const draw = (): number => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum | 0
    return sum >>> 0
  }
  for (let round = 0; round < warmUpRounds; round++) draw()
  return draw
}

function uuidFrom(draw: () => number): string {
  const hex = Array.from({ length: 4 }, () => draw().toString(16).padStart(8, '0')).join('')
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) & 3]
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`
}
