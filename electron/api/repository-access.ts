// Who may reach an app's repository: whoever may deploy to it.

import { permissionsOn, type Asker } from '../../shared/domain/access.ts'
import { findApp, type PlatformState } from '../../shared/domain/state.ts'
import { PlatformError } from '../../shared/errors/platform-error.ts'

/** Throws PlatformError `no-access`. A repository that is not there is git's to tell. */
export function checkRepository(state: PlatformState, asker: Asker, path: string): void {
  const app = findApp(state, decodeURIComponent(/^\/([^/]+)\.git(\/|$)/.exec(path)?.[1] ?? ''))
  if (app !== null && !permissionsOn(state, asker, app.id).includes('deploy')) throw new PlatformError('no-access', { app: app.name })
}
