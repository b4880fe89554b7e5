// The activity as rows: newest first, days set apart.

import type { PlatformEvent } from '../../shared/protocol/events.ts'
import { isOfKind, type EventKind } from '../text/event-kind.ts'
import type { Names } from '../text/names.ts'
import { sentence } from '../text/sentence.ts'
import { causeWords, isDetail } from '../text/tone.ts'

export type ActivityFilter = { readonly kind: EventKind | null; readonly search: string; /** Also those that say little by themselves. */ readonly hasDetails: boolean }
export type ActivityItem = { readonly kind: 'day'; readonly key: string; readonly at: number } | { readonly kind: 'event'; readonly key: string; readonly event: PlatformEvent }

/** `events` oldest first. */
export function activityItems(events: readonly PlatformEvent[], filter: ActivityFilter, names: Names): readonly ActivityItem[] {
  const items: ActivityItem[] = []
  let day = ''
  for (let index = events.length - 1; index >= 0; index--) {
    const event = events[index]
    if (event === undefined || !passes(event, filter, names)) continue
    const itsDay = new Date(event.at).toDateString()
    if (itsDay !== day) items.push({ kind: 'day', key: itsDay, at: event.at })
    day = itsDay
    items.push({ kind: 'event', key: String(event.seq), event })
  }
  return items
}

function passes(event: PlatformEvent, { kind, search, hasDetails }: ActivityFilter, names: Names): boolean {
  if (!hasDetails && isDetail(event.type)) return false
  if (kind !== null && !isOfKind(event.type, kind)) return false
  if (search === '') return true
  return `${sentence(event, names)} ${causeWords(event.causedBy)} ${event.app === null ? '' : names.app(event.app)} ${event.type}`.toLowerCase().includes(search.toLowerCase())
}
