// Heroku's other hosts, which its command line reaches by their own names through a tunnel that ends here, or by path on the control port
// where a variable of its environment says so. Each is one file. What they tell or change of apps needs the token; the rest is public, as there.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { asRefusal, sendJson, sendRefusal } from '../answers.ts'
import { readJsonBody } from '../json-body.ts'
import type { ApiWorld } from '../platform-api/api-types.ts'
import { partsOf } from '../platform-api/path-parts.ts'
import { metricsHost } from './metrics.ts'
import { particleboardHost } from './particleboard.ts'
import { registryHost } from './registry.ts'
import type { SideRequest } from './side-request.ts'
import { statusHost } from './status.ts'
import { telexHost } from './telex.ts'

/** `host` as the client named it, with or without a port. `by`: whose token came with the request; null: nobody's. */
export type SideHosts = (req: IncomingMessage, res: ServerResponse, host: string, by: string | null) => Promise<void>

type Side = { readonly isPublic: boolean; readonly answer: (request: SideRequest) => unknown }

const metrics: Side = { isPublic: false, answer: metricsHost }
const status: Side = { isPublic: true, answer: statusHost }
const registry: Side = { isPublic: true, answer: registryHost }

const sides: Readonly<Record<string, Side>> = {
  'api.metrics.heroku.com': metrics, 'api.metrics.herokai.com': metrics, 'particleboard.heroku.com': { isPublic: false, answer: particleboardHost }, 'telex.heroku.com': { isPublic: false, answer: telexHost },
  'status.heroku.com': status, 'buildpack-registry.heroku.com': registry,
}

/** Those that are answered by path, too. `/account` and `/teams` of particleboard are the Platform API's own. */
export const isSidePath = (path: string): boolean => path === '/api/v4/current-status' || path === '/buildpacks' || path.startsWith('/buildpacks/')

/** Is it one of Heroku's hosts that are answered here? */
export const isSideHost = (host: string): boolean => Object.hasOwn(sides, nameOf(host))

export function createSideHosts(world: ApiWorld, onBug: (error: unknown) => void): SideHosts {
  return async (req, res, host, by) => {
    try {
      const url = new URL(req.url ?? '/', 'http://side')
      const side = sides[nameOf(host)] ?? (url.pathname.startsWith('/buildpacks') ? registry : isSidePath(url.pathname) ? status : undefined)
      if (side === undefined) throw new PlatformError('path-not-found', { path: `${host}${url.pathname}; this host of Heroku's has no likeness here` })
      if (!side.isPublic && by === null) throw new PlatformError('unauthorized')
      if (!side.isPublic && by !== world.owner) throw new PlatformError('forbidden', { why: 'this is told to the owner of the platform alone' })
      const method = req.method ?? 'GET'
      const body = method === 'GET' ? {} : await readJsonBody(req)
      sendJson(res, method === 'POST' ? 201 : 200, await side.answer({ world, method, parts: partsOf(url.pathname).slice(1), query: url.searchParams, body }))
    } catch (error) {
      sendRefusal(res, asRefusal(error, onBug))
    }
  }
}

const nameOf = (host: string): string => host.toLowerCase().replace(/:\d+$/, '')
