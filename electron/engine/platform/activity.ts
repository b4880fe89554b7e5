// Activity: what happened, newest first, and why. Heroku keeps an activity feed; here it is the journal itself, and every
// event names what led to it, so "why?" is a walk from one event to the person's command, the observation or the clock behind it.
// Config values are masked.

import type { PlatformEvent } from '../../../shared/protocol/events.ts'
import { redactEvent } from '../../../shared/protocol/redact.ts'
import type { JournalStore } from '../ports/journal-store.ts'

export type ActivityQuery = { readonly appId: string | null; readonly before?: number | undefined; readonly limit: number }

/** Links of a chain that are followed at most. */
export const maxCauses = 200

export function listEvents(journal: JournalStore, query: ActivityQuery): PlatformEvent[] {
  const before = query.before ?? journal.lastSeq() + 1
  return journal.readBack(before, query.limit, query.appId).map(redactEvent)
}

/** The event itself first, its root last; empty when there is no such event. */
export function chainOfCauses(journal: JournalStore, seq: number): PlatformEvent[] {
  const chain: PlatformEvent[] = []
  let next: number | null = seq
  while (next !== null && chain.length < maxCauses) {
    const event: PlatformEvent | null = journal.readOne(next)
    if (event === null) break
    chain.push(redactEvent(event))
    next = event.causedBy.kind === 'event' ? event.causedBy.seq : null
  }
  return chain
}
