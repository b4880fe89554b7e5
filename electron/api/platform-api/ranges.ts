// Lists in parts: `Range: version ..; order=desc,max=10`, answered with Content-Range and, when there is more, Next-Range and 206.
// 206 goes with Next-Range only: Heroku's CLI asks again for ever when it gets one without the other.

import { PlatformError } from '../../../shared/errors/platform-error.ts'

export type Page = { readonly items: readonly Record<string, unknown>[]; readonly contentRange: string | null; readonly nextRange: string | null }

type Wanted = { readonly key: string; readonly after: Bound | null; readonly upTo: Bound | null; readonly max: number; readonly isDescending: boolean }
type Bound = { readonly value: string; readonly isExclusive: boolean }

const defaultMax = 200
const maxMax = 1000
const rangePattern = /^\s*(?:(\w+)\s+)?(?:(\]?)((?:(?!\.\.)[^;\s])*)\s*\.\.\s*([^;[\s]*)(\[?))?\s*;?\s*(.*)$/

/** `keys`: properties the list can be sorted by, the default first. Throws PlatformError `range-invalid`. */
export function pageOf(items: readonly Record<string, unknown>[], keys: readonly string[], header: string | undefined): Page {
  const wanted = parseRange(header ?? '', keys)
  const direction = wanted.isDescending ? -1 : 1
  const order = (a: unknown, b: unknown) => direction * compare(a, b)
  const chosen = items.filter((item) => isWithin(item[wanted.key], wanted, order))
  chosen.sort((a, b) => order(a[wanted.key], b[wanted.key]))
  const page = chosen.slice(0, wanted.max)
  const first = page[0]?.[wanted.key]
  const last = page.at(-1)?.[wanted.key]
  const more = chosen.length > page.length
  return {
    items: page,
    contentRange: first === undefined ? null : `${wanted.key} ${String(first)}..${String(last)}`,
    nextRange: more ? `${wanted.key} ]${String(last)}..${wanted.upTo === null ? '' : wanted.upTo.value}; max=${wanted.max}${wanted.isDescending ? ', order=desc' : ''}` : null,
  }
}

function parseRange(header: string, keys: readonly string[]): Wanted {
  const match = rangePattern.exec(header)
  const [, key = keys[0] ?? 'id', exclusive = '', from = '', to = '', toExclusive = '', rest = ''] = match ?? []
  const options = new Map(rest.split(/[,;]/).map((option) => option.trim().split('=', 2) as [string, string | undefined]))
  if (!keys.includes(key)) throw new PlatformError('range-invalid', { why: `this list is sorted by ${keys.join(' or ')}, not by ${key}` })
  const max = Number(options.get('max') ?? defaultMax)
  if (!Number.isInteger(max) || max < 1 || max > maxMax) throw new PlatformError('range-invalid', { why: `max is a number from 1 to ${maxMax}` })
  return {
    key, max, isDescending: options.get('order') === 'desc',
    after: from === '' ? null : { value: from, isExclusive: exclusive !== '' },
    upTo: to === '' ? null : { value: to, isExclusive: toExclusive !== '' },
  }
}

function isWithin(value: unknown, wanted: Wanted, order: (a: unknown, b: unknown) => number): boolean {
  const { after, upTo } = wanted
  if (after !== null && order(value, after.value) < (after.isExclusive ? 1 : 0)) return false
  return upTo === null || order(value, upTo.value) <= (upTo.isExclusive ? -1 : 0)
}

/** Numbers by size, also when one of them came as text in a header. */
function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' || typeof b === 'number') return Math.sign(Number(a) - Number(b))
  const [left, right] = [String(a), String(b)]
  return left < right ? -1 : Number(left > right)
}
