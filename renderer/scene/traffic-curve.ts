// The rate that a plan asks for over time, to be seen before a single request is sent; and how the generator keeps to it.

import { plannedRate, type TrafficPlan, type TrafficSecond } from '../../shared/domain/traffic.ts'
import { niceTop } from './sparkline.ts'

export type TrafficCurve = {
  /** Requests a second, evenly spread over the span. */
  readonly values: readonly number[]
  readonly top: number
  readonly spanSeconds: number
}

const points = 241
const steadySpanSeconds = 60
/** A ramp is shown with the plain after it. */
const rampSpan = 1.5
const turnsShown = 2

export function trafficCurve(plan: TrafficPlan): TrafficCurve {
  const spanSeconds = Math.min(naturalSpan(plan), plan.seconds ?? Infinity)
  const values = Array.from({ length: points }, (_, index) => plannedRate(plan, (index / points) * spanSeconds * 1000))
  return { values, top: niceTop(values, 1), spanSeconds }
}

function naturalSpan({ shape, seconds }: TrafficPlan): number {
  if (shape.kind === 'steady') return seconds ?? steadySpanSeconds
  return shape.kind === 'ramp' ? shape.seconds * rampSpan : shape.seconds * turnsShown
}

/** Averages a second over the newest seconds; `inFlight` is of the newest. */
export type TrafficPace = { readonly planned: number; readonly sent: number; readonly missed: number; readonly ok: number; readonly failed: number; readonly inFlight: number; readonly lateMs: number }

export function trafficPace(seconds: readonly TrafficSecond[], overSeconds: number): TrafficPace | null {
  const last = seconds.at(-1)
  if (last === undefined) return null
  const newest = seconds.filter((second) => second.at > last.at - overSeconds * 1000)
  const average = (read: (second: TrafficSecond) => number): number => newest.reduce((sum, second) => sum + read(second), 0) / newest.length
  return {
    planned: average((second) => second.planned),
    sent: average((second) => second.sent),
    missed: average((second) => second.missed),
    ok: average((second) => second.ok),
    failed: average((second) => second.failed),
    inFlight: last.inFlight,
    lateMs: Math.max(...newest.map((second) => second.lateMs)),
  }
}

export type PlannedAndServed = { readonly planned: readonly number[]; readonly ok: readonly number[]; readonly failed: readonly (number | null)[] }

/** The newest `spanSeconds`, one entry a second; seconds without the generator are zero. */
export function plannedAndServed(seconds: readonly TrafficSecond[], spanSeconds: number): PlannedAndServed {
  const bySecond = new Map(seconds.map((second) => [Math.floor(second.at / 1000), second]))
  const last = Math.floor((seconds.at(-1)?.at ?? 0) / 1000)
  const at = Array.from({ length: spanSeconds }, (_, index) => bySecond.get(last - spanSeconds + 1 + index))
  return { planned: at.map((second) => second?.planned ?? 0), ok: at.map((second) => second?.ok ?? 0), failed: at.map((second) => second?.failed || null) }
}
