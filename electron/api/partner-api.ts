// What a partner asks the platform for, on the paths that Heroku has: tokens for a grant, its add-on, its config vars, and to say that
// what was to be made later is made. A partner's token opens nothing else.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { PlatformError } from '../../shared/errors/platform-error.ts'
import type { CallInput, CallName, CallOutput } from '../../shared/protocol/calls.ts'
import { asRefusal, sendJson, sendRefusal } from './answers.ts'
import { bearerIn } from './credentials.ts'
import { readJsonBody, readTextBody } from './json-body.ts'
import { getAddOn } from './platform-api/addons.ts'
import type { ApiWorld } from './platform-api/api-types.ts'
import { readBody } from './platform-api/request-body.ts'

export type PartnerApi = (req: IncomingMessage, res: ServerResponse, path: string) => Promise<void>

const tokenBody = z.object({ grant_type: z.enum(['authorization_code', 'refresh_token']), code: z.string().optional(), refresh_token: z.string().optional(), client_secret: z.string() })
const configBody = z.object({ config: z.array(z.object({ name: z.string(), value: z.string() })) })
const addOnPath = /^\/addons\/([0-9a-f-]{36})(\/config|\/actions\/provision|\/actions\/deprovision)?$/

/** `/oauth/token` is a partner's alone; the rest is the owner's too, with the owner's token. */
export const isTokenPath = (path: string): boolean => path === '/oauth/token'
export const isPartnerPath = (path: string): boolean => addOnPath.test(path)

export function createPartnerApi(world: ApiWorld, onBug: (error: unknown) => void): PartnerApi {
  const call = <N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> => world.engine.call(name, input, 'a partner') as Promise<CallOutput<N>>

  async function token(req: IncomingMessage): Promise<unknown> {
    const given = req.headers['content-type']?.startsWith('application/json') === true ? await readJsonBody(req) : Object.fromEntries(new URLSearchParams(await readTextBody(req)))
    const { grant_type: grant, code, refresh_token: refresh, client_secret: clientSecret } = readBody(tokenBody, given, 'POST /oauth/token')
    const secret = (grant === 'authorization_code' ? code : refresh) ?? ''
    if (secret === '') throw new PlatformError('input-invalid', { call: 'POST /oauth/token', why: `${grant === 'authorization_code' ? 'code' : 'refresh_token'} is missing` })
    const { accessToken, refreshToken, expiresInSeconds } = await call('partners:token', { grant, secret, clientSecret })
    return { access_token: accessToken, refresh_token: refreshToken, expires_in: expiresInSeconds, token_type: 'Bearer' }
  }

  async function ofAddOn(req: IncomingMessage, path: string): Promise<unknown> {
    const [, addOn = '', below = ''] = addOnPath.exec(path) ?? []
    const bearer = { token: bearerIn(req.headers.authorization) ?? '', addOn }
    if (bearer.token === '') throw new PlatformError('unauthorized')
    switch (`${req.method} ${below}`) {
      case 'GET ':
        await call('partners:look', bearer)
        return shape(addOn)
      case 'GET /config':
        return (await call('partners:config', bearer)).config
      case 'PATCH /config':
        // Who may not is told before the body is read.
        await call('partners:look', bearer)
        return (await call('partners:config', { ...bearer, vars: readBody(configBody, await readJsonBody(req), 'PATCH /addons/:id/config').config })).config
      case 'POST /actions/provision':
      case 'POST /actions/deprovision':
        await call('partners:settle', { ...bearer, as: below === '/actions/provision' ? 'provision' : 'deprovision' })
        return shape(addOn)
      default:
        throw new PlatformError('path-not-found', { path })
    }
  }

  async function shape(addOn: string): Promise<unknown> {
    const answer = await getAddOn({ world, by: world.owner, callsLeft: 0, headers: {}, query: new URLSearchParams(), body: {}, param: (name) => (name === 'addon' ? addOn : '') })
    return answer.kind === 'one' ? answer.body : null
  }

  return async (req, res, path) => {
    try {
      if (isTokenPath(path) && req.method !== 'POST') throw new PlatformError('path-not-found', { path })
      sendJson(res, 200, await (isTokenPath(path) ? token(req) : ofAddOn(req, path)))
    } catch (error) {
      sendRefusal(res, asRefusal(error, onBug))
    }
  }
}
