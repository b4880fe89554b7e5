// The engine's state as this window knows it: a snapshot, and every event since, folded by the engine's own function.

import { create } from 'zustand'
import { emptyState, type PlatformState } from '../../shared/domain/state.ts'
import type { PlatformInfo } from '../../shared/protocol/calls.ts'
import type { PlatformEvent } from '../../shared/protocol/events.ts'
import { foldBatch, joinEvents } from './fold-batch.ts'

export type Mirror = {
  readonly state: PlatformState
  /** False until the first snapshot: nothing is known yet. */
  readonly isKnown: boolean
  /** The newest events, newest last, at most `recentBound`. */
  readonly recent: readonly PlatformEvent[]
  readonly info: PlatformInfo | null
}

const recentBound = 500

export const useMirror = create<Mirror>(() => ({ state: emptyState(), isKnown: false, recent: [], info: null }))

export function takeSnapshot(state: PlatformState): void {
  useMirror.setState((mirror) => ({ state, isKnown: true, recent: mirror.recent.filter((event) => event.seq <= state.seq) }))
}

/** False when events are missing and a snapshot is needed. */
export function takeEvents(events: readonly PlatformEvent[]): boolean {
  const { state, recent } = useMirror.getState()
  const result = foldBatch(state, events)
  if (result.kind === 'gap') return false
  useMirror.setState({ state: result.state, isKnown: true, recent: joinEvents(recent, result.fresh, recentBound) })
  return true
}

export function takeHistory(events: readonly PlatformEvent[]): void {
  useMirror.setState(({ recent }) => ({ recent: joinEvents(recent, events, recentBound) }))
}

export function takeInfo(info: PlatformInfo): void {
  useMirror.setState({ info })
}
