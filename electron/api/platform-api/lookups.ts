import { seenBy } from '../../../shared/domain/access.ts'
import { findAddOn } from '../../../shared/domain/add-on.ts'
import type { App } from '../../../shared/domain/app.ts'
import type { Release, Slug } from '../../../shared/domain/build.ts'
import { findApp, findPipeline, type PlatformState } from '../../../shared/domain/state.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { ApiRequest } from './api-types.ts'

/** As who asks may see it: what is of apps that they have no access to is not in it. */
export const stateOf = ({ world, by }: ApiRequest): PlatformState => seenBy(world.engine.kernel.state, { by, owner: world.owner })

/** For every endpoint that names one of these. Throws PlatformError `no-access`. */
export function checkAccess(request: ApiRequest): void {
  if (request.by === request.world.owner) return
  const all = request.world.engine.kernel.state
  const seen = stateOf(request)
  const isHidden = (one: { readonly id: string } | null | undefined, within: Readonly<Record<string, unknown>>): boolean => one != null && within[one.id] === undefined
  const hidden = [
    ['app', isHidden(findApp(all, request.param('app')), seen.apps)], ['addon', isHidden(findAddOn(all, request.param('addon')), seen.addOns)],
    ['pipeline', isHidden(findPipeline(all, request.param('pipeline')), seen.pipelines)], ['attachment', isHidden(all.attachments[request.param('attachment')], seen.attachments)],
  ] as const
  // By what was asked for: who has only an id does not learn the name.
  for (const [name, is] of hidden) if (is) throw new PlatformError('no-access', { app: request.param(name) })
}

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
