// Makes room by the plan's policy, as Redis does it: of a few keys drawn by chance the one that fits best goes, until it fits.

import type { EvictionPolicy } from '../../../../shared/domain/redis.ts'
import { drawKey } from './key-slots.ts'
import { removeKey, type Database, type Store } from './store.ts'
import type { Entry } from './value.ts'

const samples = 5
/** Keys that go for one command; a value that needs more room is refused. */
const mostEvictions = 10_000

/** False: it can not be made. */
export function makeRoom(store: Store): boolean {
  for (let count = 0; count < mostEvictions; count += 1) {
    if (store.maxBytes === 0 || store.usedBytes <= store.maxBytes) return true
    if (store.policy === 'noeviction' || !evictOne(store)) return false
  }
  return store.usedBytes <= store.maxBytes
}

function evictOne(store: Store): boolean {
  const isVolatile = store.policy.startsWith('volatile')
  let worst: { readonly database: Database; readonly key: string; readonly rank: number } | null = null
  for (const database of store.databases) {
    if (database.keys.size === 0) continue
    for (let sample = 0; sample < samples; sample += 1) {
      const key = drawKey(isVolatile ? database.volatile : database.slots, store.chance)
      const entry = key === undefined ? undefined : database.keys.get(key)
      if (key === undefined || entry === undefined) break
      const rank = rankOf(store.policy, entry)
      if (worst === null || rank > worst.rank) worst = { database, key, rank }
    }
  }
  if (worst === null) return false
  removeKey(store, worst.database, worst.key)
  store.counts.evicted += 1
  store.watcher.dropped(worst.database.index, worst.key)
  return true
}

/** The higher, the sooner it goes. */
function rankOf(policy: EvictionPolicy, entry: Entry): number {
  switch (policy) {
    case 'allkeys-lru': case 'volatile-lru': return -entry.usedAt
    case 'allkeys-lfu': case 'volatile-lfu': return -entry.uses
    case 'volatile-ttl': return -(entry.expiresAt ?? Infinity)
    case 'allkeys-random': case 'volatile-random': case 'noeviction': return 0
  }
}
