// The kernel: commit drafts, fold them, make them durable, then let rooms react. Heroku has no such thing to show; this is the
// glass box's own heart. A commit changes the state at once, so the next command decides on it; replies and reactions wait
// until the batch is on disk, so nothing outside ever happens because of an event that could be lost.

import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { fold } from '../../../shared/fold/fold.ts'
import { emptyState, type PlatformState } from '../../../shared/domain/state.ts'
import type { Cause, EventDraft, EventOf, EventType, PlatformEvent } from '../../../shared/protocol/events.ts'
import type { Cancel, Clock, Ids, Random } from '../ports/clock.ts'
import type { JournalStore, Snapshot } from '../ports/journal-store.ts'

export type Reaction<T extends EventType> = (event: EventOf<T>) => void
export type BatchListener = (events: readonly PlatformEvent[]) => void

export type Kernel = {
  readonly clock: Clock
  readonly random: Random
  readonly ids: Ids
  readonly journal: JournalStore
  /** Changed in place by commits. Read it; never write it. */
  readonly state: PlatformState
  /** Appends in order, each with the same cause. Throws PlatformError `journal-halted` when the journal can not be written any more. */
  commit(cause: Cause, drafts: readonly EventDraft[]): readonly PlatformEvent[]
  /** Called after the event is on disk, in order of seq. Reactions may commit. */
  on<T extends EventType>(type: T, react: Reaction<T>): void
  /** Every batch, after its reactions. For readers: logs, windows, meters. */
  listen(listener: BatchListener): Cancel
  /** Resolves when all that was committed so far is on disk and reacted to. */
  durable(): Promise<void>
  /** Saves a snapshot so that the next start folds little. */
  snapshot(): void
  /** A room that folds the journal for itself: what `fold` gives goes into snapshots as plain data. Answers with what is in the last one, null if nothing is. */
  keep(name: string, fold: () => unknown): unknown
}

export type KernelOptions = {
  readonly clock: Clock
  readonly random: Random
  readonly ids: Ids
  readonly journal: JournalStore
  /** A reaction threw: our own bug. Or the journal can not be written, and `event` is null. */
  readonly onBug: (error: unknown, event: PlatformEvent | null) => void
}

const readChunk = 10_000
const snapshotEvery = 20_000

export const because = (event: { readonly seq: number }): Cause => ({ kind: 'event', seq: event.seq })

export function createKernel(options: KernelOptions): Kernel {
  const { clock, journal } = options
  const saved = journal.loadSnapshot()
  const state = loadState(journal, saved)
  const keepers = new Map<string, () => unknown>()
  const reactions = new Map<EventType, ((event: PlatformEvent) => void)[]>()
  const listeners = new Set<BatchListener>()
  let pending: PlatformEvent[] = []
  let flushing: Promise<void> | null = null
  let halted: PlatformError | null = null
  let sinceSnapshot = 0

  function commit(cause: Cause, drafts: readonly EventDraft[]): readonly PlatformEvent[] {
    if (halted !== null) throw halted
    const events = drafts.map((draft) => {
      const event = { seq: state.seq + 1, at: Math.max(state.at, clock.now()), causedBy: cause, ...draft } as PlatformEvent
      fold(state, event)
      return event
    })
    pending.push(...events)
    if (events.length > 0) flushing ??= Promise.resolve().then(flush).catch((error: unknown) => options.onBug(error, null))
    return events
  }

  /** One batch a turn: what reactions commit makes the next batch. */
  async function flush(): Promise<void> {
    while (pending.length > 0) {
      const batch = pending
      pending = []
      append(batch)
      for (const event of batch) react(event)
      for (const listener of listeners) guard(null, () => listener(batch))
      await Promise.resolve()
    }
    flushing = null
    if (sinceSnapshot >= snapshotEvery) snapshot()
  }

  function append(batch: readonly PlatformEvent[]): void {
    try {
      journal.append(batch)
      sinceSnapshot += batch.length
    } catch (error) {
      pending = []
      flushing = null
      const why = error instanceof Error ? error.message : String(error)
      halted = new PlatformError('journal-halted', { why, path: journal.path })
      throw halted
    }
  }

  function react(event: PlatformEvent): void {
    for (const reaction of reactions.get(event.type) ?? []) guard(event, () => reaction(event))
  }

  function guard(event: PlatformEvent | null, run: () => void): void {
    try {
      run()
    } catch (error) {
      options.onBug(error, event)
    }
  }

  function on<T extends EventType>(type: T, reaction: Reaction<T>): void {
    const list = reactions.get(type) ?? []
    reactions.set(type, [...list, reaction as (event: PlatformEvent) => void])
  }

  function listen(listener: BatchListener): Cancel {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  async function durable(): Promise<void> {
    while (flushing !== null) await flushing
    if (halted !== null) throw halted
  }

  function snapshot(): void {
    if (halted !== null) return
    journal.saveSnapshot({ seq: state.seq, state, kept: Object.fromEntries([...keepers].map(([name, fold]) => [name, fold()])) })
    sinceSnapshot = 0
  }

  function keep(name: string, give: () => unknown): unknown {
    keepers.set(name, give)
    return saved?.kept?.[name] ?? null
  }

  return { clock, random: options.random, ids: options.ids, journal, state, commit, on, listen, durable, snapshot, keep }
}

/** Snapshot + fold(rest) = fold(all). */
function loadState(journal: JournalStore, saved: Snapshot | null): PlatformState {
  // A snapshot of an earlier version lacks what was added since.
  const state = saved === null ? emptyState() : { ...emptyState(), ...saved.state }
  for (;;) {
    const events = journal.read(state.seq, readChunk)
    for (const event of events) fold(state, event)
    if (events.length < readChunk) return state
  }
}
