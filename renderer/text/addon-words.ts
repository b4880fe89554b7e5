// Add-ons in words: states, limits, features and prices of plans. A price that no book knows is said to be unknown, never free.

import { addOnStateWords, type AddOnState } from '../../shared/domain/add-on.ts'
import { byteSize, money } from '../../shared/text/amounts.ts'
import type { MarkKind } from '../scene/dyno-mark.ts'
import { priceChangeWords, type PriceList } from './price.ts'
import { thousands } from './thousands.ts'

const marks: Readonly<Record<AddOnState, MarkKind>> = { provisioning: 'starting', provisioned: 'up', errored: 'crashed', deprovisioning: 'draining' }

export const addOnMark = (state: AddOnState): { readonly kind: MarkKind; readonly word: string } => ({ kind: marks[state], word: addOnStateWords[state] })

const groupTitles: Readonly<Record<string, string>> = { data: 'Data', logs: 'Logs', mail: 'Mail', jobs: 'Jobs', metrics: 'Metrics', other: 'Other services' }

export const groupTitle = (group: string): string => groupTitles[group] ?? group

const megabyte = 1024 * 1024
const limitForms: Readonly<Record<string, (value: number) => string>> = {
  connections: (value) => `${thousands(value)} connections`,
  storageMb: (value) => `${byteSize(value * megabyte)} of storage`,
  memoryMb: (value) => `${byteSize(value * megabyte)} of memory`,
  rows: (value) => `${thousands(value)} rows`,
  tables: (value) => `${thousands(value)} tables`,
  rollbackDays: (value) => `rollback over ${days(value)}`,
  volumeMbPerDay: (value) => `${byteSize(value * megabyte)} a day`,
  searchDays: (value) => `search over ${days(value)}`,
  archiveDays: (value) => `archives over ${days(value)}`,
  messages: (value) => `${thousands(value)} messages`,
  messageMb: (value) => `${byteSize(value * megabyte)} a message`,
}

const days = (count: number): string => (count === 1 ? '1 day' : `${thousands(count)} days`)

/** `20 connections`, `1 GB of storage`; what has no words of its own stands under its name. */
export function limitWords(limits: Readonly<Record<string, number>>): string[] {
  return Object.entries(limits).map(([name, value]) => limitForms[name]?.(value) ?? `${name} ${thousands(value)}`)
}

const featureTitles: Readonly<Record<string, string>> = { ha: 'standby and failover', follow: 'followers', fork: 'forks', rollback: 'rollback', persistence: 'kept on disk' }

export const featureWords = (features: readonly string[]): string[] => features.map((feature) => featureTitles[feature] ?? feature)

/** `$5.00/mo`, `free`, `no price known`. */
export function planMonthWords(monthMicros: number | null, { currency }: Pick<PriceList, 'currency'>): string {
  if (monthMicros === null) return 'no price known'
  return monthMicros === 0 ? 'free' : `${money(monthMicros, currency)}/mo`
}

/** `$0.0069/h`; empty where there is nothing to divide. */
export function planHourWords(monthMicros: number | null, { currency, hoursOfMonth }: Pick<PriceList, 'currency' | 'hoursOfMonth'>): string {
  return monthMicros === null || monthMicros === 0 ? '' : `${money(Math.round(monthMicros / hoursOfMonth), currency)}/h`
}

/** What a click adds: `+$5.00/mo`, `free`, `no price known`. */
export function planAddsWords(monthMicros: number | null, prices: PriceList): string {
  if (monthMicros === null || monthMicros === 0) return planMonthWords(monthMicros, prices)
  return priceChangeWords(monthMicros, prices)
}

/** From one plan to another: `+$45.00/mo`, `same price`; unknown where either is. */
export const planChangeWords = (from: number | null, to: number | null, prices: PriceList): string => (from === null || to === null ? 'no price known' : priceChangeWords(to - from, prices))

/** `tea and coffee`, `tea, coffee and 2 more`. */
export function listWords(names: readonly string[], most = 6): string {
  if (names.length <= 1) return names[0] ?? ''
  if (names.length > most) return `${names.slice(0, most).join(', ')} and ${names.length - most} more`
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
