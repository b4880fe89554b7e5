// Scaling: `heroku ps:scale web=3 worker+1 clock-1 web=2:standard-2x`. A number sets, "+1" and "-1" count from what is there, a size
// alone resizes (`ps:type`). Types come from the running slug or the formation; sizes from the era's list, in any case of letters.
// All changes of one call happen together or not at all.

import type { App, FormationEntry } from '../../../shared/domain/app.ts'
import { dynoSizes, findDynoSize, maxDynosPerApp, type DynoSize, type Era } from '../../../shared/domain/dyno-sizes.ts'
import type { PlatformState } from '../../../shared/domain/state.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { EventDraft } from '../../../shared/protocol/events.ts'
import { sizeOfNewType } from './formation.ts'
import { checkFormation } from './formation-limits.ts'
import { knownTypes, releaseType } from './process-types.ts'
import { requireApp } from './require-app.ts'
import { checkPrebootSize } from './settings.ts'

export type ScaleChange = { readonly type: string; readonly quantity?: number | string | undefined; readonly size?: string | undefined }

export function decideScale(state: PlatformState, nameOrId: string, wanted: readonly ScaleChange[]): EventDraft[] {
  const app = requireApp(state, nameOrId)
  const types = knownTypes(state, app)
  let next: App['formation'] = app.formation
  for (const change of wanted) {
    if (!types.includes(change.type)) throw unknownType(change.type, types)
    next = { ...next, [change.type]: changedEntry(state.era, next, change) }
  }
  const changes = differences(app.formation, next)
  if (Object.keys(changes).length === 0) return []
  checkFormation(app.name, next)
  if (app.preboot && Object.hasOwn(changes, 'web')) checkPrebootSize(app.name, next)
  return [{ type: 'formation.changed', app: app.id, data: { changes } }]
}

function unknownType(type: string, types: readonly string[]): PlatformError {
  const known = types.filter((other) => other !== releaseType)
  return new PlatformError('type-not-found', { type, known: known.join(', ') || 'none' })
}

function changedEntry(era: Era, formation: App['formation'], change: ScaleChange): FormationEntry {
  if (change.quantity === undefined && change.size === undefined) throw new PlatformError('scale-grammar', { text: change.type })
  const before = Object.hasOwn(formation, change.type) ? formation[change.type] : undefined
  const entry = before ?? { quantity: 0, size: sizeOfNewType(formation) }
  return {
    quantity: change.quantity === undefined ? entry.quantity : changedQuantity(entry.quantity, change.type, change.quantity),
    size: change.size === undefined ? entry.size : sizeOfEra(era, change.size).name,
  }
}

/** `3`, "3" and "=3" set; "+1" and "-1" count on. Too many for the size or the app is for the formation's limits to say. */
function changedQuantity(now: number, type: string, wanted: number | string): number {
  const [, sign = '', digits = ''] = /^([=+-]?)(\d+)$/.exec(typeof wanted === 'number' ? `=${wanted}` : wanted.trim()) ?? []
  if (digits === '' && typeof wanted === 'string') throw new PlatformError('scale-grammar', { text: `${type}${/^[=+-]/.test(wanted) ? '' : '='}${wanted}` })
  const count = Number(digits)
  const quantity = sign === '+' ? now + count : sign === '-' ? now - count : count
  const max = type === releaseType ? 0 : maxDynosPerApp
  if (digits === '' || quantity < 0 || !Number.isSafeInteger(quantity) || (type === releaseType && quantity > max)) {
    throw new PlatformError('quantity-invalid', { quantity: digits === '' ? wanted : quantity, max })
  }
  return quantity
}

/** The size a person asks for. Throws `size-not-found`. */
export function sizeOfEra(era: Era, name: string): DynoSize {
  const size = findDynoSize(name)
  if (size !== null && size.eras.includes(era)) return size
  const known = dynoSizes.filter(({ eras }) => eras.includes(era)).map(({ label }) => label)
  throw new PlatformError('size-not-found', { size: name, known: known.join(', ') })
}

function differences(from: App['formation'], to: App['formation']): Record<string, FormationEntry> {
  const changed = Object.entries(to).filter(([type, entry]) => {
    const before = Object.hasOwn(from, type) ? from[type] : undefined
    return before === undefined || before.quantity !== entry.quantity || before.size !== entry.size
  })
  return Object.fromEntries(changed)
}
