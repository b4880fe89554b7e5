import { generateKeyPairSync } from 'node:crypto'
import { request } from 'node:http'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import ssh2 from 'ssh2'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { controlWorld, owner, token, type Answer, type ControlWorld } from '../control.fixture.ts'

let at: ControlWorld
const clients: ssh2.Client[] = []

beforeEach(async () => {
  at = await controlWorld({
    hasSsh: true,
    world: { behave: ({ kind, command }) => (kind !== 'run' ? {} : command.startsWith('IFS=') ? { prints: ['a file\nof two lines'], exitAfterMs: 50 } : command === 'short' ? { prints: ['hello\n'], exitAfterMs: 50, exitStatus: 3 } : command === 'missing' ? { exitAfterMs: 1, exitStatus: 1 } : { prints: ['ready\n'], exitAfterMs: null }) },
  })
  await at.deploy('hello')
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy()
  await at.close()
})

const cli = { 'user-agent': 'heroku-cli/11.10.0 linux-x64 node-v22.1.0' }
const run = (env: object, headers: Readonly<Record<string, string>> = cli, more: object = {}): Promise<Answer> => at.ask('POST', '/apps/hello/dynos', { headers, body: { attach: true, command: 'bash', env, ...more } })

/** What the CLI does with an https attach_url. */
function upgrade(path: string): Promise<{ readonly status: number; readonly socket: Duplex }> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: at.control.port, path, headers: { connection: 'Upgrade', upgrade: 'tcp' } })
    asked.on('upgrade', (res, socket) => resolve({ status: res.statusCode ?? 0, socket }))
    asked.on('response', (res) => {
      res.resume()
      resolve({ status: res.statusCode ?? 0, socket: res.socket })
    })
    asked.on('error', reject).end()
  })
}

function login(config: ssh2.ConnectConfig): Promise<ssh2.Client> {
  const client = new ssh2.Client()
  clients.push(client)
  return new Promise((resolve, reject) => void client.on('ready', () => resolve(client)).on('error', reject).connect({ username: 'somebody', ...config }))
}

type Session = { readonly channel: ssh2.ClientChannel; heard(): string; readonly status: Promise<number>; until(text: string): Promise<void> }

function session(client: ssh2.Client, command: string | null = null, window: ssh2.PseudoTtyOptions | false = { cols: 100, rows: 40 }): Promise<Session> {
  return new Promise((resolve, reject) => {
    const begun = (error: Error | undefined, channel: ssh2.ClientChannel): void => {
      if (error !== undefined) return reject(error)
      let text = ''
      const waiting: (() => void)[] = []
      const take = (chunk: Buffer): void => {
        text += chunk.toString('latin1')
        for (const look of waiting) look()
      }
      channel.on('data', take)
      channel.stderr.on('data', take)
      const status = new Promise<number>((ended) => void channel.on('exit', (code: number) => ended(code)))
      const until = (wanted: string): Promise<void> => new Promise((found) => {
        const look = (): void => void (text.includes(wanted) && found())
        waiting.push(look)
        look()
      })
      resolve({ channel, heard: () => text, status, until })
    }
    if (command === null) client.shell(window, begun)
    else client.exec(command, window === false ? {} : { pty: window }, begun)
  })
}

