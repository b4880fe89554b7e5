// Formation: how many dynos of which size each process type has. The first deploy runs one web dyno and none of the others; types
// that a later slug brings begin at 0. A type keeps its entry when the Procfile drops it, so it comes back as it was.
// Simplified: new types begin on Standard-1X, the first size that scales out; Heroku begins with Eco or Basic.

import type { App, FormationEntry } from '../../../shared/domain/app.ts'
import type { Slug } from '../../../shared/domain/build.ts'
import { defaultDynoSize, findDynoSize } from '../../../shared/domain/dyno-sizes.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { checkFormation, standsAlone } from './formation-limits.ts'
import { releaseType } from './process-types.ts'

/** Entries for the types of `slug` that the app never had. */
export function entriesForNewTypes(app: App, slug: Slug): Record<string, FormationEntry> {
  const added: Record<string, FormationEntry> = {}
  const size = sizeOfNewType(app.formation)
  for (const type of Object.keys(slug.processTypes)) {
    if (type === releaseType || Object.hasOwn(app.formation, type)) continue
    const one = { quantity: 1, size }
    added[type] = type === 'web' && fits(app, { ...app.formation, web: one }) ? one : { quantity: 0, size }
  }
  return added
}

/** An app on a size that does not mix stays on it. */
export function sizeOfNewType(formation: App['formation']): string {
  const alone = Object.values(formation).find((entry) => {
    const size = findDynoSize(entry.size)
    return entry.quantity > 0 && size !== null && standsAlone(size)
  })
  return alone?.size ?? defaultDynoSize
}

/** A deploy is never refused for the formation's sake: what does not fit begins at 0. */
function fits(app: App, formation: App['formation']): boolean {
  try {
    checkFormation(app.name, formation)
    return true
  } catch (error) {
    if (error instanceof PlatformError) return false
    throw error
  }
}
