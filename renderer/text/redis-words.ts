// Redis in words: answers as redis-cli writes them, policies, and the command that reads a key of each type.

import type { EvictionPolicy } from '../../shared/domain/redis.ts'
import type { RedisAnswer } from '../../shared/protocol/addon-servers.ts'

export const policyWords: Readonly<Record<EvictionPolicy, string>> = {
  noeviction: 'nothing goes: writes are refused when memory is full',
  'allkeys-lfu': 'the least often used of all keys goes', 'volatile-lfu': 'the least often used of the keys that end goes',
  'allkeys-lru': 'the longest unused of all keys goes', 'volatile-lru': 'the longest unused of the keys that end goes',
  'allkeys-random': 'any key goes', 'volatile-random': 'any of the keys that end goes', 'volatile-ttl': 'of the keys that end, the one that ends first goes',
}

const hosts: Readonly<Record<string, string>> = { server: 'a whole one, redis-server or valkey-server', docker: 'a whole one, in a container', embedded: "Dynarium's own small one" }

/** What kind of server it is; one without words stands under its name. */
export const redisHostWords = (kind: string): string => hosts[kind] ?? kind

/** As redis-cli prints it. */
export function answerLines(answer: RedisAnswer, indent = ''): string[] {
  if (answer === null) return ['(nil)']
  if (typeof answer === 'number') return [`(integer) ${answer}`]
  if (typeof answer === 'string') return [JSON.stringify(answer)]
  if (isError(answer)) return [`(error) ${answer.error}`]
  if (answer.length === 0) return ['(empty array)']
  return answer.flatMap((item, at) => {
    const [first = '', ...others] = answerLines(item, `${indent}   `)
    return [`${at === 0 ? '' : indent}${at + 1}) ${first}`, ...others]
  })
}

const isError = (answer: Exclude<RedisAnswer, string | number | null>): answer is { readonly error: string } => !Array.isArray(answer)

const readers: Readonly<Record<string, (key: string) => string>> = {
  string: (key) => `GET ${key}`, hash: (key) => `HGETALL ${key}`, list: (key) => `LRANGE ${key} 0 99`, set: (key) => `SSCAN ${key} 0 COUNT 100`, zset: (key) => `ZRANGE ${key} 0 99 WITHSCORES`, stream: (key) => `XRANGE ${key} - + COUNT 50`,
}

/** Reads at most about a hundred items; null for a type that has no such command. */
export function readingLine(type: string, key: string): string | null {
  return readers[type]?.(/^[\w:.-]+$/.test(key) ? key : JSON.stringify(key)) ?? null
}
