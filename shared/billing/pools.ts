// Whether the hours of a dyno's pool are used up.

import { poolKey, type EmptyPool } from '../domain/billing.ts'
import type { App } from '../domain/app.ts'
import type { PlatformState } from '../domain/state.ts'
import { dynoPrice, poolPrice } from './price-book.ts'

/** The pool that dynos of that size of the app's owner draw on, when it is empty; null otherwise. */
export function emptyPoolOf(state: PlatformState, app: Pick<App, 'owner'>, size: string): EmptyPool | null {
  if (state.prices === null) return null
  const pool = dynoPrice(state.prices.book, state.era, size)?.pool ?? null
  return pool === null ? null : (state.emptyPools[poolKey(app.owner, pool)] ?? null)
}

export function poolHours(state: PlatformState, pool: string): number {
  return state.prices === null ? 0 : (poolPrice(state.prices.book, state.era, pool)?.hours ?? 0)
}
