// SHA-256 (FIPS 180-4) of a text in UTF-8, in hexadecimal digits: of a token only this is kept. The engine has no library for it.

import { utf8 } from './bytes.ts'
import { paddedWords } from './padded-words.ts'

const primes = firstPrimes(64)
const fraction = (value: number): number => Math.floor((value - Math.floor(value)) * 2 ** 32) | 0
const rounds = primes.map((prime) => fraction(Math.cbrt(prime)))
const start = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)))
const turn = (value: number, by: number): number => (value >>> by) | (value << (32 - by))

export function sha256(text: string): string {
  const words = paddedWords(utf8(text), 'big')
  const hash = [...start]
  for (let at = 0; at < words.length; at += 16) {
    const block = scheduleOf(words.slice(at, at + 16))
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = hash
    for (let round = 0; round < 64; round++) {
      const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + (rounds[round] ?? 0) + (block[round] ?? 0)) | 0
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
      ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0]
    }
    ;[a, b, c, d, e, f, g, h].forEach((value, index) => (hash[index] = ((hash[index] ?? 0) + value) | 0))
  }
  return hash.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
}

function scheduleOf(block: number[]): number[] {
  for (let at = 16; at < 64; at++) {
    const [early = 0, late = 0] = [block[at - 15], block[at - 2]]
    const small = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3)
    const large = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10)
    block.push(((block[at - 16] ?? 0) + small + (block[at - 7] ?? 0) + large) | 0)
  }
  return block
}

function firstPrimes(count: number): number[] {
  const found: number[] = []
  for (let candidate = 2; found.length < count; candidate++) if (found.every((prime) => candidate % prime !== 0)) found.push(candidate)
  return found
}