describe('heroku run in a terminal (SH1)', () => {
  it('gets an address for SSH where the CLI has a screen and the machine has ssh, and the rendezvous elsewhere', async () => {
    const screen = { COLUMNS: 120, LINES: 30 }
    expect((await run(screen)).json.attach_url).toMatch(new RegExp(`^https://127\\.0\\.0\\.1:${at.control.port}/attach/[\\w.-]{20,}$`))
    for (const answer of [await run({}), await run({ COLUMNS: 0 }), await run(screen, { 'user-agent': 'platform-api/3.0.0' }), await run(screen, cli, { force_no_tty: true })]) {
      expect(answer.json.attach_url).toMatch(/^rendezvous:/)
    }
  })

  it('passes bytes both ways, follows the size, and ends with the exit status', async () => {
    const { json } = await run({ COLUMNS: 120 }, cli, { command: 'talk' })
    const { status, socket } = await upgrade(new URL(json.attach_url).pathname)
    expect(status).toBe(101)
    const { channel, until, status: exit } = await session(await login({ sock: socket as never }))
    await at.world.clock.advance(500)
    await until('ready')
    channel.write('öü')
    await until(Buffer.from('öü').toString('latin1'))
    const called = vi.spyOn(at.world.engine, 'call')
    channel.setWindow(50, 132, 0, 0)
    await vi.waitFor(() => expect(called).toHaveBeenCalledWith('run:resize', { dynoId: json.id, columns: 132, rows: 50 }, owner))
    await at.world.engine.call('ps:stop', { app: 'hello', dyno: json.name }, owner)
    await at.world.clock.advance(1000)
    expect(await exit).toBe(143)
  })

  it('is good for one caller, and for none after a minute or with another signature', async () => {
    const path = new URL((await run({ COLUMNS: 120 })).json.attach_url).pathname
    const first = await session(await login({ sock: (await upgrade(path)).socket as never }))
    const second = await session(await login({ sock: (await upgrade(path)).socket as never }))
    expect(await second.status).toBe(1)
    expect(second.heard()).toMatch(/Couldn't find that dyno/)
    expect(first.channel.destroyed).toBe(false)
    expect((await upgrade(`${path}x`)).status).toBe(404)
    expect((await upgrade('/attach/')).status).toBe(404)
  })
})

describe('ps:exec over SSH (SH2)', () => {
  const made = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'pkcs1', format: 'pem' }, privateKeyEncoding: { type: 'pkcs1', format: 'pem' } })
  const parsed = ssh2.utils.parseKey(made.privateKey) as ssh2.ParsedKey
  const publicKey = `ssh-rsa ${parsed.getPublicSSH().toString('base64')}`
  const as = (app: string, secret = token) => ({ authorization: `Basic ${Buffer.from(`${app}:${secret}`).toString('base64')}` })
  const ask = (method: string, path: string, { app = 'hello', secret = token, body }: { readonly app?: string; readonly secret?: string; readonly body?: unknown } = {}) =>
    at.raw(method, path, { ...as(app, secret), ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, body === undefined ? undefined : JSON.stringify(body))
  const promise = async (): Promise<{ readonly user: string; readonly hostKey: string }> => {
    const { json } = await ask('PUT', '/api/v2/web.1', { body: { client_key: publicKey } })
    return { user: json.client_user, hostKey: json.proxy_public_key }
  }
  const door = () => ({ host: '127.0.0.1', port: at.control.port })

  beforeEach(() => at.world.engine.call('features:set', { app: 'hello', feature: 'runtime-heroku-exec', on: true }, owner))

  it('says where, by which name and by which key of ours, and lists the dynos that can be looked into', async () => {
    const { status, json } = await ask('PUT', '/api/v2/web.1', { body: { client_key: publicKey } })
    expect(status).toBe(200)
    expect(json).toEqual({ tunnel_host: '127.0.0.2', client_user: expect.stringMatching(/^[0-9a-f]{32}$/), proxy_public_key: expect.stringMatching(/^ssh-ed25519 AAAA\S+$/), dyno_ip: '127.0.0.1' })
    expect((await ask('GET', '/api/v2')).json).toEqual([{ dyno_name: 'web.1' }])
  })

  it('lets in who has the key that was promised, and is known by its own', async () => {
    const { user, hostKey } = await promise()
    const seen: string[] = []
    const client = await login({ ...door(), username: user, privateKey: made.privateKey, hostVerifier: (key: Buffer) => (seen.push(key.toString('base64')), true) })
    expect(seen).toEqual([hostKey.split(' ')[1]])
    const { until, status } = await session(client, 'short')
    await at.world.clock.advance(1000)
    await until('hello')
    expect(await status).toBe(3)
    const shell = await session(client)
    await at.world.clock.advance(1000)
    await shell.until('ready')
    shell.channel.write('still here')
    await shell.until('still here')
  })

  it('lets nobody else in', async () => {
    const { user } = await promise()
    const other = ssh2.utils.generateKeyPairSync('ed25519').private
    await expect(login({ ...door(), username: user, privateKey: other })).rejects.toThrow(/authentication/)
    await expect(login({ ...door(), username: user, password: token })).rejects.toThrow(/authentication/)
    await expect(login({ ...door(), username: 'root', privateKey: made.privateKey })).rejects.toThrow(/authentication/)
    await at.world.clock.advance(12 * 60 * 60_000 + 1)
    await expect(login({ ...door(), username: user, privateKey: made.privateKey })).rejects.toThrow(/authentication/)
  })

  it('refuses what is wrong in words', async () => {
    for (const [answer, status, said] of [
      [await ask('PUT', '/api/v2/web.9', { body: { client_key: publicKey } }), 409, /web\.9: it is not up/],
      [await ask('PUT', '/api/v2/web.1', { body: { client_key: 'AAAA' } }), 400, /no public key/],
      [await ask('PUT', '/api/v2/web.1', { body: { client_key: made.privateKey } }), 400, /no public key/],
      [await ask('PUT', '/api/v2/web.1', { body: {} }), 400, /client_key/],
      [await ask('GET', '/api/v2', { app: 'other' }), 404, /other/],
      [await ask('GET', '/api/v2', { secret: 'x'.repeat(36) }), 401, /credentials/],
      [await ask('DELETE', '/api/v2/web.1'), 404, /api\/v2/],
    ] as const) {
      expect(answer.status, answer.text).toBe(status)
      expect(answer.text).toMatch(said)
    }
  })

  it('reads files of the dyno, and writes none', async () => {
    const client = await login({ ...door(), username: (await promise()).user, privateKey: made.privateKey })
    const sftp = await new Promise<ssh2.SFTPWrapper>((resolve, reject) => void client.sftp((error, given) => (error === undefined ? resolve(given) : reject(error))))
    const called = vi.spyOn(at.world.engine, 'call')
    const read = new Promise<string>((resolve, reject) => void sftp.readFile('notes.txt', (error, bytes) => (error === undefined || error === null ? resolve(String(bytes)) : reject(error))))
    await vi.waitFor(() => expect(called).toHaveBeenCalledWith('run:write', { dynoId: expect.any(String), text: 'notes.txt\n' }, owner))
    await at.world.clock.advance(1000)
    // What is typed comes back from a simulated dyno.
    expect(await read).toBe('notes.txt\na file\nof two lines')
    await expect(new Promise((resolve, reject) => sftp.writeFile('notes.txt', 'mine', (error) => (error ? reject(error) : resolve(null))))).rejects.toThrow(/denied/i)
  })

  it('holds eight files at most, those that are being read included', async () => {
    const client = await login({ ...door(), username: (await promise()).user, privateKey: made.privateKey })
    const sftp = await new Promise<ssh2.SFTPWrapper>((resolve, reject) => void client.sftp((error, given) => (error === undefined ? resolve(given) : reject(error))))
    for (let opened = 0; opened < 8; opened++) sftp.open('notes.txt', 'r', () => {})
    await expect(new Promise((resolve, reject) => sftp.open('notes.txt', 'r', (error) => (error ? reject(error) : resolve(null))))).rejects.toThrow(/denied/i)
  })

  it('opens no way into what is no process of this machine, and to no other host', async () => {
    const client = await login({ ...door(), username: (await promise()).user, privateKey: made.privateKey })
    for (const host of ['127.0.0.1', 'example.com', '10.0.0.1']) {
      await expect(new Promise((resolve, reject) => client.forwardOut('127.0.0.1', 1, host, at.control.port, (error, channel) => (error ? reject(error) : resolve(channel)))), host).rejects.toThrow(/open failure/i)
    }
  })
})

