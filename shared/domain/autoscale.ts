// Autoscaling and threshold alerts of an app's web dynos, as people set them and as the journal leaves them. Facts: Heroku's devcenter
// articles on scaling (2024) and metrics; which parts are ours stands beside them.

import type { DynoSize } from './dyno-sizes.ts'

export const policyKinds = ['p95', 'cpu', 'queue-time', 'concurrency', 'schedule'] as const
export type PolicyKind = (typeof policyKinds)[number]
/** Those that hold one measured value at a target. */
export type MeasuredKind = Exclude<PolicyKind, 'schedule'>

/** What a target may be, and what it is when nobody says: the p95 of Heroku's CLI, the others ours. */
export const policyTargets: Readonly<Record<MeasuredKind, { readonly unit: 'ms' | 'percent' | 'requests'; readonly least: number; readonly most: number; readonly usual: number }>> = {
  p95: { unit: 'ms', least: 1, most: 30_000, usual: 1000 },
  cpu: { unit: 'percent', least: 1, most: 400, usual: 60 },
  'queue-time': { unit: 'ms', least: 1, most: 30_000, usual: 100 },
  concurrency: { unit: 'requests', least: 1, most: 200, usual: 10 },
}

/** Clock changes: none, those of the European Union, or those of the United States. */
export const daylightRules = ['none', 'eu', 'us'] as const
export type DaylightRule = (typeof daylightRules)[number]
/** Winter's minutes ahead of UTC. */
export type ScheduleZone = { readonly offsetMinutes: number; readonly daylight: DaylightRule }
/** From that minute of those days on; 0 is Sunday. */
export type ScheduleEntry = { readonly days: readonly number[]; readonly minute: number; readonly quantity: number }

export type AutoscalePolicy =
  | { readonly kind: MeasuredKind; readonly target: number }
  | { readonly kind: 'schedule'; readonly zone: ScheduleZone; readonly entries: readonly ScheduleEntry[] }

export type AutoscaleSetting = {
  readonly policy: AutoscalePolicy
  readonly min: number
  readonly max: number
  /** A smaller number has to be wanted for so long before a step down. Ours as a number: Heroku says "slower down than up". */
  readonly downAfterMinutes: number
  /** p95 on sizes below Performance, which Heroku does not offer. */
  readonly anySize: boolean
}

export const usualDownAfterMinutes = 3
export const scheduleEntriesMost = 40

/** What keeps the wanted number from coming about. */
export type Hindrance = 'none' | 'max' | 'refused' | 'no-readings'

export type Autoscale = AutoscaleSetting & {
  readonly isOn: boolean
  /** Why it is as it is: a person's wish, a scaling by hand, or a size it is not offered for. */
  readonly why: 'asked' | 'scaled-by-hand' | 'size'
  /** seq of the event that set it: where the causes of its steps go on to. */
  readonly seq: number
  readonly lastStep: { readonly seq: number; readonly at: number; readonly from: number; readonly to: number } | null
  /** Steps that took back the one before within five minutes, since it was turned on. */
  readonly turns: number
  readonly hindrance: Hindrance
  /** When "max is reached" was told last. */
  readonly maxToldAt: number | null
}

export const alertKinds = ['p95', 'failed'] as const
export type AlertKind = (typeof alertKinds)[number]
export const sensitivities = ['high', 'medium', 'low'] as const
export type Sensitivity = (typeof sensitivities)[number]
/** Minutes in a row that have to be over the threshold. */
export const sensitivityMinutes: Readonly<Record<Sensitivity, number>> = { high: 1, medium: 5, low: 10 }

export type AlertSetting = {
  /** Milliseconds of p95, or percent of requests that failed. */
  readonly over: number
  readonly sensitivity: Sensitivity
  /** Told again after so many minutes; null: once is enough. */
  readonly remindMinutes: number | null
}

export type Alert = AlertSetting & {
  /** Of the event that raised it; null while all is well. */
  readonly raised: { readonly seq: number; readonly since: number; readonly value: number; readonly toldAt: number; readonly reminders: number } | null
}

/** Heroku's tier of autoscaling by p95. */
export const autoscalesByP95 = (size: DynoSize): boolean => size.tier === 'performance'
/** Heroku's tiers of alerts. */
export const hasAlerts = (size: DynoSize): boolean => size.tier === 'standard' || size.tier === 'performance'
