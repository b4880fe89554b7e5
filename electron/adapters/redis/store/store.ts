// The keys of an embedded Redis: 16 databases in memory, each key with its size, its end and its last use. Time and chance are given.

import type { EvictionPolicy } from '../../../../shared/domain/redis.ts'
import { emptySlots, freeSlot, takeSlot, type KeySlots } from './key-slots.ts'
import { isEmpty, sizeOf, type Entry, type Value } from './value.ts'

export type Database = { readonly index: number; keys: Map<string, Entry>; slots: KeySlots; volatile: KeySlots }

export type StoreWatcher = {
  /** The value of a key changed, or its end did, or it went. */
  changed(database: number, key: string): void
  /** It went without a command: its time was over, or it had to make room. */
  dropped(database: number, key: string): void
}

export type Store = {
  databases: Database[]
  watcher: StoreWatcher
  usedBytes: number
  peakBytes: number
  maxBytes: number
  policy: EvictionPolicy
  now: number
  /** False while an append file is read: what is over then was told to go in the file itself. */
  doesExpire: boolean
  readonly chance: () => number
  readonly counts: { hits: number; misses: number; expired: number; evicted: number; commands: number; connections: number; refused: number; changes: number }
}

export const databaseCount = 16

export function createStore(settings: { readonly maxBytes: number; readonly policy: EvictionPolicy; readonly chance: () => number }): Store {
  return {
    ...settings,
    databases: Array.from({ length: databaseCount }, (_, index) => emptyDatabase(index)),
    watcher: { changed: () => {}, dropped: () => {} },
    usedBytes: 0, peakBytes: 0, now: 0, doesExpire: true,
    counts: { hits: 0, misses: 0, expired: 0, evicted: 0, commands: 0, connections: 0, refused: 0, changes: 0 },
  }
}

const emptyDatabase = (index: number): Database => ({ index, keys: new Map(), slots: emptySlots(), volatile: emptySlots() })

/** A look that counts as a use. */
export function readKey(store: Store, database: Database, key: string): Entry | undefined {
  const entry = findKey(store, database, key)
  if (entry === undefined) {
    store.counts.misses += 1
    return undefined
  }
  store.counts.hits += 1
  used(store, entry)
  return entry
}

/** The same without counting. */
export function findKey(store: Store, database: Database, key: string): Entry | undefined {
  const entry = database.keys.get(key)
  if (entry === undefined || entry.expiresAt === null || !store.doesExpire || entry.expiresAt > store.now) return entry
  expireKey(store, database, key)
  return undefined
}

/** Replaces what was there. */
export function putKey(store: Store, database: Database, key: string, value: Value, expiresAt: number | null): void {
  const before = database.keys.get(key)
  if (before !== undefined) {
    before.value = value
    used(store, before)
    setEnd(database, key, before, expiresAt)
    return noteChange(store, database, key, before)
  }
  const entry: Entry = { value, expiresAt: null, bytes: 0, usedAt: store.now, uses: 5, slot: takeSlot(database.slots, key), volatileSlot: -1 }
  database.keys.set(key, entry)
  setEnd(database, key, entry, expiresAt)
  noteChange(store, database, key, entry)
}

/** After every change of a value in place: counts its size anew, and removes what has become empty. */
export function noteChange(store: Store, database: Database, key: string, entry: Entry): void {
  if (isEmpty(entry.value)) return void removeKey(store, database, key)
  const bytes = sizeOf(key, entry.value)
  store.usedBytes += bytes - entry.bytes
  entry.bytes = bytes
  if (store.usedBytes > store.peakBytes) store.peakBytes = store.usedBytes
  store.counts.changes += 1
  store.watcher.changed(database.index, key)
}

export function setEnd(database: Database, key: string, entry: Entry, expiresAt: number | null): void {
  if (expiresAt !== null && entry.volatileSlot === -1) entry.volatileSlot = takeSlot(database.volatile, key)
  if (expiresAt === null && entry.volatileSlot !== -1) {
    freeSlot(database.volatile, entry.volatileSlot)
    entry.volatileSlot = -1
  }
  entry.expiresAt = expiresAt
}

export function removeKey(store: Store, database: Database, key: string): boolean {
  const entry = database.keys.get(key)
  if (entry === undefined) return false
  database.keys.delete(key)
  freeSlot(database.slots, entry.slot)
  if (entry.volatileSlot !== -1) freeSlot(database.volatile, entry.volatileSlot)
  store.usedBytes -= entry.bytes
  store.counts.changes += 1
  store.watcher.changed(database.index, key)
  return true
}

export function clearDatabase(store: Store, database: Database): void {
  for (const [key, entry] of database.keys) {
    store.usedBytes -= entry.bytes
    store.watcher.changed(database.index, key)
  }
  store.counts.changes += database.keys.size
  database.keys = new Map()
  database.slots = emptySlots()
  database.volatile = emptySlots()
}

/** Some whose time is over, that nobody asked for. Returns the share of those looked at that were. */
export function expireSome(store: Store, database: Database, looks: number): number {
  const { keys } = database.volatile
  let over = 0
  let looked = 0
  for (let look = 0; look < looks && keys.length > 0; look += 1) {
    const key = keys[Math.floor(store.chance() * keys.length)]
    const entry = key === undefined ? undefined : database.keys.get(key)
    if (key === undefined || entry === undefined) continue
    looked += 1
    if (entry.expiresAt === null || entry.expiresAt > store.now) continue
    expireKey(store, database, key)
    over += 1
  }
  return looked === 0 ? 0 : over / looked
}

function expireKey(store: Store, database: Database, key: string): void {
  removeKey(store, database, key)
  store.counts.expired += 1
  store.watcher.dropped(database.index, key)
}

function used(store: Store, entry: Entry): void {
  entry.usedAt = store.now
  if (!store.policy.endsWith('lfu') || entry.uses >= 255) return
  const above = Math.max(0, entry.uses - 5)
  if (store.chance() < 1 / (above * 10 + 1)) entry.uses += 1
}
