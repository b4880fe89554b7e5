// Reads commands out of bytes that come in any pieces. Bounded: in the length and number of words, and in what a client may hold
// before it has said the password. The same limits and words as Redis.

export type ParserLimits = { readonly words: number; readonly wordBytes: number; readonly inlineBytes: number; readonly commandBytes: number }

/** Words may be as long as an add-on of usual size is large. */
export const requestLimits: ParserLimits = { words: 1024 * 1024, wordBytes: 64 * 1024 * 1024, inlineBytes: 64 * 1024, commandBytes: 128 * 1024 * 1024 }
/** Of a client that has not said the password. */
export const strangerLimits: ParserLimits = { words: 10, wordBytes: 16 * 1024, inlineBytes: 64 * 1024, commandBytes: 64 * 1024 }

export type RequestParser = {
  /** Returns what is wrong, after which nothing can be read any more; null: all is well. `take` may say to stop here: the rest stays. */
  push(chunk: Buffer, take: (words: string[]) => void): string | null
  setLimits(limits: ParserLimits): void
}

const [cr, lf, star, dollar] = [13, 10, 42, 36]

export function createRequestParser(start: ParserLimits): RequestParser {
  let limits = start
  let held: Buffer[] = []
  let heldBytes = 0
  /** With less than this nothing more can be read. */
  let neededBytes = 0
  let words: string[] = []
  let wordsLeft = 0
  let commandBytes = 0
  /** Of the word that comes next, if its length was read. */
  let wordBytes = -1

  function push(chunk: Buffer, take: (words: string[]) => void): string | null {
    held.push(chunk)
    heldBytes += chunk.length
    if (heldBytes < neededBytes) return null
    const bytes = held.length === 1 ? chunk : Buffer.concat(held, heldBytes)
    let at = 0
    neededBytes = 0
    while (at < bytes.length) {
      const next = wordBytes >= 0 ? readWord(bytes, at) : wordsLeft > 0 ? readWordLength(bytes, at) : readStart(bytes, at, take)
      if (typeof next === 'string') return next
      if (next === null) break
      at = next
      if (wordsLeft === 0 && words.length > 0) {
        const command = words
        words = []
        take(command)
      }
    }
    heldBytes = bytes.length - at
    held = heldBytes === 0 ? [] : [bytes.subarray(at)]
    return null
  }

  /** Where it goes on, null when bytes are missing, or what is wrong. */
  function readStart(bytes: Buffer, at: number, take: (words: string[]) => void): number | string | null {
    const end = bytes.indexOf(lf, at)
    if (end === -1) return bytes.length - at > limits.inlineBytes ? (bytes[at] === star ? 'ERR Protocol error: too big mbulk count string' : 'ERR Protocol error: too big inline request') : null
    if (bytes[at] !== star) return readInline(bytes, at, end, take)
    const count = readLength(bytes, at + 1, end)
    if (count === null || count > limits.words) return limits === strangerLimits && count !== null ? 'ERR Protocol error: unauthenticated multibulk length' : 'ERR Protocol error: invalid multibulk length'
    wordsLeft = Math.max(0, count)
    commandBytes = 0
    return end + 1
  }

  function readInline(bytes: Buffer, at: number, end: number, take: (words: string[]) => void): number | string {
    if (end - at > limits.inlineBytes) return 'ERR Protocol error: too big inline request'
    const line = bytes.toString('latin1', at, bytes[end - 1] === cr && end > at ? end - 1 : end)
    const split = line.split(/[ \t\0]+/).filter((word) => word !== '')
    if (split.length > limits.words) return 'ERR Protocol error: invalid multibulk length'
    if (split.length > 0) take(split)
    return end + 1
  }

  function readWordLength(bytes: Buffer, at: number): number | string | null {
    if (bytes[at] !== dollar) return `ERR Protocol error: expected '$', got '${printable(bytes[at] ?? 0)}'`
    const end = bytes.indexOf(lf, at)
    if (end === -1) return bytes.length - at > 32 ? 'ERR Protocol error: too big bulk count string' : null
    const length = readLength(bytes, at + 1, end)
    if (length === null || length < 0 || length > limits.wordBytes) return limits === strangerLimits && length !== null && length > 0 ? 'ERR Protocol error: unauthenticated bulk length' : 'ERR Protocol error: invalid bulk length'
    commandBytes += length
    if (commandBytes > limits.commandBytes) return 'ERR Protocol error: the command is too long'
    wordBytes = length
    return end + 1
  }

  function readWord(bytes: Buffer, at: number): number | null {
    const end = at + wordBytes
    if (bytes.length < end + 2) {
      neededBytes = wordBytes + 2
      return null
    }
    words.push(bytes.toString('latin1', at, end))
    wordsLeft -= 1
    wordBytes = -1
    return end + 2
  }

  return { push, setLimits: (given) => void (limits = given) }
}

/** Null when it is no number. */
function readLength(bytes: Buffer, from: number, lineFeed: number): number | null {
  const end = bytes[lineFeed - 1] === cr ? lineFeed - 1 : lineFeed
  if (end <= from || end - from > 20) return null
  let value = 0
  let at = from
  const isNegative = bytes[at] === 45
  if (isNegative) at += 1
  if (at === end) return null
  for (; at < end; at += 1) {
    const digit = (bytes[at] ?? 0) - 48
    if (digit < 0 || digit > 9) return null
    value = value * 10 + digit
  }
  return isNegative ? -value : value
}

const printable = (byte: number): string => (byte > 32 && byte < 127 ? String.fromCharCode(byte) : '?')
