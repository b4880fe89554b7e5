// From what is wanted to one step, or to waiting: one dyno at a time, steps a minute apart, slower down than up, never outside of the
// limits. All Heroku's, but for how much slower: down only when fewer were wanted at every look for some minutes.

import type { Wish } from './policies/policy.ts'
import type { Hindrance } from '../../../shared/domain/autoscale.ts'

export type Course = {
  readonly wish: Wish
  readonly quantity: number
  readonly min: number
  readonly max: number
  readonly now: number
  /** When it stepped last; null: never. */
  readonly lastAt: number | null
  /** Since when fewer are wanted, without a break. */
  readonly lowerSince: number | null
  readonly downAfterMs: number
  readonly minuteMs: number
}

export type Move =
  | { readonly kind: 'step'; readonly to: number; readonly act: 'up' | 'down' }
  | { readonly kind: 'wait'; readonly why: 'cool-down' | 'patience'; readonly until: number }
  | { readonly kind: 'rest'; readonly hindrance: Exclude<Hindrance, 'refused'> }

export function steer({ wish: { count }, quantity, min, max, now, lastAt, lowerSince, downAfterMs, minuteMs }: Course): Move {
  if (count === null) return { kind: 'rest', hindrance: 'no-readings' }
  const goal = Math.max(min, Math.min(max, count))
  if (goal === quantity) return { kind: 'rest', hindrance: count > max ? 'max' : 'none' }
  const act = goal > quantity ? 'up' : 'down'
  const patientUntil = act === 'down' ? (lowerSince ?? now) + downAfterMs : now
  if (patientUntil > now) return { kind: 'wait', why: 'patience', until: patientUntil }
  const nextAt = (lastAt ?? -Infinity) + minuteMs
  if (nextAt > now) return { kind: 'wait', why: 'cool-down', until: nextAt }
  return { kind: 'step', to: quantity + (act === 'up' ? 1 : -1), act }
}

/** Fewer are wanted than there are, as far as the limits let them be. */
export const wantsFewer = ({ count }: Wish, quantity: number, min: number): boolean => count !== null && Math.max(min, count) < quantity
