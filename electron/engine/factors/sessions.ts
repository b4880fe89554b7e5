// A visitor who comes back: cookies kept as a browser keeps them, and the numbers of a page that count the visitor's own visits.

import type { Visit } from './trial.ts'

export type Jar = { header(): string | undefined; take(visit: Pick<Visit, 'cookies'>): readonly string[] }

/** The router's own cookie is not the app's. */
const notOfApp = 'heroku-session-affinity'

export function createJar(): Jar {
  const kept = new Map<string, string>()
  return {
    header: () => (kept.size === 0 ? undefined : [...kept].map(([name, value]) => `${name}=${value}`).join('; ')),
    /** Names of cookies that got another value than they had. */
    take: ({ cookies = [] }) => {
      const changed: string[] = []
      for (const line of cookies) {
        const match = /^([^=;\s]+)=([^;]*)/.exec(line)
        if (match === null || match[1] === notOfApp) continue
        const [, name = '', value = ''] = match
        if (kept.has(name) && kept.get(name) !== value) changed.push(name)
        if (value === '' || /max-age=0\b/i.test(line)) kept.delete(name)
        else kept.set(name, value)
      }
      return changed
    },
  }
}

/** Whole numbers of a text, in order. */
export const numbersIn = (text: string): readonly number[] => (text.match(/\d{1,9}/g) ?? []).map(Number)

/**
 * Places of numbers that count this visitor's visits: one more at each visit of hers, and less for somebody new. A number that counts the
 * requests of a process is not less for somebody new.
 */
export function visitCounters(own: readonly string[], stranger: string): readonly number[] {
  const rows = own.map(numbersIn)
  const fresh = numbersIn(stranger)
  const [first] = rows
  if (first === undefined || rows.some((row) => row.length !== first.length) || fresh.length !== first.length) return []
  const last = rows[rows.length - 1] ?? []
  return first.flatMap((_, place) => {
    const counts = rows.every((row, visit) => visit === 0 || (row[place] ?? NaN) === (rows[visit - 1]?.[place] ?? NaN) + 1)
    return counts && (fresh[place] ?? 0) < (last[place] ?? 0) ? [place] : []
  })
}
