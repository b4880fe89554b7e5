// App names: an app's name is its subdomain, so it is unique and follows the rules of one. Heroku makes up a name when none is
// given; here it is adjective-noun-number. The pattern is the Platform API's.

import { appNamePattern } from '../../../shared/domain/app.ts'
import { findApp, type PlatformState } from '../../../shared/domain/state.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { Random } from '../ports/clock.ts'
import { adjectives, nouns } from './name-words.ts'

const maxTries = 1000

/** A name nobody has, e.g. `quiet-harbor-48213`. */
export function freshName(state: PlatformState, random: Random): string {
  for (let attempt = 0; attempt < maxTries; attempt++) {
    const number = 10_000 + Math.floor(random.next() * 90_000)
    const name = `${pick(adjectives, random)}-${pick(nouns, random)}-${number}`
    if (findApp(state, name) === null) return name
  }
  throw new Error(`no free app name in ${maxTries} tries`)
}

/** Refuses a name that can not be given to an app; `fresh` makes one up for the suggestion. */
export function checkName(state: PlatformState, name: string, fresh: () => string): void {
  if (!appNamePattern.test(name)) {
    throw new PlatformError('app-name-invalid', { name, suggestion: nearestName(state, name) ?? fresh() })
  }
  if (findApp(state, name) !== null) throw new PlatformError('app-name-taken', { name })
}

/** What the person may have meant, in the form the rules ask for. */
function nearestName(state: PlatformState, wanted: string): string | null {
  const cleaned = wanted
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 30)
    .replace(/-+$/, '')
  const fits = (name: string): boolean => appNamePattern.test(name) && findApp(state, name) === null
  return [cleaned, `${cleaned}-app`].find(fits) ?? null
}

function pick(words: readonly string[], random: Random): string {
  const word = words[Math.floor(random.next() * words.length)]
  if (word === undefined) throw new Error('a random number was not below 1')
  return word
}
