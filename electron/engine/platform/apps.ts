// Apps: create, rename, destroy. A new app on Heroku has two releases before anything was deployed: v1 "Initial release" and v2
// "Enable Logplex". A rename keeps the id, so releases, config and the git repository follow. Destroying asks for the name once
// more, as `heroku apps:destroy --confirm` does.

import type { App } from '../../../shared/domain/app.ts'
import { containerStack } from '../../../shared/domain/stacks.ts'
import type { PlatformState } from '../../../shared/domain/state.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { EventDraft } from '../../../shared/protocol/events.ts'
import { checkName } from './app-names.ts'
import { requireApp } from './require-app.ts'
import { checkImagesRun, checkStack, defaultStack } from './stacks.ts'

export type NewApp = { readonly id: string; readonly name?: string | undefined; readonly stack?: string | undefined; readonly owner: string }

/** `fresh` makes up a free name: for an app without one, or to suggest. */
export function decideCreateApp(state: PlatformState, app: NewApp, fresh: () => string): EventDraft[] {
  const stack = app.stack ?? defaultStack
  checkStack(stack)
  if (app.name !== undefined) checkName(state, app.name, fresh)
  if (stack === containerStack) checkImagesRun(app.name ?? 'a new app', state.session?.runtime ?? 'process')
  return [{ type: 'app.created', app: app.id, data: { name: app.name ?? fresh(), owner: app.owner, stack } }]
}

const firstDescriptions = ['Initial release', 'Enable Logplex']

export function decideFirstReleases(appId: string, by: string, nextId: () => string): EventDraft[] {
  return firstDescriptions.flatMap((description, index): EventDraft[] => {
    const version = index + 1
    const release = { releaseId: nextId(), version, slugId: null, config: {}, description, by, buildId: null }
    return [
      { type: 'release.created', app: appId, data: release },
      { type: 'release.succeeded', app: appId, data: { version } },
    ]
  })
}

export function decideRename(state: PlatformState, nameOrId: string, name: string, fresh: () => string): EventDraft[] {
  const app = requireApp(state, nameOrId)
  if (app.name === name) return []
  checkName(state, name, fresh)
  return [{ type: 'app.renamed', app: app.id, data: { from: app.name, to: name } }]
}

export function decideDestroy(state: PlatformState, nameOrId: string, confirm: string): EventDraft[] {
  const app = requireApp(state, nameOrId)
  if (confirm !== app.name) throw new PlatformError('confirmation-required', { app: app.name })
  refuseWhileBuilding(app)
  return [{ type: 'app.destroyed', app: app.id, data: { name: app.name } }]
}

function refuseWhileBuilding(app: App): void {
  if (app.buildingId !== null) throw new PlatformError('app-busy-building', { app: app.name })
}
