// The server behind an add-on, as everybody sees it: what it is, whether it runs, and for Redis what was set.

import type { AddOnId } from './add-on.ts'
import type { EvictionPolicy } from './redis.ts'

/** Each has a folder of its own; which of them is the primary changes with a failover. */
export type RedisNodeName = 'a' | 'b'

export type RedisSettings = {
  readonly policy: EvictionPolicy
  /** Of a client that says nothing; 0: never. */
  readonly timeoutS: number
  readonly primary: RedisNodeName
  /** `none`: the plan has none, or this kind of server can not have one. */
  readonly standby: 'none' | 'up' | 'down'
  readonly promotions: number
}

export type AddOnServer = {
  readonly addOnId: AddOnId
  /** The kind of server, where a service has several. */
  readonly host: string | null
  /** e.g. "Redis 7.0.15" */
  readonly version: string
  readonly isUp: boolean
  readonly since: number
  /** Why it is down, or what its last start had to say. */
  readonly message: string | null
  readonly redis: RedisSettings | null
}

/** Heroku's. */
export const usualRedis = { policy: 'noeviction', timeoutS: 300 } as const
