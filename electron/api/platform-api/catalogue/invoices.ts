// The bills of the meter in the form of Heroku's invoices: one a calendar month, totals in cents. Nobody is asked to pay them. And hours of the
// pool of Eco dynos, which its command line shows beside the dynos.

import type { Bill } from '../../../../shared/billing/bill.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import type { CallOutput } from '../../../../shared/protocol/calls.ts'
import { list, ok, type ApiAnswer, type ApiRequest } from '../api-types.ts'
import { apiTime, idOf } from '../identifiers.ts'
import { call, stateOf } from '../lookups.ts'

type Shown = CallOutput<'bill:show'>

/** Of the month that goes on, and of one that is over: as Heroku numbers them. */
const [pending, finalized] = [0, 1]

export async function listInvoices(request: ApiRequest): Promise<ApiAnswer> {
  const { months, bill } = await shown(request, {})
  const wanted = [...new Set([...months, bill.month])].sort()
  const bills = await Promise.all(wanted.map(async (month) => (month === bill.month ? bill : (await shown(request, { month })).bill)))
  return list(bills.map((one) => invoiceJson(request, one)), ['number', 'id'])
}

export async function getInvoice(request: ApiRequest): Promise<ApiAnswer> {
  const wanted = request.param('invoice')
  const all = await listInvoices(request)
  const found = all.kind === 'list' ? all.items.find((one) => one['id'] === wanted || String(one['number']) === wanted) : undefined
  if (found === undefined) throw new PlatformError('path-not-found', { path: `invoice ${wanted}` })
  return ok(found)
}

/** Seconds, as Heroku's. 404, which its command line takes for "none", where no app has dynos of the pool. */
export async function getQuota(request: ApiRequest): Promise<ApiAnswer> {
  const { bill } = await shown(request, {})
  const pool = bill.pools[0]
  if (pool === undefined) throw new PlatformError('path-not-found', { path: 'a pool of dyno hours; no app uses one' })
  const used = (appId: string): number => Math.round(bill.lines.filter((line) => line.appId === appId && line.pool === pool.pool).reduce((sum, { ms }) => sum + ms, 0) / 1000)
  const apps = Object.keys(stateOf(request).apps).map((id) => ({ app_uuid: id, quota_used: used(id) })).filter(({ quota_used }) => quota_used > 0)
  return ok({ account_quota: pool.hours * 3600, quota_used: Math.round(pool.usedMs / 1000), apps })
}

const shown = async (request: ApiRequest, input: { readonly month?: string }): Promise<Shown> => (await call(request, 'bill:show', input)) as Shown

function invoiceJson({ world }: ApiRequest, { month, from, to, until, micros }: Bill): Record<string, unknown> {
  const cents = Math.round(micros / 10_000)
  const day = (at: number): string => new Date(at).toISOString().slice(0, 10)
  return {
    id: idOf('invoice', `${world.owner}:${month}`), number: Number(month.replace('-', '')), charges_total: cents, credits_total: 0, total: cents, state: until >= to ? finalized : pending,
    period_start: day(from), period_end: day(to), created_at: apiTime(from), updated_at: apiTime(Math.min(until, to)),
  }
}
