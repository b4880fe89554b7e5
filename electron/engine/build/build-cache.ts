// When what an earlier build left in the cache is of no use: the stack or the buildpacks are others now. Heroku clears it then too.

import type { App } from '../../../shared/domain/app.ts'
import { containerStack } from '../../../shared/domain/stacks.ts'
import type { PlatformState } from '../../../shared/domain/state.ts'

export function cacheIsStale(state: PlatformState, app: App): boolean {
  let stale = false
  for (const id of state.appBuilds[app.id] ?? []) {
    const build = state.builds[id]
    // The newest build that succeeded decides: they stand oldest first.
    if (build?.status.kind === 'succeeded') stale = isOther(app, build.buildpacks, state.slugs[build.status.slugId]?.stack ?? app.stack)
  }
  return stale
}

function isOther(app: App, buildpacks: readonly string[], stack: string): boolean {
  if (stack !== app.stack) return true
  // Images are built without buildpacks.
  return stack !== containerStack && app.buildpacks.length > 0 && app.buildpacks.join('\n') !== buildpacks.join('\n')
}
