// The order and the choice of the rows of the list of apps.

import type { AppSummary } from './app-summary.ts'

export const appOrders = ['name', 'state', 'activity', 'price'] as const
export type AppOrder = (typeof appOrders)[number]

export type AppLine = { readonly id: string; readonly name: string; readonly summary: AppSummary; readonly updatedAt: number; readonly priceMicros: number }

/** What needs a look comes first. */
const worst: readonly AppSummary['mark'][] = ['crashed', 'starting', 'draining', 'up', 'idle', 'down']

/** Ties are broken by name, so that rows do not change places by themselves. */
export function orderApps<T extends AppLine>(lines: readonly T[], order: AppOrder, search: string): readonly T[] {
  const wanted = search.trim().toLowerCase()
  const byName = (a: T, b: T): number => (a.name < b.name ? -1 : Number(a.name > b.name))
  const compare: Readonly<Record<AppOrder, (a: T, b: T) => number>> = {
    name: byName,
    state: (a, b) => worst.indexOf(a.summary.mark) - worst.indexOf(b.summary.mark) || byName(a, b),
    activity: (a, b) => b.updatedAt - a.updatedAt || byName(a, b),
    price: (a, b) => b.priceMicros - a.priceMicros || byName(a, b),
  }
  return lines.filter((line) => line.name.includes(wanted)).sort(compare[order])
}
