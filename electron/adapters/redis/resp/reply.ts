// What a Redis command answers, and how that looks on the wire in both versions of the protocol. Text is bytes, one character each
// (latin1): nothing is lost, and a key is a key of a Map.

export type Reply =
  | string
  | number
  | bigint
  | null
  | readonly Reply[]
  | { readonly simple: string }
  | { readonly error: string }
  | { readonly double: number }
  /** Names and values in turn; a flat list in RESP2. */
  | { readonly map: readonly Reply[] }
  | { readonly set: readonly string[] }
  /** Null of a list: `*-1` in RESP2. */
  | { readonly noList: true }
  /** What subscribers are sent; a list in RESP2. */
  | { readonly push: readonly Reply[] }
  /** A map of lists; in RESP2 a list of pairs. */
  | { readonly named: readonly (readonly [string, Reply])[] }
  /** Pairs; one flat list in RESP2. */
  | { readonly pairs: readonly (readonly [string, Reply])[] }
  /** Several replies to one command, as to SUBSCRIBE. */
  | { readonly each: readonly Reply[] }

export type RespVersion = 2 | 3

export const ok: Reply = { simple: 'OK' }
export const noList: Reply = { noList: true }

export function encodeReply(reply: Reply, version: RespVersion): string {
  if (typeof reply === 'string') return `$${reply.length}\r\n${reply}\r\n`
  if (typeof reply === 'number' || typeof reply === 'bigint') return `:${reply}\r\n`
  if (reply === null) return version === 3 ? '_\r\n' : '$-1\r\n'
  if (isList(reply)) return aggregate('*', reply, version)
  if ('simple' in reply) return `+${reply.simple}\r\n`
  if ('error' in reply) return `-${reply.error.replace(/[\r\n]/g, ' ')}\r\n`
  if ('double' in reply) return version === 3 ? `,${doubleText(reply.double)}\r\n` : encodeReply(doubleText(reply.double), 2)
  if ('map' in reply) return version === 3 ? `%${reply.map.length / 2}\r\n${joined(reply.map, version)}` : aggregate('*', reply.map, version)
  if ('set' in reply) return aggregate(version === 3 ? '~' : '*', reply.set, version)
  if ('push' in reply) return aggregate(version === 3 ? '>' : '*', reply.push, version)
  if ('named' in reply) return version === 3 ? `%${reply.named.length}\r\n${joined(reply.named.flat(), version)}` : aggregate('*', reply.named, version)
  if ('pairs' in reply) return aggregate('*', version === 3 ? reply.pairs : reply.pairs.flat(), version)
  if ('each' in reply) return joined(reply.each, version)
  return version === 3 ? '_\r\n' : '*-1\r\n'
}

export function encodeCommand(words: readonly string[]): string {
  let text = `*${words.length}\r\n`
  for (const word of words) text += `$${word.length}\r\n${word}\r\n`
  return text
}

/** As Redis writes scores. */
export function doubleText(value: number): string {
  if (value === Infinity) return 'inf'
  if (value === -Infinity) return '-inf'
  return Object.is(value, -0) ? '-0' : String(value).replace(/e\+?(-?)(\d)$/, 'e$1$2')
}

const isList = (reply: object): reply is readonly Reply[] => Array.isArray(reply)

const aggregate = (sign: string, replies: readonly Reply[], version: RespVersion): string => `${sign}${replies.length}\r\n${joined(replies, version)}`

function joined(replies: readonly Reply[], version: RespVersion): string {
  let text = ''
  for (const reply of replies) text += encodeReply(reply, version)
  return text
}
