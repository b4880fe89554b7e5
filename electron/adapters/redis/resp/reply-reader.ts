// Reads replies (RESP2, as nothing else is asked for) out of bytes that come in any pieces, within a bound.

import type { RedisReply } from '../../../engine/ports/redis-host.ts'

export type ReplyReader = {
  /** The replies that are whole now. Throws when it is no reply, or too long. */
  push(chunk: Buffer): RedisReply[]
}

const mostDepth = 8

export function createReplyReader(mostBytes: number): ReplyReader {
  let held: Buffer = Buffer.alloc(0)

  function push(chunk: Buffer): RedisReply[] {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    if (held.length > mostBytes) throw new Error(`The answer is longer than ${Math.round(mostBytes / 1024)} KB.`)
    const replies: RedisReply[] = []
    let at = 0
    for (;;) {
      const read = readReply(held, at, 0)
      if (read === null) break
      replies.push(read.reply)
      at = read.next
    }
    held = held.subarray(at)
    return replies
  }

  return { push }
}

type Read = { readonly reply: RedisReply; readonly next: number }

function readReply(bytes: Buffer, at: number, depth: number): Read | null {
  const end = bytes.indexOf('\r\n', at)
  if (end === -1) return null
  const line = bytes.toString('latin1', at + 1, end)
  const next = end + 2
  switch (bytes[at]) {
    case 0x2b: return { reply: line, next }
    case 0x2d: return { reply: { error: line }, next }
    case 0x3a: return { reply: Number(line), next }
    case 0x24: return readText(bytes, Number(line), next)
    case 0x2a: return readList(bytes, Number(line), next, depth)
    default: throw new Error('What answers there is not Redis.')
  }
}

function readText(bytes: Buffer, length: number, at: number): Read | null {
  if (length < 0) return { reply: null, next: at }
  if (bytes.length < at + length + 2) return null
  return { reply: bytes.toString('utf8', at, at + length), next: at + length + 2 }
}

function readList(bytes: Buffer, count: number, start: number, depth: number): Read | null {
  if (count < 0) return { reply: null, next: start }
  if (depth >= mostDepth) throw new Error('The answer is nested too deeply.')
  const list: RedisReply[] = []
  let at = start
  while (list.length < count) {
    const read = readReply(bytes, at, depth + 1)
    if (read === null) return null
    list.push(read.reply)
    at = read.next
  }
  return { reply: list, next: at }
}
