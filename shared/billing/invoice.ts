// An invoice for people and programs: each line as a plain sentence, and the whole as CSV or JSON. What is exported says by which
// prices, of which date, and which Dynarium it was made with.

import { findDynoSize } from '../domain/dyno-sizes.ts'
import { money } from '../text/amounts.ts'
import type { Bill, BillLine, PoolLine } from './bill.ts'

const hourMs = 3_600_000

/** `48.25 hours`; below a tenth of an hour minutes and seconds. */
export function hours(ms: number): string {
  if (ms < hourMs / 10) return ms < 60_000 ? `${(ms / 1000).toFixed(1)} seconds` : `${(ms / 60_000).toFixed(1)} minutes`
  return `${(ms / hourMs).toFixed(2).replace(/\B(?=(\d{3})+\.)/g, ',')} hours`
}

/** What the line is for, how long, and how its amount comes about. */
export function lineSentence(line: BillLine, bill: Pick<Bill, 'currency' | 'book'>): string {
  const { kind, type, dynos, ms, monthMicros, micros, atCeiling, pool } = line
  const amount = (value: number): string => money(value, bill.currency)
  const size = findDynoSize(line.size)?.label ?? line.size
  const what = kind === 'release' ? `${count(dynos, 'release command')} ran` : kind === 'run' ? `${count(dynos, 'one-off dyno')} ran` : `${count(dynos, `${line.type} dyno`)} ran`
  const time = `${hours(ms)}${dynos > 1 ? ' together' : ''}`
  const together = kind === 'addon' ? `${count(dynos, `add-on of ${type}`, `add-ons of ${type}`)} on ${line.size} for ${time}` : `${what} ${time} as ${size}`
  if (line.isUnpriced === true) return `${together}, for which the price book has no price: it costs nothing.`
  if (pool !== null) return `${together}, out of the ${pool} pool.`
  if (monthMicros === 0) return `${together}, which costs nothing.`
  const rate = `${amount(Math.round(monthMicros / bill.book.hoursOfMonth))} an hour`
  if (atCeiling === dynos) return `${together}. ${dynos === 1 ? 'It has' : 'Each has'} cost the most a month costs, ${amount(monthMicros)}: ${amount(micros)}.`
  const capped = atCeiling === 0 ? '' : ` ${count(atCeiling, 'of them has', 'of them have')} cost the most a month costs, ${amount(monthMicros)}.`
  return `${together}, at ${rate}: ${amount(micros)}.${capped}`
}

export function poolSentence({ pool, usedMs, hours: all, micros }: PoolLine, bill: Pick<Bill, 'currency'>): string {
  return `The ${pool} pool: ${hours(usedMs)} of ${all.toLocaleString('en-US')} were used. Its price for the month is ${money(micros, bill.currency)}, however little is used.`
}

const count = (n: number, one: string, more = `${one}s`): string => `${n} ${n === 1 ? one : more}`

const columns = ['month', 'app', 'kind', 'type', 'size', 'dynos', 'hours', 'price_per_month', 'amount', 'currency', 'explanation'] as const

/** RFC 4180, with a head; amounts in units of the currency with six digits. */
export function invoiceCsv(bill: Bill): string {
  const rows: string[][] = bill.lines.map((line) => [
    bill.month, line.app, line.kind, line.type, line.size, String(line.dynos), (line.ms / hourMs).toFixed(6), units(line.monthMicros), units(line.micros), bill.currency, lineSentence(line, bill),
  ])
  for (const pool of bill.pools) rows.push([bill.month, '', 'pool', pool.pool, '', '', (pool.usedMs / hourMs).toFixed(6), units(pool.micros), units(pool.micros), bill.currency, poolSentence(pool, bill)])
  rows.push([bill.month, '', 'total', '', '', '', '', '', units(bill.micros), bill.currency, ''])
  return [columns, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

/** Amounts in micro-units. `version`: of Dynarium. */
export function invoiceJson(bill: Bill, version: string): string {
  return `${JSON.stringify({ madeBy: `Dynarium ${version}`, ...bill, lines: bill.lines.map((line) => ({ ...line, explanation: lineSentence(line, bill) })) }, null, 2)}\n`
}

const units = (micros: number): string => (micros / 1_000_000).toFixed(6)

/** A cell that a table program could take for a formula is told to be text. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe
}
