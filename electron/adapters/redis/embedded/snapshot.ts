// The whole store as commands that make it, in pieces of a size that can be written at once.

import { doubleText, encodeCommand } from '../resp/reply.ts'
import { itemsOf } from '../store/deque.ts'
import { rankedIn } from '../store/sorted.ts'
import type { Store } from '../store/store.ts'
import { idText } from '../store/stream.ts'
import type { Value } from '../store/value.ts'

/** Items in one command, and bytes in one piece. */
const [mostItems, pieceBytes] = [64, 256 * 1024]

export function* commandsOf(store: Store): Generator<string> {
  let piece = ''
  for (const database of store.databases) {
    if (database.keys.size === 0) continue
    piece += encodeCommand(['SELECT', String(database.index)])
    for (const [key, entry] of database.keys) {
      for (const command of commandsFor(key, entry.value)) {
        piece += encodeCommand(command)
        if (piece.length < pieceBytes) continue
        yield piece
        piece = ''
      }
      if (entry.expiresAt !== null) piece += encodeCommand(['PEXPIREAT', key, String(entry.expiresAt)])
    }
  }
  if (piece !== '') yield piece
}

function* commandsFor(key: string, value: Value): Generator<string[]> {
  switch (value.kind) {
    case 'string': return void (yield ['SET', key, value.text])
    case 'list': return yield* inParts('RPUSH', key, itemsOf(value.items))
    case 'hash': return yield* inParts('HSET', key, [...value.fields].flat())
    case 'set': return yield* inParts('SADD', key, [...value.members])
    case 'zset': return yield* inParts('ZADD', key, rankedIn(value.sorted).flatMap(({ member, score }) => [doubleText(score), member]))
    case 'stream': {
      const { entries, last } = value.stream
      for (const { id, fields } of entries) yield ['XADD', key, idText(id), ...fields]
      // It remembers its last id when that entry is gone.
      if (last !== entries[entries.length - 1]?.id) {
        yield ['XADD', key, idText(last), 'x', 'x']
        yield ['XDEL', key, idText(last)]
      }
    }
  }
}

function* inParts(name: string, key: string, items: readonly string[]): Generator<string[]> {
  for (let at = 0; at < items.length; at += mostItems) yield [name, key, ...items.slice(at, at + mostItems)]
}
