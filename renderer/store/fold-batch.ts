// Folding a batch into the mirror. The shared fold changes containers in place, so each batch works on fresh ones: who holds the
// old state keeps it, and selectors see by identity what changed.

import type { PlatformState } from '../../shared/domain/state.ts'
import { fold } from '../../shared/fold/fold.ts'
import type { PlatformEvent } from '../../shared/protocol/events.ts'

export type BatchResult =
  | { readonly kind: 'folded'; readonly state: PlatformState; readonly fresh: readonly PlatformEvent[] }
  /** Events are missing before this batch: only a new snapshot helps. */
  | { readonly kind: 'gap' }

export function foldBatch(state: PlatformState, events: readonly PlatformEvent[]): BatchResult {
  const fresh = events.filter((event) => event.seq > state.seq)
  const next: PlatformState = {
    ...state,
    apps: { ...state.apps },
    releases: { ...state.releases },
    builds: { ...state.builds },
    appBuilds: { ...state.appBuilds },
    slugs: { ...state.slugs },
    dynos: { ...state.dynos },
    traffic: { ...state.traffic },
  }
  for (const event of fresh) {
    if (event.seq !== next.seq + 1) return { kind: 'gap' }
    fold(next, event)
  }
  return { kind: 'folded', state: next, fresh }
}

/** Newest last, without doubles, at most `bound`. */
export function joinEvents(older: readonly PlatformEvent[], newer: readonly PlatformEvent[], bound: number): readonly PlatformEvent[] {
  const bySeq = new Map<number, PlatformEvent>()
  for (const event of older) bySeq.set(event.seq, event)
  for (const event of newer) bySeq.set(event.seq, event)
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq).slice(-bound)
}
