// Budgets: an amount for a calendar month, of an app or of everything, and what happens when it is reached: people are told, what
// costs more is refused, or all is scaled to no dynos. Heroku has none; users ask for them.

import type { App } from '../../../shared/domain/app.ts'
import { budgetSteps, everything, type Budget } from '../../../shared/domain/billing.ts'
import { addOnPrice, dynoPrice } from '../../../shared/billing/price-book.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { CallArgs, CallName } from '../../../shared/protocol/calls.ts'
import type { Cause } from '../../../shared/protocol/events.ts'
import { money } from '../../../shared/text/amounts.ts'
import type { Kernel } from '../journal/kernel.ts'
import { findAddOn } from '../../../shared/domain/add-on.ts'
import { findApp } from '../../../shared/domain/state.ts'
import { decideScale } from '../platform/scale.ts'
import type { Cancel } from '../ports/clock.ts'
import { billOf, runningBill } from './bill.ts'
import { timeOf, type Usage } from './usage.ts'

export type Budgets = {
  look(): void
  /** Throws PlatformError `budget-blocks` when that would cost more than is left. */
  refuse(name: CallName, args: unknown): void
  stop(): void
}

const soonestMs = 1000
const longestMs = 3_600_000
const hourMs = 3_600_000

export type BudgetDeps = {
  scaleAway(appName: string, types: readonly string[], cause: Cause): void
  /** `service:plan` of what somebody names when creating an add-on; null: there is no such thing. */
  planNamed(service: string): string | null
}

export function watchBudgets(kernel: Kernel, usage: Usage, { scaleAway, planNamed }: BudgetDeps): Budgets {
  const { state, clock } = kernel
  let cancel: Cancel | null = null

  function look(): void {
    cancel?.()
    cancel = null
    const waits = Object.values(state.budgets).map(check)
    if (waits.length > 0) cancel = clock.after(Math.max(soonestMs, Math.min(longestMs, ...waits)), look)
  }

  /** Milliseconds until its next step at this rate. */
  function check(budget: Budget): number {
    const now = timeOf(usage, clock)
    const span = usage.calendar.at(now)
    const spent = spentOf(budget)
    const before = budget.reached?.month === span.month ? budget.reached.percent : 0
    const step = budgetSteps.filter((percent) => spent * 100 >= budget.micros * percent).at(-1) ?? 0
    if (step > before) reached(budget, span.month, step, spent)
    const next = budgetSteps.find((percent) => percent > Math.max(step, before))
    const rate = (runningBill(usage, now)?.types ?? []).filter(({ appId }) => budget.scope === everything || appId === budget.scope).reduce((sum, one) => sum + one.rateMonthMicros, 0)
    const toMonthEnd = span.to - now
    if (next === undefined || rate === 0) return toMonthEnd
    const left = (budget.micros * next) / 100 - spent
    return Math.min(toMonthEnd, Math.ceil((left / rate) * (usage.book?.hoursOfMonth ?? 1) * hourMs))
  }

  function reached({ scope, micros, action }: Budget, month: string, percent: number, spentMicros: number): void {
    const app = scope === everything ? null : scope
    const [event] = kernel.commit({ kind: 'platform', text: `${percent} % of a budget was spent` }, [
      { type: 'budget.reached', app, data: { scope, month, percent, spentMicros, micros, currency: usage.book?.currency ?? 'USD' } },
    ])
    if (percent < 100 || action !== 'scale-down' || event === undefined) return
    for (const one of Object.values(state.apps)) {
      const types = Object.entries(one.formation).filter(([, { quantity }]) => quantity > 0).map(([type]) => type)
      if ((scope === everything || scope === one.id) && types.length > 0) scaleAway(one.name, types, { kind: 'event', seq: event.seq })
    }
  }

  function spentOf({ scope }: Budget): number {
    const now = timeOf(usage, clock)
    return billOf(usage, usage.calendar.at(now), now, scope === everything ? null : scope)?.micros ?? 0
  }

  function refuse(name: CallName, args: unknown): void {
    const wish = wishIn(name, args)
    if (wish?.app === undefined || wish.app === null) return
    const { app } = wish
    const budget = [state.budgets[app.id], state.budgets[everything]].find((one) => one?.action === 'block' && isSpent(one))
    if (budget === undefined || !wish.costsMore(app)) return
    throw new PlatformError('budget-blocks', { scope: budget.scope === everything ? 'everything' : app.name, budget: money(budget.micros, usage.book?.currency), what: wish.what })
  }

  /** What somebody wants that may cost more. */
  function wishIn(name: CallName, args: unknown): { readonly app: App | null; readonly what: string; costsMore(app: App): boolean } | null {
    switch (name) {
      case 'ps:scale':
        return { app: findApp(state, (args as CallArgs<'ps:scale'>).app), what: 'scaling up', costsMore: (app) => costsMore(app, args as CallArgs<'ps:scale'>) }
      case 'run:start':
        return { app: findApp(state, (args as CallArgs<'run:start'>).app), what: 'a one-off dyno', costsMore: () => true }
      case 'addons:create': {
        const { app, service } = args as CallArgs<'addons:create'>
        return { app: findApp(state, app), what: 'another add-on', costsMore: () => addOnMicros(planNamed(service)) > 0 }
      }
      case 'addons:upgrade': {
        const { addOn: named, plan } = args as CallArgs<'addons:upgrade'>
        const addOn = findAddOn(state, named)
        if (addOn === null) return null
        const wanted = plan.includes(':') ? plan : `${addOn.service}:${plan}`
        return { app: findApp(state, addOn.appId), what: 'a dearer plan', costsMore: () => addOnMicros(wanted) > addOnMicros(`${addOn.service}:${addOn.plan}`) }
      }
      default:
        return null
    }
  }

  const addOnMicros = (plan: string | null): number => (plan === null || usage.book === null ? 0 : (addOnPrice(usage.book, usage.era, plan) ?? 0))
  const isSpent = (budget: Budget): boolean => spentOf(budget) >= budget.micros

  function costsMore(app: App, { changes }: CallArgs<'ps:scale'>): boolean {
    const [draft] = decideScale(state, app.id, changes)
    if (draft?.type !== 'formation.changed') return false
    return priceOf({ ...app.formation, ...draft.data.changes }) > priceOf(app.formation)
  }

  /** Dynos of a pool draw on its hours: one more is more. */
  function priceOf(formation: App['formation']): number {
    const { book, era } = usage
    if (book === null) return 0
    return Object.values(formation).reduce((sum, { quantity, size }) => sum + quantity * Math.max(1, dynoPrice(book, era, size)?.monthMicros ?? 0), 0)
  }

  return { look, refuse, stop: () => cancel?.() }
}
