// Commands that people type, and keys that they look through. They are said over Dynarium's own connection, so what waits, listens, changes that
// connection or would take the server from Dynarium is refused.

import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import type { RedisAnswer, RedisKey } from '../../../../shared/protocol/addon-servers.ts'
import type { RedisReply } from '../../ports/redis-host.ts'

export type Asks = (commands: readonly (readonly string[])[]) => Promise<readonly RedisReply[]>

const waits = ['BLPOP', 'BRPOP', 'BLMOVE', 'BRPOPLPUSH', 'BLMPOP', 'BZPOPMIN', 'BZPOPMAX', 'BZMPOP', 'WAIT', 'WAITAOF', 'SUBSCRIBE', 'PSUBSCRIBE', 'SSUBSCRIBE', 'MONITOR', 'SYNC', 'PSYNC']
const ofConnection = ['SELECT', 'AUTH', 'HELLO', 'RESET', 'QUIT', 'MULTI', 'EXEC', 'DISCARD', 'WATCH', 'UNWATCH', 'UNSUBSCRIBE', 'PUNSUBSCRIBE', 'SUNSUBSCRIBE']
const ofServer = ['SHUTDOWN', 'DEBUG', 'REPLICAOF', 'SLAVEOF', 'FAILOVER', 'MODULE', 'ACL', 'MIGRATE', 'SAVE', 'BGSAVE', 'BGREWRITEAOF', 'CLUSTER', 'SWAPDB', 'REPLCONF']

/** Texts and items of an answer that are shown. */
const [mostChars, mostItems] = [100_000, 1000]

export async function say(ask: Asks, line: string, database: number): Promise<{ answer: RedisAnswer; isCut: boolean }> {
  const words = splitLine(line)
  checkIsAllowed(words)
  const [, reply] = await ask([['SELECT', String(database)], words, ['SELECT', '0']])
  const left = { chars: mostChars, items: mostItems }
  const answer = cut(reply ?? null, left)
  return { answer, isCut: left.chars <= 0 || left.items <= 0 }
}

export async function someKeys(ask: Asks, { database, pattern, cursor, count }: { readonly database: number; readonly pattern: string; readonly cursor: string; readonly count: number }): Promise<{ cursor: string; keys: RedisKey[]; total: number }> {
  const [, scanned, size] = await ask([['SELECT', String(database)], ['SCAN', cursor, 'MATCH', pattern, 'COUNT', String(count)], ['DBSIZE'], ['SELECT', '0']])
  if (!Array.isArray(scanned)) throw new Error('it does not scan')
  const [next, found] = scanned as readonly RedisReply[]
  // SCAN may give some more than it was asked for.
  const names = (Array.isArray(found) ? (found as readonly RedisReply[]) : []).map(String).slice(0, count * 2)
  const facts = names.length === 0 ? [] : await ask([['SELECT', String(database)], ...names.flatMap((key) => [['TYPE', key], ['PTTL', key], ['MEMORY', 'USAGE', key]]), ['SELECT', '0']])
  const keys = names.flatMap((key, index): RedisKey[] => {
    const [type, ttl, bytes] = facts.slice(1 + index * 3, 4 + index * 3)
    // It went meanwhile.
    if (type === 'none' || typeof type !== 'string') return []
    return [{ key, type, ttlMs: typeof ttl === 'number' && ttl >= 0 ? ttl : null, bytes: typeof bytes === 'number' ? bytes : null }]
  })
  return { cursor: String(next ?? '0'), keys, total: typeof size === 'number' ? size : 0 }
}

function checkIsAllowed(words: readonly string[]): void {
  const [command = '', sub = ''] = words.map((word) => word.toUpperCase())
  const refuse = (why: string, fix: string): never => {
    throw new PlatformError('redis-command-refused', { command: [command, ...(sub === '' ? [] : [sub])].join(' ').slice(0, 60), why, fix })
  }
  if (command === '') refuse('there is no command', 'Try PING.')
  if (waits.includes(command) || ((command === 'XREAD' || command === 'XREADGROUP') && words.some((word) => word.toUpperCase() === 'BLOCK'))) refuse('it waits', 'Say it from the app, or with redis-cli and the REDIS_URL.')
  if (ofConnection.includes(command)) refuse('each command is said by itself', command === 'SELECT' ? 'Choose the database beside the line.' : 'Say it from the app, or with redis-cli and the REDIS_URL.')
  if (ofServer.includes(command) || (command === 'CONFIG' && sub !== 'GET') || (command === 'CLIENT' && !['LIST', 'INFO', 'GETNAME', 'ID', 'KILL'].includes(sub)) || (command === 'SCRIPT' && sub === 'DEBUG')) refuse('it is for Dynarium to say', 'Use redis:maxmemory, redis:timeout and redis:promote.')
}

/** Words between spaces; in quotes a space is a letter, and in double quotes \\ takes the next letter, or \\n, \\r, \\t, \\xHH. */
export function splitLine(line: string): string[] {
  const words: string[] = []
  let word: string | null = null
  let quote: string | null = null
  for (let at = 0; at < line.length; at += 1) {
    const letter = line[at] ?? ''
    if (quote === null && /\s/.test(letter)) {
      if (word !== null) words.push(word)
      word = null
    } else if (quote === null && (letter === '"' || letter === "'")) {
      quote = letter
      word ??= ''
    } else if (letter === quote) quote = null
    else if (quote === '"' && letter === '\\') {
      const { text, length } = escaped(line, at + 1)
      word = (word ?? '') + text
      at += length
    } else word = (word ?? '') + letter
  }
  if (quote !== null) throw new PlatformError('redis-command-refused', { command: line.slice(0, 60), why: 'a quote is not closed', fix: `Put a ${quote} at its end.` })
  if (word !== null) words.push(word)
  return words
}

function escaped(line: string, at: number): { readonly text: string; readonly length: number } {
  const hex = /^x([0-9a-fA-F]{2})/.exec(line.slice(at, at + 3))
  if (hex !== null) return { text: String.fromCharCode(Number.parseInt(hex[1] ?? '0', 16)), length: 3 }
  const letter = line[at] ?? ''
  return { text: { n: '\n', r: '\r', t: '\t' }[letter] ?? letter, length: 1 }
}

function cut(reply: RedisReply, left: { chars: number; items: number }): RedisAnswer {
  if (typeof reply === 'string') {
    const text = reply.slice(0, Math.max(0, left.chars))
    left.chars -= reply.length
    return text
  }
  if (reply === null || typeof reply === 'number' || 'error' in reply) return reply
  const items: RedisAnswer[] = []
  for (const item of reply) {
    left.items -= 1
    if (left.items < 0 || left.chars <= 0) break
    items.push(cut(item, left))
  }
  return items
}
