// Redis, caches and the mail catcher in the contract. `addOn` takes a name or an id.

import { z } from 'zod'
import type { Mail, Mailbox, MailSummary } from '../domain/mail.ts'
import { evictionPolicies } from '../domain/redis.ts'

const addOn = z.string().min(1).max(80)
const one = z.object({ addOn })
const done = z.object({ seq: z.number().int() })
const node = z.enum(['a', 'b'])
const database = z.number().int().min(0).max(15).default(0)

/** What a Redis answered: texts, numbers, lists of them, an error, or nothing. */
export type RedisAnswer = string | number | null | { readonly error: string } | readonly RedisAnswer[]

export type RedisKey = { readonly key: string; readonly type: string; /** null: it stays. */ readonly ttlMs: number | null; /** null: it can not say. */ readonly bytes: number | null }

/** One second of a Redis. Counts are of that second. */
export type RedisSecond = {
  readonly at: number
  readonly isUp: boolean
  readonly commands: number
  readonly hits: number
  readonly misses: number
  readonly evicted: number
  readonly expired: number
  readonly clients: number
  readonly usedBytes: number
  readonly limitBytes: number
  readonly keys: number
  /** Of the standby; null where there is none. */
  readonly lagBytes: number | null
}

export type RedisFacts = {
  readonly kind: string
  readonly version: string
  /** What the server does not have, in words. */
  readonly lacks: readonly string[]
  readonly plan: { readonly memoryBytes: number; readonly connections: number; readonly persists: boolean; readonly hasStandby: boolean }
  /** By section and name, as INFO has them; empty while it is down. */
  readonly info: Readonly<Record<string, Readonly<Record<string, string>>>>
}

export type CacheFacts = { readonly items: number; readonly usedBytes: number; readonly limitBytes: number; readonly gets: number; readonly hits: number; readonly misses: number; readonly sets: number; readonly evictions: number; readonly connections: number; readonly uptimeMs: number }

export const addOnServerCalls = {
  'redis:info': { input: one, output: z.custom<RedisFacts>() },
  /** One command, as the app could say it; what waits or changes the connection is refused. */
  'redis:cli': { input: z.object({ addOn, line: z.string().min(1).max(64 * 1024), database }), output: z.object({ answer: z.custom<RedisAnswer>(), isCut: z.boolean() }) },
  /** Some keys from `cursor` on; '0' at the end. */
  'redis:keys': { input: z.object({ addOn, database, pattern: z.string().min(1).max(200).default('*'), cursor: z.string().regex(/^\d{1,20}$/).default('0'), count: z.number().int().min(1).max(500).default(100) }), output: z.object({ cursor: z.string(), keys: z.array(z.custom<RedisKey>()), total: z.number().int() }) },
  'redis:maxmemory': { input: z.object({ addOn, eviction: z.enum(evictionPolicies) }), output: done },
  'redis:timeout': { input: z.object({ addOn, seconds: z.number().int().min(0).max(86_400) }), output: done },
  /** Another password: every app gets the new URL with a release, and the old one is refused. */
  'redis:credentials:reset': { input: one, output: done },
  /** The standby takes over, in order: nothing is lost. */
  'redis:promote': { input: one, output: z.object({ seq: z.number().int(), tookMs: z.number() }) },
  'cache:stats': { input: one, output: z.custom<CacheFacts>() },
  'cache:flush': { input: one, output: z.object({ items: z.number().int() }) },
  'mail:list': { input: z.object({ addOn, limit: z.number().int().min(1).max(200).default(50), before: z.number().int().min(1).optional() }), output: z.custom<Mailbox>() },
  'mail:show': { input: z.object({ addOn, mail: z.number().int().min(1) }), output: z.custom<Mail>() },
  /** As it came. */
  'mail:raw': { input: z.object({ addOn, mail: z.number().int().min(1) }), output: z.object({ base64: z.string() }) },
  'mail:attachment': { input: z.object({ addOn, mail: z.number().int().min(1), index: z.number().int().min(0).max(100) }), output: z.object({ name: z.string(), type: z.string(), base64: z.string() }) },
  'mail:delete': { input: z.object({ addOn, mail: z.number().int().min(1) }), output: done },
  'mail:clear': { input: one, output: z.object({ count: z.number().int() }) },
} as const

export const addOnServerStreams = {
  /** The last `seconds`, then one item each second. */
  'redis:stats': z.object({ addOn, seconds: z.number().int().min(0).max(600).default(120) }),
  /** Mails as they come. */
  mail: one,
} as const

export type AddOnServerStreamItems = {
  'redis:stats': { readonly seconds: readonly RedisSecond[] }
  mail: { readonly mails: readonly MailSummary[] }
}

export const addOnServerEvents = {
  /** It answers. `node`: which of its two a Redis has; `message`: what it has to say, e.g. of what is not real. */
  'server.started': z.object({ addOnId: z.string(), node: node.nullable(), role: z.enum(['primary', 'standby']), /** The kind of server, where there are several. */ host: z.string().nullable(), version: z.string(), tookMs: z.number(), message: z.string().nullable() }),
  /** It ended, without anybody of Dynarium asking it to. */
  'server.ended': z.object({ addOnId: z.string(), role: z.enum(['primary', 'standby']), how: z.string() }),
  /** The standby became the primary. `tookMs`: from when it was noticed. */
  'server.promoted': z.object({ addOnId: z.string(), node, why: z.string(), tookMs: z.number(), message: z.string().nullable() }),
  'redis.configured': z.object({ addOnId: z.string(), policy: z.enum(evictionPolicies), timeoutS: z.number().int(), by: z.string() }),
} as const
