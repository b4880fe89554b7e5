// Folds of money: prices in force, empty pools, budgets, outages.

import { maxOutagesKept, poolKey, type Outage } from '../domain/billing.ts'
import type { PlatformState } from '../domain/state.ts'
import type { EventOf } from '../protocol/events.ts'

type BillingEvent = EventOf<
  | 'prices.changed' | 'pool.emptied' | 'pool.renewed' | 'budget.set' | 'budget.removed' | 'budget.reached' | 'outage.started' | 'outage.ended'
>

export function foldBilling(state: PlatformState, event: BillingEvent): void {
  switch (event.type) {
    case 'prices.changed':
      state.prices = { ...event.data, since: event.at }
      return
    case 'pool.emptied': {
      const { owner, pool, until } = event.data
      state.emptyPools[poolKey(owner, pool)] = { owner, pool, until, seq: event.seq }
      return
    }
    case 'pool.renewed':
      delete state.emptyPools[poolKey(event.data.owner, event.data.pool)]
      return
    case 'budget.set': {
      const { scope, micros, action } = event.data
      const reached = state.budgets[scope]?.micros === micros ? (state.budgets[scope]?.reached ?? null) : null
      state.budgets[scope] = { scope, micros, action, reached, seq: event.seq }
      return
    }
    case 'budget.removed':
      delete state.budgets[event.data.scope]
      return
    case 'budget.reached': {
      const budget = state.budgets[event.data.scope]
      const { month, percent } = event.data
      if (budget !== undefined) state.budgets[budget.scope] = { ...budget, reached: { month, percent }, seq: event.seq }
      return
    }
    case 'outage.started':
    case 'outage.ended':
      return foldOutage(state, event)
  }
}

function foldOutage(state: PlatformState, event: EventOf<'outage.started' | 'outage.ended'>): void {
  if (event.type === 'outage.started') {
    const { outageId, startedAt, leaseIds } = event.data
    const fresh: Outage = { id: outageId, appId: event.app ?? '', startedAt, endedAt: null, failed: 0, served: 0, codes: {}, leaseIds, seq: event.seq }
    state.outages = [...state.outages, fresh].slice(-maxOutagesKept)
    return
  }
  const { outageId, failed, served, codes, endedAt } = event.data
  state.outages = state.outages.map((outage) => (outage.id === outageId ? { ...outage, failed, served, codes, endedAt, seq: event.seq } : outage))
}
