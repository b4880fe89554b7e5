import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { createClient } from '../../shared/protocol/client.ts'
import type { Transport } from '../../shared/protocol/envelope.ts'
import type { StreamItem } from '../../shared/protocol/streams.ts'
import { createTrust } from '../adapters/trust/trust.ts'
import { controlWorld, owner, token, type ControlWorld } from './control.fixture.ts'
import { unauthorizedCode } from './socket-transport.ts'

let at: ControlWorld

beforeEach(async () => {
  at = await controlWorld()
})
afterEach(() => at.close())

const basic = (user: string, password: string) => ({ authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` })

describe('who may enter', () => {
  it('is who has the token, in any of the three forms', async () => {
    for (const headers of [{ authorization: `Bearer ${token}` }, basic('', token), basic('heroku', token)]) expect((await at.raw('GET', '/account', headers)).status).toBe(200)
    for (const headers of [{}, { authorization: 'Bearer undefined' }, basic('heroku', ''), basic(token, ''), { authorization: token }]) {
      expect(await at.raw('GET', '/account', headers as Record<string, string>)).toMatchObject({ status: 401, json: { id: 'unauthorized', message: 'Invalid credentials provided.' } })
    }
  })

  it('a web socket that is refused keeps no connection, whatever its client does', async () => {
    const socket = connect({ port: at.control.port, host: '127.0.0.1', allowHalfOpen: true })
    const text = await new Promise<string>((resolve) => {
      socket.setEncoding('utf8').once('data', (data: unknown) => resolve(String(data)))
      socket.write(`GET /rpc HTTP/1.1\r\nHost: 127.0.0.1:${at.control.port}\r\nOrigin: http://evil.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`)
    })
    expect(text).toMatch(/^HTTP\/1\.1 403 /)
    const outcome = await new Promise<string>((resolve) => {
      const writing = setInterval(() => socket.write('still here'), 20)
      const late = setTimeout(() => resolve('open'), 20_000)
      socket.on('error', () => {
        clearInterval(writing)
        clearTimeout(late)
        resolve('closed')
      })
    })
    socket.destroy()
    expect(outcome).toBe('closed')
  })

  it('git is asked for its credentials and then let through with a name', async () => {
    const asked = await at.raw('GET', '/hello.git/info/refs?service=git-receive-pack', {})
    expect(asked).toMatchObject({ status: 401, headers: { 'www-authenticate': expect.stringMatching(/^Basic /) } })
    expect((await at.raw('GET', '/hello.git/info/refs?service=git-receive-pack', basic('heroku', token))).text).toBe(`git for ${owner}: /hello.git/info/refs?service=git-receive-pack`)
  })

  it('an address of somebody else, or a page of somebody else, is kept out of everything', async () => {
    const headers = { authorization: `Bearer ${token}` }
    const { port } = at.control
    for (const path of ['/', '/account', '/hello.git/info/refs', '/uploads/x', '/streams/x']) {
      for (const host of ['evil.test', `evil.test:${port}`, 'localhost', `127.0.0.1:${port + 1}`, `hello.localhost:${port}`]) {
        expect((await at.raw('GET', path, { ...headers, host })).status, `${host}${path}`).toBe(403)
      }
      for (const origin of ['http://evil.test', 'null', `http://hello.localhost:${port}`, `https://127.0.0.1:${port}`]) {
        expect((await at.raw('GET', path, { ...headers, origin })).status, `${origin}${path}`).toBe(403)
      }
    }
    for (const host of [`localhost:${port}`, `LOCALHOST:${port}`, `[::1]:${port}`]) expect((await at.raw('GET', '/account', { ...headers, host })).status).toBe(200)
    expect((await at.raw('GET', '/account', { ...headers, origin: `http://localhost:${port}` })).status).toBe(200)
  })

  it('a foreign Host is believed only inside a tunnel to that name, and reaches its stand-in alone (HC3)', async () => {
    const { port } = at.control
    const through = (target: string, host: string, more = ''): Promise<string> => new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1')
      let text = ''
      socket.setEncoding('utf8').on('data', (part) => (text += String(part))).on('close', () => resolve(text))
      socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\nGET /account HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\n${more}Connection: close\r\n\r\n`)
    })
    expect(await through(`127.0.0.1:${port}`, `127.0.0.1:${port}`)).toContain('HTTP/1.1 200 OK')
    expect(await through(`127.0.0.1:${port}`, 'telex.heroku.com')).toContain('HTTP/1.1 403 Forbidden')
    expect(await through('telex.heroku.com:80', 'telex.heroku.com')).toMatch(/HTTP\/1.1 404 [^]*"not_found"/)
    expect(await through('telex.heroku.com:80', `127.0.0.1:${port}`)).toContain('HTTP/1.1 404 Not Found')
    expect(await through('telex.heroku.com:80', 'telex.heroku.com', 'Origin: http://evil.test\r\n')).toContain('HTTP/1.1 403 Forbidden')
    expect(await through(`127.0.0.1:${port}`, `127.0.0.1:${port}`, `Origin: https://127.0.0.1:${port}\r\n`)).toContain('HTTP/1.1 403 Forbidden')
  })

  it('the same port speaks TLS, for a page of ours that came that way, and a stranger in it is turned away (HC3)', async () => {
    await at.close()
    const folder = await mkdtemp(join(tmpdir(), 'dynarium-trust-'))
    const trust = createTrust({ folder, now: Date.now, log: () => {} })
    at = await controlWorld({ secure: trust.secure })
    const { port } = at.control
    const ca = await readFile(trust.caFile)
    const said = (text: string): Promise<string> => new Promise((resolve, reject) => {
      const socket = connectTls({ port, host: '127.0.0.1', ca })
      let heard = ''
      socket.setEncoding('utf8').on('data', (part) => (heard += String(part))).on('close', () => resolve(heard)).on('error', reject)
      socket.write(text)
    })
    const asks = (more: string): Promise<string> => said(`GET /account HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${token}\r\n${more}Connection: close\r\n\r\n`)
    expect(await asks('')).toContain('HTTP/1.1 200 OK')
    expect(await asks(`Origin: https://127.0.0.1:${port}\r\n`)).toContain('HTTP/1.1 200 OK')
    expect(await asks(`Origin: http://127.0.0.1:${port}\r\n`)).toContain('HTTP/1.1 403 Forbidden')
    expect(await said('c0ffee\r\n')).toContain('This address is not valid')
    await rm(folder, { recursive: true })
  })

  it('before the engine is there the answer is: not yet', async () => {
    await at.close()
    at = await controlWorld({ isConnected: false })
    expect(await at.ask('GET', '/apps')).toMatchObject({ status: 503, json: { id: 'unavailable' } })
    at.control.serve(at.world.engine)
    expect((await at.ask('GET', '/apps')).status).toBe(200)
  })
})

