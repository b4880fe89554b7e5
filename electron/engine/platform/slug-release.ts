// A release of a slug that is there already, under the config vars of now: Heroku's `releases:retry`, and deploys by the API. Heroku lets
// any slug be released that one may see; here it is one that this app has had a release of, also one that failed.

import type { App } from '../../../shared/domain/app.ts'
import type { Slug } from '../../../shared/domain/build.ts'
import { containerStack } from '../../../shared/domain/stacks.ts'
import { runtimeOf, type PlatformState } from '../../../shared/domain/state.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { checkPendingReleases } from './release-drafts.ts'
import { checkImagesRun } from './stacks.ts'

export function decideSlugRelease(state: PlatformState, app: App, slugId: string, hasSlug: (slugId: string) => boolean): Slug {
  const last = (state.releases[app.id] ?? []).filter((release) => release.slugId === slugId).at(-1)
  if (last === undefined) throw new PlatformError('release-not-found', { version: `with slug ${slugId}`, app: app.name })
  const slug = state.slugs[slugId]
  if (slug === undefined || !hasSlug(slugId)) throw new PlatformError('slug-missing', { version: last.version })
  if (slug.stack === containerStack) checkImagesRun(app.name, runtimeOf(state, app))
  checkPendingReleases(state, app)
  return slug
}

export const describeSlug = ({ commit }: Slug): string => (commit === null ? 'Deploy' : `Deploy ${commit.slice(0, 8)}`)
