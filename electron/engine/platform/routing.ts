// How the router treats an app: its balancing strategy, session affinity, and a readiness check. Heroku has the second only (labs
// http-session-affinity, a features switch); its routers pick at random and ask nothing. Setting what is set already changes nothing.

import { defaultRouting, type AppRouting } from '../../../shared/domain/app.ts'
import type { PlatformState } from '../../../shared/domain/state.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { CallArgs } from '../../../shared/protocol/calls.ts'
import type { EventDraft } from '../../../shared/protocol/events.ts'
import { requireApp } from './require-app.ts'

/** It goes into a request line as it is. How long it may be is in the call. */
const pathPattern = /^\/[!-~]*$/

export function decideRouting(state: PlatformState, { app: nameOrId, strategy, sticky, readinessPath }: CallArgs<'routing:set'>): EventDraft[] {
  const app = requireApp(state, nameOrId)
  if (typeof readinessPath === 'string') checkPath(readinessPath)
  const now: AppRouting = app.routing ?? defaultRouting
  const data = {
    ...(strategy === undefined || strategy === now.strategy ? {} : { strategy }),
    ...(sticky === undefined || sticky === now.sticky ? {} : { sticky }),
    ...(readinessPath === undefined || readinessPath === now.readinessPath ? {} : { readinessPath }),
  }
  return Object.keys(data).length === 0 ? [] : [{ type: 'routing.changed', app: app.id, data }]
}

function checkPath(path: string): void {
  if (!path.startsWith('/')) throw new PlatformError('readiness-path-invalid', { path, why: 'it does not begin with a slash' })
  if (path.includes('#')) throw new PlatformError('readiness-path-invalid', { path, why: 'what follows a # is never sent to a server' })
  if (!pathPattern.test(path)) throw new PlatformError('readiness-path-invalid', { path: path.replace(/[^!-~]/g, '?'), why: 'it has a space or a character that is not plain ASCII' })
}
