// Limits of a formation, as Heroku sets them: so many dynos per process type by size, 100 per app, two for an app on Eco, and
// the small sizes (free, hobby, eco, basic) never beside another size (devcenter dyno-scaling-and-process-limits, 2024-12-03;
// dyno-types, 2020-08-17). A type scaled to 0 has no dynos, so it breaks no limit; its size counts again when it is scaled up.

import type { App } from '../../../shared/domain/app.ts'
import { findDynoSize, maxDynosPerApp, type DynoSize } from '../../../shared/domain/dyno-sizes.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'

const maxDynosPerEcoApp = 2
const tiersThatStandAlone: readonly DynoSize['tier'][] = ['free', 'hobby', 'eco', 'basic']

/** Throws the refusal for the first limit that `formation` breaks. */
export function checkFormation(app: string, formation: App['formation']): void {
  const running = Object.entries(formation)
    .filter(([, entry]) => entry.quantity > 0)
    .map(([type, entry]) => ({ type, quantity: entry.quantity, size: requireKnownSize(entry.size) }))
  for (const { type, quantity, size } of running) {
    if (quantity > size.maxPerType) throw new PlatformError('quantity-over-type-limit', { type, quantity, size: size.label, max: size.maxPerType, other: otherSizes(size) })
  }
  const alone = running.find(({ size }) => standsAlone(size))?.size
  const other = running.find(({ size }) => alone !== undefined && size !== alone)?.size
  if (alone !== undefined && other !== undefined) throw new PlatformError('sizes-do-not-mix', { size: alone.label, other: other.label })
  const quantity = running.reduce((sum, entry) => sum + entry.quantity, 0)
  const max = alone?.tier === 'eco' ? maxDynosPerEcoApp : maxDynosPerApp
  if (quantity > max) throw new PlatformError('quantity-over-app-limit', { app, quantity, max })
}

/** Only what helps: the sizes differ in how far they scale out, and some go as far as there is. */
function otherSizes(size: DynoSize): string {
  if (standsAlone(size)) return ', or Standard-1X or larger, which scale out'
  return size.maxPerType < maxDynosPerApp ? `, or a Standard size, which goes to ${maxDynosPerApp}` : ''
}

export const standsAlone = (size: DynoSize): boolean => tiersThatStandAlone.includes(size.tier)

function requireKnownSize(name: string): DynoSize {
  const size = findDynoSize(name)
  if (size === null) throw new Error(`the formation has an unknown dyno size: ${name}`)
  return size
}
