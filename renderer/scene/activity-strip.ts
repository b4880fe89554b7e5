// The strip at the foot of the window: recent events as marks on a line of time that ends at the newest.

import type { PlatformEvent } from '../../shared/protocol/events.ts'
import { isDetail, toneOf, type Tone } from '../text/tone.ts'

export type StripMark = { readonly seq: number; readonly x: number; readonly tone: Tone; readonly count: number }

/** What the line spans, in milliseconds. */
export const stripSpanMs = 15 * 60_000
/** Marks nearer than this are drawn as one. */
const nearPixels = 7

export function stripMarks(events: readonly PlatformEvent[], width: number): StripMark[] {
  const end = events.at(-1)?.at ?? 0
  const marks: StripMark[] = []
  for (const event of events) {
    if (isDetail(event.type) || end - event.at > stripSpanMs) continue
    const x = Math.round((1 - (end - event.at) / stripSpanMs) * width)
    const last = marks.at(-1)
    const tone = toneOf(event.type)
    if (last !== undefined && x - last.x < nearPixels) marks[marks.length - 1] = { ...last, seq: event.seq, tone: stronger(last.tone, tone), count: last.count + 1 }
    else marks.push({ seq: event.seq, x, tone, count: 1 })
  }
  return marks
}

const strength: Readonly<Record<Tone, number>> = { bad: 3, good: 2, work: 1, plain: 0 }

function stronger(a: Tone, b: Tone): Tone {
  return strength[b] > strength[a] ? b : a
}
