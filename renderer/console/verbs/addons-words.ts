// Prices and states of add-ons in the CLI's shape.

import { addOnPrice } from '../../../shared/billing/price-book.ts'
import { addOnStateWords, type AddOn } from '../../../shared/domain/add-on.ts'
import type { PlatformState } from '../../../shared/domain/state.ts'
import { money } from '../../../shared/text/amounts.ts'

const hoursOfMonth = 720

/** Micro-units of a month; null: the book in force has none. */
export const priceIn = ({ prices, era }: Pick<PlatformState, 'prices' | 'era'>, { service, plan }: Pick<AddOn, 'service' | 'plan'>): number | null => (prices === null ? null : addOnPrice(prices.book, era, `${service}:${plan}`))

/** `~$0.0069/hour`, `free`, `unknown`. */
export const hourlyOf = (month: number | null): string => (month === null ? 'unknown' : month === 0 ? 'free' : `~${money(Math.round(month / hoursOfMonth))}/hour`)

/** `$5.00/month`. */
export const monthlyOf = (month: number | null): string => (month === null ? 'unknown' : month === 0 ? 'free' : `${money(month)}/month`)

export const stateWord = ({ state }: Pick<AddOn, 'state'>): string => addOnStateWords[state]
