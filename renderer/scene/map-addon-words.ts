// An add-on of the map in words: what hover, focus and the table say.

import { addOnStateWords } from '../../shared/domain/add-on.ts'
import { addOnKindWord } from './addon-kind.ts'
import type { MapAddOnInput, Passing } from './map-addons.ts'
import { byteRate } from './links.ts'

/** `DATABASE, HEROKU_POSTGRESQL_AMBER: database postgresql-quiet-1`. */
export function addOnPart({ name, names, service }: MapAddOnInput): string {
  return `${names.length === 0 ? 'Not attached' : names.join(', ')}: ${addOnKindWord(service)} ${name}`
}

/** State, what passes, and who else has it. */
export function addOnState({ state, message, others, payer }: MapAddOnInput, passing: Passing | null): string {
  return [
    `${addOnStateWords[state]}${state === 'errored' && message !== null ? `: ${message.replace(/\.$/, '')}` : ''}`,
    passing === null ? '' : passing.refuses ? 'refuses connections' : `${passing.open} open, ${byteRate(passing.toService)} to it, ${byteRate(passing.toDyno)} back`,
    others.length === 0 ? '' : `shared with ${others.join(', ')}`,
    payer === null || others.includes(payer) ? '' : `paid for by ${payer}`,
  ].filter(Boolean).join(', ')
}

export function addOnFact(addOn: MapAddOnInput, passing: Passing | null): string {
  return `${addOnPart(addOn)}, ${addOn.service}:${addOn.plan}, ${addOnState(addOn, passing)}`
}
