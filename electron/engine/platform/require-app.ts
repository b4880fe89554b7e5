// The app a call is about. People give a name or an id; Heroku's API takes both in every path, and so does this platform.

import type { App } from '../../../shared/domain/app.ts'
import { findApp, type PlatformState } from '../../../shared/domain/state.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'

export function requireApp(state: PlatformState, nameOrId: string): App {
  const app = findApp(state, nameOrId)
  if (app === null) throw new PlatformError('app-not-found', { app: nameOrId })
  return app
}
