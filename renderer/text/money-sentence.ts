// Prices, pools, budgets and outages as sentences.

import type { EventOf } from '../../shared/protocol/events.ts'
import { money } from '../../shared/text/amounts.ts'
import type { Names } from './names.ts'

type MoneyEvent = EventOf<'prices.changed' | 'meter.read' | 'pool.emptied' | 'pool.renewed' | 'budget.set' | 'budget.removed' | 'budget.reached' | 'outage.started' | 'outage.ended'>

export function moneySentence(event: MoneyEvent, names: Names): string {
  switch (event.type) {
    case 'prices.changed':
      return `The prices of "${event.data.book.title}", version ${event.data.book.version}, are in force`
    case 'meter.read':
      return 'The meter was read'
    case 'pool.emptied':
      return `The ${event.data.hours} hours of the ${event.data.pool} pool are used up: its dynos sleep until next month`
    case 'pool.renewed':
      return `The hours of the ${event.data.pool} pool are there again`
    case 'budget.set':
      return `The budget of ${scopeWords(event.data.scope, names)} was set to ${money(event.data.micros, event.data.currency)} a month, ${actionWords[event.data.action]}`
    case 'budget.removed':
      return `The budget of ${scopeWords(event.data.scope, names)} was removed`
    case 'budget.reached':
      return `${event.data.percent} % of the budget of ${scopeWords(event.data.scope, names)} is spent: ${money(event.data.spentMicros, event.data.currency)} of ${money(event.data.micros, event.data.currency)}`
    case 'outage.started':
      return 'An outage began: visitors get errors from the router'
    case 'outage.ended': {
      const { failed, served, cost } = event.data
      const price = cost === undefined ? '' : `, and ${money(cost.micros, cost.currency)} of dynos meanwhile`
      return `The outage is over: ${failed.toLocaleString('en-US')} of ${(failed + served).toLocaleString('en-US')} requests failed${price}`
    }
  }
}

const actionWords: Readonly<Record<EventOf<'budget.set'>['data']['action'], string>> = {
  alert: 'to be told when it is reached', block: 'to block what costs more when it is reached', 'scale-down': 'to scale to no dynos when it is reached',
}

const scopeWords = (scope: string, names: Names): string => (scope === 'everything' ? 'everything' : names.app(scope))
