// Caches that clients of memcached use, each a node with a port on loopback, a user and a password. Nothing in them lasts.

export type CacheCounts = {
  readonly gets: number
  readonly hits: number
  readonly misses: number
  readonly sets: number
  readonly deletes: number
  readonly touches: number
  readonly flushes: number
  readonly evictions: number
  readonly expired: number
  readonly items: number
  /** An estimate. */
  readonly usedBytes: number
  readonly limitBytes: number
}

export type CacheStats = CacheCounts & { readonly connections: number; readonly connectionsEver: number; readonly uptimeMs: number }

export type CacheSpec = { readonly id: string; readonly user: string; readonly password: string; readonly memoryBytes: number }

export type CacheSink = {
  /** It ended without being asked to. */
  ended(id: string, how: string): void
}

/** All reject with an Error in words for people. */
export type CacheHost = {
  /** Called once at most. */
  connect(sink: CacheSink): void
  /** Empty. Resolves when it listens. */
  start(spec: CacheSpec): Promise<{ readonly port: number }>
  stats(id: string): Promise<CacheStats>
  flush(id: string): Promise<CacheStats>
  /** What does not fit any more goes, the longest unused first. */
  setMemory(id: string, bytes: number): Promise<CacheStats>
  kill(id: string): Promise<void>
  /** It keeps its port and does nothing. */
  freeze(id: string): Promise<void>
  thaw(id: string): Promise<void>
  stop(id: string): Promise<void>
  stopAll(): Promise<void>
}
