// For tests: a control port in front of a real engine on simulated ports.

import { mkdtemp, rm } from 'node:fs/promises'
import { request, type IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKeyring } from '../adapters/keyring/keyring.ts'
import type { SecureContext } from 'node:tls'
import { createWorld, type World, type WorldOptions } from '../engine/sim/world.ts'
import { createControlServer, type ControlServer } from './control-server.ts'
import { departuresOf } from './platform-api/schema-check.fixture.ts'
import { createUploads, type Uploads } from './uploads.ts'

export const token = 'c0ffee'.repeat(6)
export const owner = 'you@localhost'

export type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly text: string; readonly json: any }
export type Asked = { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>>; readonly host?: string }

export type ControlWorld = {
  readonly folder: string
  readonly world: World
  readonly control: ControlServer
  readonly uploads: Uploads
  readonly logged: string[]
  /** With the token, unless `headers` says otherwise. Throws where an answer of the Platform API departs from Heroku's schema. */
  ask(method: string, path: string, asked?: Asked): Promise<Answer>
  /** Any headers at all, Host included. */
  raw(method: string, path: string, headers: Readonly<Record<string, string>>, body?: string | Buffer): Promise<Answer>
  /** An app with a web and a worker type, deployed and up. */
  deploy(app: string): Promise<void>
  close(): Promise<void>
}

export async function controlWorld(options: { readonly staticDir?: string | null; readonly maxUploadBytes?: number; readonly isConnected?: boolean; readonly secure?: () => SecureContext; readonly hasSsh?: boolean; readonly addOns?: WorldOptions['addOns']; readonly partners?: WorldOptions['partners']; readonly webhooks?: WorldOptions['webhooks']; readonly certificates?: WorldOptions['certificates']; readonly uploaded?: WorldOptions['uploaded']; readonly world?: Pick<WorldOptions, 'dynos' | 'behave'> } = {}): Promise<ControlWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'dynarium-api-'))
  const world = await createWorld({ seed: 7, ...options.world, token, passwords: createKeyring(join(folder, 'passwords')), ...(options.addOns === undefined ? {} : { addOns: options.addOns }), ...(options.partners === undefined ? {} : { partners: options.partners }), ...(options.webhooks === undefined ? {} : { webhooks: options.webhooks }), ...(options.certificates === undefined ? {} : { certificates: options.certificates }), ...(options.uploaded === undefined ? {} : { uploaded: options.uploaded }) })
  const logged: string[] = []
  const uploads = createUploads(join(folder, 'uploads'), options.maxUploadBytes === undefined ? {} : { maxBytes: options.maxUploadBytes })
  const control = await createControlServer({
    port: 0, token, owner, uploads, staticDir: options.staticDir ?? null, log: (text) => logged.push(text), ...(options.secure === undefined ? {} : { secure: options.secure }), hasSsh: () => options.hasSsh === true,
    git: { ownsPath: (path) => path.includes('.git/'), handle: (req, res, who) => void res.end(`git for ${who.by}: ${req.url}`) },
  })
  if (options.isConnected !== false) control.serve(world.engine)

  async function ask(method: string, path: string, { body, headers = {} }: Asked = {}): Promise<Answer> {
    const text = body === undefined ? undefined : JSON.stringify(body)
    const answer = await raw(method, path, { authorization: `Bearer ${token}`, ...(text === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }), ...headers }, text)
    const wrong = answer.status < 300 ? departuresOf(method, path, answer.json) : []
    if (wrong.length > 0) throw new Error(`${method} ${path}: ${wrong.join('; ')}`)
    return answer
  }

  function raw(method: string, path: string, headers: Readonly<Record<string, string>>, body?: string | Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port: control.port, method, path, headers: { ...headers } }, (res) => {
        let text = ''
        res.setEncoding('utf8').on('data', (part: string) => (text += part))
        res.on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, text, json: parsed(text) }))
        res.on('error', reject)
      })
      asked.on('error', reject)
      asked.end(body)
    })
  }

  async function deploy(app: string): Promise<void> {
    await world.engine.call('apps:create', { name: app }, owner)
    const push = world.push(app, { 'package.json': '{"name":"x"}', 'package-lock.json': '{}', 'server.js': 'serve()', Procfile: 'web: node server.js\nworker: node worker.js\n' })
    await world.clock.advance(60_000)
    const { accepted, text } = await push
    if (!accepted) throw new Error(text)
  }

  async function close(): Promise<void> {
    await control.stop()
    await rm(folder, { recursive: true, force: true })
  }

  return { folder, world, control, uploads, logged, ask, raw, deploy, close }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
