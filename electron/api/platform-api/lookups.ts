import type { App } from '../../../shared/domain/app.ts'
import type { Release, Slug } from '../../../shared/domain/build.ts'
import { findApp, type PlatformState } from '../../../shared/domain/state.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { ApiRequest } from './api-types.ts'

export const stateOf = (request: ApiRequest): PlatformState => request.world.engine.kernel.state

/** The app the path names. Throws PlatformError `app-not-found`. */
export function appOf(request: ApiRequest): App {
  const name = request.param('app')
  const app = findApp(stateOf(request), name)
  if (app === null) throw new PlatformError('app-not-found', { app: name })
  return app
}

export const releasesOf = (state: PlatformState, app: App): readonly Release[] => state.releases[app.id] ?? []

export function currentSlug(state: PlatformState, app: App): Slug | null {
  const current = releasesOf(state, app).find((release) => release.version === app.currentVersion)
  return current?.slugId == null ? null : (state.slugs[current.slugId] ?? null)
}

/** Makes a call of the protocol for whom the request came from. It says the app's name, because that is what the chain of causes shows. */
export function call(request: ApiRequest, name: string, input: Readonly<Record<string, unknown>>): Promise<unknown> {
  const app = typeof input['app'] === 'string' ? findApp(stateOf(request), input['app']) : null
  return request.world.engine.call(name, app === null ? input : { ...input, app: app.name }, request.by)
}