/** Elsewhere port 80 is kept for root, or a proxy has it. */
it.skipIf(process.platform !== 'linux' || process.getuid?.() !== 0)('is taken where the CLI looks for it, too, from the first who asks until the end (SH3)', async () => {
  const greeting = (): Promise<string> => new Promise((resolve) => {
    const socket = connect(80, '127.0.0.2')
    socket.once('data', (bytes) => resolve(bytes.toString('latin1')) ?? socket.destroy()).once('error', (error) => resolve(error.message))
    socket.write('SSH-2.0-x\r\n')
  })
  const isFree = /ECONNREFUSED/.test(await greeting())
  const answer = await at.raw('PUT', '/api/v2/web.1', { authorization: `Basic ${Buffer.from(`hello:${token}`).toString('base64')}`, 'content-type': 'application/json' }, JSON.stringify({ client_key: ssh2.utils.generateKeyPairSync('ed25519').public }))
  expect(answer.status).toBe(200)
  // Another Dynarium of this machine has it: this one goes on without.
  if (!isFree) return
  expect(await greeting()).toMatch(/^SSH-2\.0-Dynarium/)
  await at.control.stop()
  expect(await greeting()).toMatch(/ECONNREFUSED/)
})

it('a caller that says SSH and no more is not waited for (SH2)', async () => {
  const socket = connect(at.control.port, '127.0.0.1')
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  socket.on('error', () => {})
  socket.resume()
  socket.write('SSH-2.0-x\r\nnot a packet at all, but long enough to be looked at as one\r\n')
  await closed
})
