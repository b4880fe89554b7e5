// SHA-1 in hexadecimal digits (FIPS 180-4): the token by which partners let people in is made with it. Not for secrets of our own.

export function sha1(text: string): string {
  const bytes = [...encodeURIComponent(text).matchAll(/%([0-9A-F]{2})|(.)/g)].map(([, hex, one]) => (hex === undefined ? (one ?? '').charCodeAt(0) : Number.parseInt(hex, 16)))
  const bits = bytes.length * 8
  bytes.push(0x80)
  while (bytes.length % 64 !== 56) bytes.push(0)
  for (let shift = 56; shift >= 0; shift -= 8) bytes.push(Math.floor(bits / 2 ** shift) & 0xff)
  let [a, b, c, d, e] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]
  const roll = (value: number, by: number): number => (value << by) | (value >>> (32 - by))
  for (let start = 0; start < bytes.length; start += 64) {
    const words = Array.from({ length: 16 }, (_, at) => [0, 1, 2, 3].reduce((word, part) => (word << 8) | (bytes[start + at * 4 + part] ?? 0), 0))
    for (let at = 16; at < 80; at++) words.push(roll((words[at - 3] ?? 0) ^ (words[at - 8] ?? 0) ^ (words[at - 14] ?? 0) ^ (words[at - 16] ?? 0), 1))
    const before = [a, b, c, d, e] as const
    words.forEach((word, at) => {
      const [mix, add] = at < 20 ? [(b & c) | (~b & d), 0x5a827999] : at < 40 ? [b ^ c ^ d, 0x6ed9eba1] : at < 60 ? [(b & c) | (b & d) | (c & d), 0x8f1bbcdc] : [b ^ c ^ d, 0xca62c1d6]
      const next = (roll(a, 5) + mix + e + add + word) | 0
      ;[e, d, c, b, a] = [d, c, roll(b, 30), a, next]
    })
    ;[a, b, c, d, e] = [(a + before[0]) | 0, (b + before[1]) | 0, (c + before[2]) | 0, (d + before[3]) | 0, (e + before[4]) | 0]
  }
  return [a, b, c, d, e].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
}
