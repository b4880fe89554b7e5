// MD5 (RFC 1321) in hexadecimal digits: fingerprints of public keys, as Heroku shows them. For nothing that has to be safe.

import { paddedWords } from './padded-words.ts'

const shifts = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]] as const
const sines = Array.from({ length: 64 }, (_, at) => Math.floor(Math.abs(Math.sin(at + 1)) * 2 ** 32) | 0)

export function md5(bytes: Uint8Array): string {
  const words = paddedWords(bytes, 'little')
  const hash = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476]
  for (let start = 0; start < words.length; start += 16) {
    let [a = 0, b = 0, c = 0, d = 0] = hash
    for (let step = 0; step < 64; step++) {
      const round = step >> 4
      const [mix, word] = mixed(round, step, b, c, d)
      const sum = (a + mix + (sines[step] ?? 0) + (words[start + word] ?? 0)) | 0
      const by = shifts[round]?.[step % 4] ?? 0
      ;[a, d, c, b] = [d, c, b, (b + ((sum << by) | (sum >>> (32 - by)))) | 0]
    }
    ;[a, b, c, d].forEach((value, index) => (hash[index] = ((hash[index] ?? 0) + value) | 0))
  }
  return hash.map(littleHex).join('')
}

function mixed(round: number, step: number, b: number, c: number, d: number): readonly [number, number] {
  if (round === 0) return [(b & c) | (~b & d), step]
  if (round === 1) return [(d & b) | (~d & c), (5 * step + 1) % 16]
  if (round === 2) return [b ^ c ^ d, (3 * step + 5) % 16]
  return [c ^ (b | ~d), (7 * step) % 16]
}

const littleHex = (word: number): string => [0, 8, 16, 24].map((by) => ((word >>> by) & 0xff).toString(16).padStart(2, '0')).join('')
