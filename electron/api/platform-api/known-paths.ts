// What Heroku's Platform API has. What is here and not in routes.ts answers 501, so that a script can tell "not yet" from "no such thing".

import heroku from './heroku-paths.json' with { type: 'json' }
import { dataRoutes } from './routes/data.ts'
import { partsOf, isMatch } from './path-parts.ts'

/** Asked by Heroku's own command line, though its public schema does not have them. */
const beyondSchema = [
  'GET /accounts/:account/actions/get-quota', 'POST /account/keys', 'DELETE /account/keys/:key', 'GET /oauth/sessions', 'DELETE /oauth/sessions/:session',
  'PUT /apps/:app/pre-authorizations', 'GET /pipelines/:pipeline/repo', 'GET /pipelines/:pipeline/repo/branches/:branch',
]

export const herokuCalls: readonly string[] = [...heroku.calls, ...dataRoutes.map(({ method, path }) => `${method} ${path}`), ...beyondSchema]

const known = herokuCalls.map((call) => {
  const [method = '', path = ''] = call.split(' ')
  return { method, parts: partsOf(path) }
})
const resources = new Set(known.map(({ parts }) => parts[1] ?? ''))

/** Is this the API's to answer, even if with "no"? */
export function isApiPath(path: string): boolean {
  return resources.has(path.split('/')[1] ?? '')
}

/** Does Heroku have this call? */
export function isKnownCall(method: string, path: string): boolean {
  const parts = partsOf(path)
  return known.some((one) => one.method === method && isMatch(one.parts, parts))
}
