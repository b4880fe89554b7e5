// What of money is part of the platform's state: the prices in force, hours that are used up, budgets, and outages to be priced.
// Amounts are integer micro-units of the price book's currency.

import type { PriceBook } from '../billing/price-book.ts'
import type { AppId } from './app.ts'

export type Prices = {
  readonly book: PriceBook
  /** As it was written. */
  readonly text: string
  /** It is the one that Dynarium comes with. */
  readonly isStandard: boolean
  readonly since: number
}

/** All hours of a pool are used: its dynos of this owner sleep until then. */
export type EmptyPool = { readonly owner: string; readonly pool: string; readonly until: number; readonly seq: number }

/** What happens when a budget is reached. `block`: nothing that costs more is begun. `scale-down`: to no dynos at all. */
export const budgetActions = ['alert', 'block', 'scale-down'] as const
export type BudgetAction = (typeof budgetActions)[number]

/** Of an app, or of `everything`. */
export type Budget = {
  readonly scope: AppId | typeof everything
  /** For a calendar month. */
  readonly micros: number
  readonly action: BudgetAction
  /** How much of it was reached in which month, in steps of `budgetSteps`; null: none yet. */
  readonly reached: { readonly month: string; readonly percent: number } | null
  readonly seq: number
}

export const everything = 'everything'
/** In percent. */
export const budgetSteps: readonly number[] = [75, 90, 100]

/** A time in which an app's visitors got errors from the router. Counts are of its seconds, whole. */
export type Outage = {
  readonly id: string
  readonly appId: AppId
  readonly startedAt: number
  /** null while it lasts. */
  readonly endedAt: number | null
  readonly failed: number
  readonly served: number
  /** Error codes by how often, of the failed ones. */
  readonly codes: Readonly<Record<string, number>>
  /** Faults that were in force on the app when it began. */
  readonly leaseIds: readonly string[]
  readonly seq: number
}

export const maxOutagesKept = 50

export const poolKey = (owner: string, pool: string): string => `${pool} ${owner}`
