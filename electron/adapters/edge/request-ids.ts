// Request ids: random UUIDs (RFC 9562, version 4), as `randomUUID` makes them. Made many at a time as one text of which each is a
// part, they cost a quarter.

import { randomFillSync } from 'node:crypto'

const idBytes = 16
const idChars = 36
const atOnce = 256
const hexDigits = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0))
const dash = 45
/** Before these bytes stands a dash. */
const groups: ReadonlySet<number> = new Set([4, 6, 8, 10])

export function createIdSource(): () => string {
  const random = new Uint8Array(idBytes * atOnce)
  const chars = Buffer.alloc(idChars * atOnce, dash)
  let texts = ''
  let next = atOnce

  function refill(): void {
    randomFillSync(random)
    let to = 0
    for (let index = 0; index < random.length; index++) {
      const place = index % idBytes
      if (groups.has(place)) to += 1
      const byte = random[index] as number
      const kept = place === versionAt ? (byte & 0x0f) | 0x40 : place === variantAt ? (byte & 0x3f) | 0x80 : byte
      chars[to++] = hexDigits[kept >> 4] as number
      chars[to++] = hexDigits[kept & 15] as number
    }
    texts = chars.toString('latin1')
    next = 0
  }

  return () => {
    if (next === atOnce) refill()
    const from = idChars * next++
    return texts.slice(from, from + idChars)
  }
}

const versionAt = 6
const variantAt = 8
