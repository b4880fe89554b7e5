// Process types of an app: what the Procfile of the running slug names, and what the formation still remembers from slugs before.
// The type `release` is never scaled: it runs once per release, as the release phase. Only its size can be set, as on Heroku.

import type { App } from '../../../shared/domain/app.ts'
import type { Slug } from '../../../shared/domain/build.ts'
import { findRelease, type PlatformState } from '../../../shared/domain/state.ts'

export const releaseType = 'release'

/** In the order of the Procfile, then those of slugs before. */
export function knownTypes(state: PlatformState, app: App): string[] {
  return [...new Set([...Object.keys(currentSlug(state, app)?.processTypes ?? {}), ...Object.keys(app.formation)])]
}

export function releaseCommand(slug: Slug | null): string | null {
  return slug !== null && Object.hasOwn(slug.processTypes, releaseType) ? (slug.processTypes[releaseType] ?? null) : null
}

/** The slug of the newest succeeded release, or null for an app nothing was deployed to. */
function currentSlug(state: PlatformState, app: App): Slug | null {
  const slugId = findRelease(state, app.id, app.currentVersion)?.slugId ?? null
  return slugId === null ? null : (state.slugs[slugId] ?? null)
}
