// Moments that explain a bend in a curve: deploys, scaling, crashes, restarts.

import type { EventType, PlatformEvent } from '../../shared/protocol/events.ts'
import { toneOf, type Tone } from '../text/tone.ts'
import type { TimeWindow } from './chart.ts'

export type ChartMark = { readonly seq: number; readonly at: number; readonly tone: Tone; readonly event: PlatformEvent }

const marked: ReadonlySet<EventType> = new Set<EventType>([
  'release.succeeded', 'release.failed', 'formation.changed', 'dyno.crashed', 'restart.requested', 'maintenance.changed', 'dyno.erred', 'traffic.started', 'traffic.stopped', 'fault.started', 'fault.ended', 'routing.changed', 'runtime.changed', 'alert.raised', 'alert.recovered',
])
const marksShown = 200

/** Oldest first. */
export function chartMarks(events: readonly PlatformEvent[], window: TimeWindow): readonly ChartMark[] {
  return events
    .filter((event) => marked.has(event.type) && event.at >= window.from && event.at < window.to)
    .slice(-marksShown)
    .map((event) => ({ seq: event.seq, at: event.at, tone: toneOf(event.type), event }))
}

/** The marks within `reach` of a moment, in milliseconds. */
export const marksNear = (marks: readonly ChartMark[], at: number, reach: number): readonly ChartMark[] => marks.filter((mark) => Math.abs(mark.at - at) <= reach)
