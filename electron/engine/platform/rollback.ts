// Rollback: a new release with the slug and the config vars of an earlier one. Heroku leaves add-ons, databases and the git
// repository as they are, and so does this platform: the next push builds from git as ever. Without a version the target is the
// newest earlier release that succeeded and has a slug.

import { attachedConfig } from '../../../shared/domain/add-on.ts'
import type { App } from '../../../shared/domain/app.ts'
import type { Release } from '../../../shared/domain/build.ts'
import { containerStack } from '../../../shared/domain/stacks.ts'
import { findRelease, runtimeOf, type PlatformState } from '../../../shared/domain/state.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { configDifference, type ConfigChanges } from './config-vars.ts'
import { checkImagesRun } from './stacks.ts'

export type Rollback = { readonly target: Release & { readonly slugId: string }; readonly changes: ConfigChanges }

export function decideRollback(state: PlatformState, app: App, version: number | undefined, hasSlug: (slugId: string) => boolean): Rollback {
  const target = version === undefined ? newestBefore(state, app) : requireRelease(state, app, version)
  const { slugId } = target
  if (target.version === app.currentVersion) throw new PlatformError('release-is-current', { version: target.version })
  if (target.status.kind === 'failed') throw new PlatformError('release-failed', { version: target.version })
  if (target.status.kind === 'pending') throw new PlatformError('release-pending', { version: target.version, app: app.name })
  if (slugId === null) throw new PlatformError('release-without-slug', { version: target.version })
  if (!Object.hasOwn(state.slugs, slugId) || !hasSlug(slugId)) throw new PlatformError('slug-missing', { version: target.version })
  if (state.slugs[slugId]?.stack === containerStack) checkImagesRun(app.name, runtimeOf(state, app))
  return { target: { ...target, slugId }, changes: withoutKeys(configDifference(app.config, target.config), attachedConfig(state, app.id)) }
}

/** What attachments give stays as it is now. */
const withoutKeys = (changes: ConfigChanges, attached: App['config']): ConfigChanges => Object.fromEntries(Object.entries(changes).filter(([key]) => !Object.hasOwn(attached, key)))

export function requireRelease(state: PlatformState, app: App, version: number): Release {
  const release = findRelease(state, app.id, version)
  if (release === null) throw new PlatformError('release-not-found', { version: `v${version}`, app: app.name })
  return release
}

function newestBefore(state: PlatformState, app: App): Release {
  const releases = state.releases[app.id] ?? []
  for (let index = releases.length - 1; index >= 0; index--) {
    const release = releases[index]
    if (release === undefined || release.version >= app.currentVersion || release.slugId === null) continue
    if (release.status.kind === 'succeeded') return release
  }
  throw new PlatformError('release-not-found', { version: `with a slug before v${app.currentVersion}`, app: app.name })
}
