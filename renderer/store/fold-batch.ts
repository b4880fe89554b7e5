// Folding a batch into the mirror. The shared fold changes containers in place, so each batch works on fresh ones: who holds the
// old state keeps it. A container in which nothing changed stays the same one, so selectors see by identity what did.

import type { PlatformState } from '../../shared/domain/state.ts'
import { fold } from '../../shared/fold/fold.ts'
import type { PlatformEvent } from '../../shared/protocol/events.ts'

export type BatchResult =
  | { readonly kind: 'folded'; readonly state: PlatformState; readonly fresh: readonly PlatformEvent[] }
  /** Events are missing before this batch: only a new snapshot helps. */
  | { readonly kind: 'gap' }

type Container = { [K in keyof PlatformState]: PlatformState[K] extends Readonly<Record<string, unknown>> ? K : never }[keyof PlatformState]

const everyContainer: Readonly<Record<Container, true>> = {
  apps: true, releases: true, builds: true, appBuilds: true, slugs: true, dynos: true, traffic: true, leases: true, experiments: true, pipelines: true, promotions: true, reviewApps: true,
  emptyPools: true, budgets: true, factorChecks: true, addOns: true, savedSearches: true, attachments: true, addOnServers: true,
  schedulerJobs: true, partners: true, partnerResources: true, postgres: true, webhookDeliveries: true,
  people: true, authorizations: true, oauthClients: true, sshKeys: true, collaborators: true, teams: true, teamApps: true, appTransfers: true,
}
const containers = Object.keys(everyContainer) as Container[]

export function foldBatch(state: PlatformState, events: readonly PlatformEvent[]): BatchResult {
  const fresh = events.filter((event) => event.seq > state.seq)
  if (fresh.length === 0) return { kind: 'folded', state, fresh }
  const next: PlatformState = { ...state, ...Object.fromEntries(containers.map((name) => [name, { ...state[name] }])) }
  for (const event of fresh) {
    if (event.seq !== next.seq + 1) return { kind: 'gap' }
    fold(next, event)
  }
  return { kind: 'folded', state: withUnchanged(state, next), fresh }
}

function withUnchanged(before: PlatformState, after: PlatformState): PlatformState {
  const kept = containers.filter((name) => isSame(before[name], after[name])).map((name) => [name, before[name]] as const)
  return { ...after, ...Object.fromEntries(kept) }
}

/** The same records at the same places, in the same order. */
function isSame(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  const names = Object.keys(a)
  const others = Object.keys(b)
  return names.length === others.length && names.every((name, index) => name === others[index] && a[name] === b[name])
}

/** Newest last, without doubles, at most `bound`. Each list may be in either order: pages of older events come newest first. */
export function joinEvents(older: readonly PlatformEvent[], newer: readonly PlatformEvent[], bound: number): readonly PlatformEvent[] {
  if (isNewestLast(older)) {
    const [next] = newer
    const last = newer.at(-1)
    if (next === undefined || last === undefined) return older
    // The usual case: events without a gap, after all that was there.
    if (next.seq > (older.at(-1)?.seq ?? 0) && last.seq - next.seq === newer.length - 1) return newer.length >= bound ? newer.slice(-bound) : [...older.slice(-(bound - newer.length)), ...newer]
  }
  const bySeq = new Map<number, PlatformEvent>()
  for (const event of older) bySeq.set(event.seq, event)
  for (const event of newer) bySeq.set(event.seq, event)
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq).slice(-bound)
}

const isNewestLast = (events: readonly PlatformEvent[]): boolean => (events[0]?.seq ?? 0) <= (events.at(-1)?.seq ?? 0)