describe('the interface', () => {
  it('is served from its folder and from nowhere else', async () => {
    await at.close()
    const folder = await mkdtemp(join(tmpdir(), 'dynarium-page-'))
    const staticDir = join(folder, 'renderer')
    await mkdir(join(staticDir, 'assets'), { recursive: true })
    await writeFile(join(staticDir, 'index.html'), '<p>hello</p>')
    await writeFile(join(staticDir, 'assets', 'main-B4f9x_1a.js'), 'run()')
    await writeFile(join(folder, 'token.json'), 'secret')
    at = await controlWorld({ staticDir })
    const page = await at.raw('GET', '/', {})
    expect(page).toMatchObject({ status: 200, text: '<p>hello</p>', headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' } })
    expect(page.headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'")
    expect(page.headers['content-security-policy']).toContain(`ws://127.0.0.1:${at.control.port}`)
    expect((await at.raw('GET', '/assets/main-B4f9x_1a.js', {})).headers['cache-control']).toContain('immutable')
    for (const path of ['/assets', '/assets/', '/../token.json', '/%2e%2e/token.json', '/..%2ftoken.json', '/..%5ctoken.json', '/assets/%00.js', '/.env', '/%']) {
      expect((await at.raw('GET', path, {})).status, path).toBe(404)
    }
    expect((await at.raw('POST', '/', {}, 'x')).status).toBe(404)
    await rm(folder, { recursive: true })
  })

  it('that is not built says how to build it', async () => {
    expect(await at.raw('GET', '/', {})).toMatchObject({ status: 200, text: expect.stringContaining('npm run build') })
  })
})

describe('uploads', () => {
  const auth = { authorization: `Bearer ${token}` }

  it('are kept whole under an id that a build can name', async () => {
    const sent = await at.raw('PUT', '/uploads/app.tgz', auth, Buffer.alloc(300_000, 7))
    expect(sent.status).toBe(200)
    expect((await readFile(at.uploads.path(sent.json.upload) ?? '')).length).toBe(300_000)
    expect((await at.raw('PUT', '/uploads/app.tgz', {}, 'x')).status).toBe(401)
    expect((await at.raw('GET', '/uploads/app.tgz', auth)).status).toBe(404)
    expect(at.uploads.path('../token')).toBeNull()
  })

  it('to an address of POST /sources need no token, and no other address works', async () => {
    const { put_url: url } = (await at.ask('POST', '/sources')).json.source_blob
    const path = new URL(url).pathname
    expect((await at.raw('PUT', path, {}, 'tarball')).status).toBe(200)
    expect((await at.raw('PUT', path.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')), {}, 'tarball')).status).toBe(401)
  })

  it('over the limit leave nothing behind', async () => {
    await at.close()
    at = await controlWorld({ maxUploadBytes: 1000 })
    expect(await at.raw('PUT', '/uploads/a.tgz', auth, Buffer.alloc(1001))).toMatchObject({ status: 422, json: { message: expect.stringContaining('the limit is') } })
    await at.raw('PUT', '/uploads/a.tgz', { ...auth, 'transfer-encoding': 'chunked' }, Buffer.alloc(200_000)).catch(() => {})
    await expect.poll(() => readdir(join(at.folder, 'uploads')).catch(() => []), { timeout: 20_000 }).toEqual([])
  })
})

describe('the web socket', () => {
  it('serves the protocol to who says the token first', async () => {
    const { transport } = await dial({ kind: 'hello', token })
    const client = createClient(transport)
    const made = await client.call('apps:create', { name: 'hello' })
    expect(made.name).toBe('hello')
    await expect(client.call('apps:create', { name: 'hello' })).rejects.toMatchObject({ code: 'app-name-taken', params: { name: 'hello' } })
    await expect(client.call('ps:scale', { app: 'hello', changes: [] })).rejects.toMatchObject({ code: 'input-invalid' })
    const first = await new Promise<StreamItem<'state'>>((resolve, reject) => client.open('state', {}, resolve, reject))
    expect(first.kind === 'snapshot' && Object.values(first.state.apps).map((app) => app.name)).toEqual(['hello'])
    client.close()
  })

  it.each([[{ kind: 'hello', token: 'wrong' }], [{ kind: 'hello' }], [{ kind: 'call', id: 1, name: 'apps:create', input: {} }], ['not json']])('closes on %j', async (first) => {
    expect(await dial(first).then(() => 'welcome', (code: number) => code)).toBe(unauthorizedCode)
    expect(Object.keys(at.world.engine.kernel.state.apps)).toEqual([])
  })

  it('is not opened for a stranger\'s page or at another path', async () => {
    expect(await refused('/rpc', { origin: 'http://evil.test' })).toBe(403)
    expect(await refused('/rpc', { host: 'evil.test' })).toBe(403)
    expect(await refused('/other', {})).toBe(404)
  })

  it('ends with the server', async () => {
    const { transport } = await dial({ kind: 'hello', token })
    const closed = new Promise<void>((resolve) => transport.onClose(resolve))
    await at.control.stop()
    await closed
  })
})

describe('the port', () => {
  it('that is taken is said at once', async () => {
    await expect(import('./control-server.ts').then(({ createControlServer }) => createControlServer({
      port: at.control.port, token, owner, uploads: at.uploads, staticDir: null, log: () => {}, git: { ownsPath: () => false, handle: () => {} },
    }))).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })

  it('does not wait for ever for a request that never comes whole, nor answer nonsense', async () => {
    const socket = connect(at.control.port, '127.0.0.1')
    const ended = new Promise((resolve) => socket.on('close', resolve))
    socket.write('this is not http\r\n\r\n')
    await ended
  })

  it('tells who sends a head that is too large so, and who asks for a head alone gets no body (HP2)', async () => {
    for (const [method, body] of [['GET', /^\{"id":.*\}\n$/], ['HEAD', /^$/]] as const) {
      const socket = connect(at.control.port, '127.0.0.1')
      const heard: Buffer[] = []
      const ended = new Promise((resolve) => socket.on('data', (bytes) => heard.push(bytes)).on('error', () => {}).on('close', resolve))
      socket.write(`${method} /apps/${'x'.repeat(20_000)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`)
      await ended
      const [head = '', rest] = Buffer.concat(heard).toString().split('\r\n\r\n')
      expect(head, method).toMatch(/^HTTP\/1\.1 431 /)
      expect(rest, method).toMatch(body)
    }
  })
})

/** The status a web socket was turned away with. */
function refused(path: string, headers: Record<string, string>): Promise<unknown> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${at.control.port}${path}`, { headers })
    socket.on('unexpected-response', (_, res) => resolve(res.statusCode))
    socket.on('error', () => {})
  })
}

/** Resolves once welcomed; rejects with the close code. */
function dial(first: unknown): Promise<{ transport: Transport }> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${at.control.port}/rpc`)
    socket.on('open', () => socket.send(typeof first === 'string' ? first : JSON.stringify(first)))
    socket.on('close', reject)
    socket.once('message', (data) => {
      expect(JSON.parse(String(data))).toEqual({ kind: 'welcome' })
      resolve({
        transport: {
          send: (message) => socket.send(JSON.stringify(message)),
          onMessage: (handler) => void socket.on('message', (text) => handler(JSON.parse(String(text)))),
          onClose: (handler) => void socket.on('close', handler),
          close: () => socket.close(),
        },
      })
    })
  })
}
