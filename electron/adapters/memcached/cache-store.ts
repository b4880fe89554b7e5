// The items of a cache, within the plan's memory: the one that was used longest ago goes when there is no room. Nothing lasts.

import type { CacheCounts } from '../../engine/ports/cache-host.ts'

export type Item = { value: Buffer; flags: number; cas: number; /** Of the clock; null: it stays. */ expiresAt: number | null }

export type StoreMode = 'set' | 'add' | 'replace' | 'append' | 'prepend'
export type Stored = 'stored' | 'notStored' | 'exists' | 'notFound' | 'tooLarge'

export type StoreWish = {
  readonly mode: StoreMode
  readonly key: string
  readonly value: Buffer
  readonly flags: number
  readonly expiresAt: number | null
  /** Only while the item has this number. 0: whatever it has. */
  readonly cas: number
}

export type CacheStore = {
  get(key: string): Item | null
  put(wish: StoreWish): { readonly stored: Stored; readonly cas: number }
  /** null: no such item. `notNumber`: its value is none. Without an item, `initial` is put unless it is null. */
  step(key: string, by: bigint, initial: bigint | null, expiresAt: number | null): { readonly value: bigint; readonly cas: number } | 'notNumber' | null
  touch(key: string, expiresAt: number | null): Item | null
  remove(key: string, cas: number): 'removed' | 'exists' | 'notFound'
  /** All that is there at that moment. */
  flush(at: number): void
  setMemory(bytes: number): void
  counts(): CacheCounts
}

export const mostKeyBytes = 250
export const mostValueBytes = 1024 * 1024
/** What Node keeps around an item. */
const itemBytes = 160
const most = 2n ** 64n

export function createCacheStore(memoryBytes: number, now: () => number): CacheStore {
  /** In the order of their last use. */
  const items = new Map<string, Item>()
  const counts = { gets: 0, hits: 0, misses: 0, sets: 0, deletes: 0, touches: 0, flushes: 0, evictions: 0, expired: 0 }
  let limitBytes = memoryBytes
  let usedBytes = 0
  let lastCas = 0
  let flushAt: number | null = null

  const sizeOf = (key: string, item: Item): number => itemBytes + key.length + item.value.length

  function find(key: string): Item | null {
    if (flushAt !== null && flushAt <= now()) clear()
    const item = items.get(key)
    if (item === undefined) return null
    if (item.expiresAt === null || item.expiresAt > now()) return item
    drop(key, item)
    counts.expired += 1
    return null
  }

  function use(key: string, item: Item): void {
    items.delete(key)
    items.set(key, item)
  }

  function drop(key: string, item: Item): void {
    items.delete(key)
    usedBytes -= sizeOf(key, item)
  }

  function clear(): void {
    flushAt = null
    items.clear()
    usedBytes = 0
  }

  function keep(key: string, made: Omit<Item, 'cas'>): number {
    const before = items.get(key)
    if (before !== undefined) drop(key, before)
    lastCas += 1
    const item = { ...made, cas: lastCas }
    items.set(key, item)
    usedBytes += sizeOf(key, item)
    makeRoom()
    return lastCas
  }

  function makeRoom(): void {
    for (const [key, item] of items) {
      if (usedBytes <= limitBytes) return
      drop(key, item)
      counts.evictions += 1
    }
  }

  function put({ mode, key, value, flags, expiresAt, cas }: StoreWish): { stored: Stored; cas: number } {
    const old = find(key)
    counts.sets += 1
    const no = (stored: Stored) => ({ stored, cas: 0 })
    if (cas !== 0 && old === null) return no('notFound')
    if (cas !== 0 && old?.cas !== cas) return no('exists')
    if (mode === 'add' ? old !== null : mode !== 'set' && old === null) return no('notStored')
    const isJoined = mode === 'append' || mode === 'prepend'
    const joined = old === null || !isJoined ? Buffer.from(value) : Buffer.concat(mode === 'append' ? [old.value, value] : [value, old.value])
    if (joined.length > mostValueBytes || itemBytes + key.length + joined.length > limitBytes) return no('tooLarge')
    return { stored: 'stored', cas: keep(key, isJoined && old !== null ? { value: joined, flags: old.flags, expiresAt: old.expiresAt } : { value: joined, flags, expiresAt }) }
  }

  function step(key: string, by: bigint, initial: bigint | null, expiresAt: number | null): { value: bigint; cas: number } | 'notNumber' | null {
    const old = find(key)
    if (old === null) return initial === null ? null : { value: initial, cas: keep(key, { value: Buffer.from(String(initial)), flags: 0, expiresAt }) }
    const text = old.value.toString('latin1').trimEnd()
    if (!/^\d{1,20}$/.test(text) || BigInt(text) >= most) return 'notNumber'
    const sum = BigInt(text) + by
    // Down ends at nothing, up goes round.
    const value = sum < 0n ? 0n : sum % most
    return { value, cas: keep(key, { value: Buffer.from(String(value)), flags: old.flags, expiresAt: old.expiresAt }) }
  }

  return {
    put, step,
    get: (key) => {
      const item = find(key)
      counts.gets += 1
      counts[item === null ? 'misses' : 'hits'] += 1
      if (item !== null) use(key, item)
      return item
    },
    touch: (key, expiresAt) => {
      const item = find(key)
      counts.touches += 1
      if (item === null) return null
      item.expiresAt = expiresAt
      use(key, item)
      return item
    },
    remove: (key, cas) => {
      const item = find(key)
      if (item === null) return 'notFound'
      if (cas !== 0 && item.cas !== cas) return 'exists'
      drop(key, item)
      counts.deletes += 1
      return 'removed'
    },
    flush: (at) => {
      counts.flushes += 1
      if (at <= now()) clear()
      else flushAt = at
    },
    setMemory: (bytes) => {
      limitBytes = bytes
      makeRoom()
    },
    counts: () => ({ ...counts, items: items.size, usedBytes, limitBytes }),
  }
}

/** As memcached reads them: up to thirty days from now, beyond that of the clock; below 0 it is over already. In seconds; 0: it stays. */
export function endOf(seconds: number, now: number): number | null {
  if (seconds === 0) return null
  if (seconds < 0) return now
  return seconds <= 60 * 60 * 24 * 30 ? now + seconds * 1000 : seconds * 1000
}
