// What a side host's handler gets and gives.

import { findApp } from '../../../shared/domain/state.ts'
import type { App } from '../../../shared/domain/app.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { ApiWorld } from '../platform-api/api-types.ts'

export type SideRequest = {
  readonly world: ApiWorld
  readonly method: string
  /** Decoded, without the first slash. */
  readonly parts: readonly string[]
  readonly query: URLSearchParams
  readonly body: unknown
}

/** Throws PlatformError `app-not-found`. */
export function appNamed({ world }: SideRequest, name: string): App {
  const app = findApp(world.engine.kernel.state, name)
  if (app === null) throw new PlatformError('app-not-found', { app: name })
  return app
}

export const nothingAt = ({ method, parts }: SideRequest): PlatformError => new PlatformError('path-not-found', { path: `/${parts.join('/')} for ${method}` })
