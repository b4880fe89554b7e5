// What goes over the wire of money: the events' data, and what the calls of prices, bills and budgets take and give.

import { z } from 'zod'
import { priceBookForm } from '../billing/price-book.ts'
import { budgetActions } from '../domain/billing.ts'

const micros = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month, such as 2026-11')

export const pricesChanged = z.object({ book: priceBookForm, text: z.string(), isStandard: z.boolean() })
export const poolEmptied = z.object({ owner: z.string(), pool: z.string(), hours: z.number(), until: z.number().int() })
export const poolRenewed = z.object({ owner: z.string(), pool: z.string() })
export const budgetSet = z.object({ scope: z.string(), micros, currency: z.string(), action: z.enum(budgetActions) })
export const budgetReached = z.object({ scope: z.string(), month, percent: z.number().int(), spentMicros: micros, micros, currency: z.string() })
export const outageEnded = z.object({ outageId: z.string(), failed: z.number().int(), served: z.number().int(), codes: z.record(z.string(), z.number().int()), endedAt: z.number().int(), cost: z.object({ micros, currency: z.string() }).optional() })

const app = z.string().min(1).max(64)

/** `app`, or everything. */
export const budgetInput = z.object({ app: app.optional(), micros: micros.max(1_000_000_000_000), action: z.enum(budgetActions) })
export const billInput = z.object({ month: month.optional(), app: app.optional() })
export const whatIfInput = z.object({ month: month.optional(), app, type: z.string().min(1).max(128), size: z.string().min(1).max(64).optional(), quantity: z.number().int().min(0).max(100).optional(), plan: z.string().min(1).max(64).optional() })
