// What is looked at to find out why a request failed: the faults that were in force while it was under way, and the app's events
// around that time, newest first.

import type { FaultTarget } from '../../../shared/domain/fault.ts'
import type { RequestReport } from '../../../shared/domain/route.ts'
import type { PlatformState } from '../../../shared/domain/state.ts'
import type { EventOf, EventType, PlatformEvent } from '../../../shared/protocol/events.ts'
import type { JournalStore } from '../ports/journal-store.ts'

export type PastFault = { readonly leaseId: string; readonly kind: string; readonly title: string; readonly target: FaultTarget; readonly appId: string | null; readonly dynoIds: readonly string[]; readonly startedAt: number; readonly endedAt: number | null; readonly seq: number }

export type Evidence = {
  /** Faults in force at some moment of the request, or up to `lingerMs` before it, newest first. */
  readonly faults: readonly PastFault[]
  /** Of the app and of the platform, from shortly after the request back, newest first; at most `eventsLookedAt`. */
  readonly events: readonly PlatformEvent[]
  /** The newest event of these types that fits. */
  last<T extends EventType>(types: readonly T[], fits?: (event: EventOf<T>) => boolean): EventOf<T> | null
}

const eventsLookedAt = 3000
/** What happened to a dyno is often observed a moment after the router saw it. */
const afterMs = 5000
/** A fault that ended just now may still be felt: dynos restart, connections are made anew. */
const lingerMs = 90_000

export function gatherEvidence(journal: JournalStore, state: PlatformState, report: RequestReport): Evidence {
  const began = report.at - report.totalMs
  const faults = pastFaults(state)
    .filter((fault) => fault.startedAt <= report.at && (fault.endedAt === null || fault.endedAt + lingerMs >= began))
    .filter((fault) => fault.appId === null || fault.appId === report.appId)
    .sort((a, b) => b.seq - a.seq)
  const events = journal.readBack(journal.lastSeq() + 1, eventsLookedAt, report.appId).filter((event) => event.at <= report.at + afterMs)
  return { faults, events, last: (types, fits) => lastOf(events, types, fits) }
}

function pastFaults(state: PlatformState): PastFault[] {
  const running = Object.values(state.leases).map(({ id, kind, title, target, appId, dynoIds, startedAt, seq }) => ({ leaseId: id, kind, title, target, appId, dynoIds, startedAt, endedAt: null, seq }))
  const over = state.receipts.map(({ leaseId, kind, title, target, appId, dynoIds, startedAt, endedAt, startedSeq }) => ({ leaseId, kind, title, target, appId, dynoIds, startedAt, endedAt, seq: startedSeq }))
  return [...running, ...over]
}

function lastOf<T extends EventType>(events: readonly PlatformEvent[], types: readonly T[], fits: (event: EventOf<T>) => boolean = () => true): EventOf<T> | null {
  for (const event of events) {
    if ((types as readonly string[]).includes(event.type) && fits(event as EventOf<T>)) return event as EventOf<T>
  }
  return null
}
