// The environment a dyno's command sees: config vars first, then what the platform sets (PORT and HOME are the runtime's to add).
// Heroku sets the HEROKU_* metadata only for apps with the labs feature runtime-dyno-metadata; here every app has it until somebody
// turns it off.

import { hasFeature } from '../../../shared/domain/app-features.ts'
import type { App } from '../../../shared/domain/app.ts'
import type { Release, Slug } from '../../../shared/domain/build.ts'
import type { Dyno } from '../../../shared/domain/dyno.ts'
import { isoTime } from '../../../shared/text/time.ts'

export function dynoEnv(app: App, release: Release, slug: Slug, dyno: Pick<Dyno, 'id' | 'name'>, extra: Readonly<Record<string, string>>): Record<string, string> {
  return { ...release.config, ...extra, DYNO: dyno.name, ...(hasFeature(app, 'runtime-dyno-metadata') ? metadata(app, release, slug, dyno) : {}) }
}

function metadata(app: App, release: Release, slug: Slug, dyno: Pick<Dyno, 'id' | 'name'>): Record<string, string> {
  return {
    HEROKU_APP_ID: app.id,
    HEROKU_APP_NAME: app.name,
    HEROKU_DYNO_ID: dyno.id,
    HEROKU_RELEASE_VERSION: `v${release.version}`,
    HEROKU_RELEASE_CREATED_AT: isoTime(release.createdAt),
    HEROKU_SLUG_COMMIT: slug.commit ?? '',
    HEROKU_SLUG_DESCRIPTION: release.description,
  }
}

/** `heroku run TYPE args` stands for the Procfile command of TYPE with the arguments behind it. */
export function expandCommand(command: string, processTypes: Readonly<Record<string, string>>): string {
  const words = command.trim()
  const first = /^\S*/.exec(words)?.[0] ?? ''
  const known = Object.hasOwn(processTypes, first) ? processTypes[first] : undefined
  // What stands behind it stays as it was written: it may be quoted.
  return known === undefined ? command : known + words.slice(first.length)
}
