// Heroku's exec manager: a caller says which dyno it wants to look into and with which key it will come; it is told where, by which name,
// and by which key it knows the place again. Measured on the CLI: it comes by SSH on port 80 of the host that it was told, whatever that is.

import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type ssh2 from 'ssh2'
import { z } from 'zod'
import { permissionsOn } from '../../../shared/domain/access.ts'
import type { App } from '../../../shared/domain/app.ts'
import { hasFeature } from '../../../shared/domain/app-features.ts'
import { findApp } from '../../../shared/domain/state.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { asRefusal, sendJson, sendRefusal } from '../answers.ts'
import { userOf } from '../credentials.ts'
import { readJsonBody } from '../json-body.ts'
import { partsOf } from '../platform-api/path-parts.ts'
import { readBody } from '../platform-api/request-body.ts'
import type { LineEngine } from '../rendezvous/dyno-line.ts'
import { execGuest, type ExecPlace } from './exec-guest.ts'
import { createExecPort, tunnelHost } from './exec-port.ts'
import type { SshGuest } from './ssh-guest.ts'
import { converse } from './ssh-conversation.ts'
import { isKeyOf, readPublicKey, type HostKey } from './ssh-key.ts'

export type ExecDoor = {
  /** `by`: whose token came with the request. */
  answer(req: IncomingMessage, res: ServerResponse, path: string, by: string | null): Promise<void>
  /** Takes an SSH connection over. */
  take(socket: Duplex): void
  stop(): Promise<void>
}

type Promised = { readonly place: ExecPlace; readonly key: ssh2.ParsedKey; readonly untilMs: number }

const body = z.object({ client_key: z.string().min(1).max(16_384) })
/** A proxy connects anew for each connection through it. */
const promisedMs = 12 * 60 * 60_000
const maxPromised = 256

export const isExecPath = (path: string): boolean => path === '/api/v2' || path.startsWith('/api/v2/')

export function createExecDoor(engine: LineEngine, { owner, hostKey, onBug }: { readonly owner: string; readonly hostKey: () => HostKey; readonly onBug: (error: unknown) => void }): ExecDoor {
  const promised = new Map<string, Promised>()
  const port = createExecPort(take)

  async function answer(req: IncomingMessage, res: ServerResponse, path: string, by: string | null): Promise<void> {
    try {
      if (by === null) throw new PlatformError('unauthorized')
      const app = appOf(req, by)
      const [, , , dyno] = partsOf(path)
      if (req.method === 'GET' && dyno === undefined) sendJson(res, 200, listed(app))
      else if (req.method === 'PUT' && dyno !== undefined) sendJson(res, 200, await promise({ appId: app.id, dyno, by }, await readJsonBody(req)))
      else throw new PlatformError('path-not-found', { path })
    } catch (error) {
      sendRefusal(res, asRefusal(error, onBug))
    }
  }

  function appOf(req: IncomingMessage, by: string): App {
    const name = userOf(req.headers.authorization) ?? ''
    const { state } = engine.kernel
    const app = findApp(state, name)
    if (app === null || !permissionsOn(state, { by, owner }, app.id).includes('operate')) throw new PlatformError('app-not-found', { app: name })
    return app
  }

  const upOf = (appId: string) => Object.values(engine.kernel.state.dynos).filter((dyno) => dyno.appId === appId && dyno.state.kind === 'up')

  function listed(app: App): readonly { readonly dyno_name: string }[] {
    return hasFeature(app, 'runtime-heroku-exec') ? upOf(app.id).map(({ name }) => ({ dyno_name: name })) : []
  }

  async function promise(place: ExecPlace, given: unknown): Promise<Record<string, string>> {
    if (!upOf(place.appId).some(({ name }) => name === place.dyno)) throw new PlatformError('exec-not-up', { dyno: place.dyno, why: 'it is not up' })
    const key = readPublicKey(readBody(body, given, 'PUT /api/v2/:dyno').client_key)
    if (key === null) throw new PlatformError('input-invalid', { call: 'PUT /api/v2/:dyno', why: 'client_key is no public key in the form of OpenSSH' })
    await port.open()
    const user = randomBytes(16).toString('hex')
    promised.set(user, { place, key, untilMs: engine.kernel.clock.now() + promisedMs })
    for (const [old] of promised) if (promised.size > maxPromised) promised.delete(old)
    return { tunnel_host: tunnelHost, client_user: user, proxy_public_key: hostKey().publicKey, dyno_ip: '127.0.0.1' }
  }

  function admit(auth: ssh2.AuthContext): SshGuest | null {
    const known = promised.get(auth.username)
    if (known === undefined || known.untilMs < engine.kernel.clock.now() || auth.method !== 'publickey' || !isKeyOf(auth, known.key)) return null
    return execGuest(engine, known.place, owner)
  }

  function take(socket: Duplex): void {
    converse(socket, { hostKey: hostKey(), admit })
  }

  return { answer, take, stop: port.stop }
}
