// What a button of the traffic generator will do, and how the generator fares, in words.

import type { TrafficPlan } from '../../shared/domain/traffic.ts'
import type { TrafficPace } from '../scene/traffic-curve.ts'
import { thousands } from './thousands.ts'

/** `50/s`, `10 to 200/s`. */
export function ratesWords({ rate, shape }: TrafficPlan): string {
  return shape.kind === 'steady' ? `${thousands(rate)}/s` : `${thousands(rate)} to ${thousands(shape.to)}/s`
}

/** Null while all is sent in time. */
export function lagWords({ planned, missed }: TrafficPace): string | null {
  if (missed === 0) return null
  return `Can not keep up: ${thousands(missed)} of ${thousands(planned)} a second were not sent in time.`
}

export const openLoopWords = 'Open loop: each request is sent when its time has come, whether or not earlier ones were answered, as strangers on the internet do.'
