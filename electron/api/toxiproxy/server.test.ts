import { request } from 'node:http'
import { createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSwitchboard } from '../../adapters/wire/switchboard.ts'
import { serveToxiproxy, type ToxiproxyServer } from './server.ts'
import { exchange, openEcho, type EchoServer } from './toxiproxy.fixture.ts'

let echo: EchoServer
let server: ToxiproxyServer
let stopWire: () => Promise<void>

beforeEach(async () => {
  echo = await openEcho()
  const wire = { ...createSwitchboard(), apiUrl: null }
  stopWire = wire.stop
  server = (await serveToxiproxy({ wire, port: 0, log: () => {} })) as ToxiproxyServer
})
afterEach(async () => {
  await server.stop()
  await stopWire()
  await echo.close()
})

type Reply = { readonly status: number; readonly text: string; readonly json: any }

/** By bare HTTP, as fetch allows neither Host nor Origin to be chosen. */
function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request(`${server.url}${path}`, { method, headers, agent: false }, (res) => {
      let text = ''
      res.setEncoding('utf8').on('data', (part: string) => (text += part)).on('end', () => {
        let json: unknown = null
        try {
          json = JSON.parse(text)
        } catch {
          // Not everything is JSON.
        }
        resolve({ status: res.statusCode ?? 0, text, json })
      })
    })
    sent.on('error', reject)
    sent.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body))
  })
}

const make = (name = 'redis', more: object = {}) => ask('POST', '/proxies', { name, listen: '127.0.0.1:0', upstream: echo.address, ...more })

describe("Toxiproxy's API over HTTP (WI13)", () => {
  it('answers with its shapes and statuses', async () => {
    const made = await make()
    expect(made).toMatchObject({ status: 201, json: { name: 'redis', upstream: echo.address, enabled: true, toxics: [] } })
    expect((await ask('GET', '/proxies')).json).toEqual({ redis: made.json })
    expect((await ask('GET', '/proxies/redis')).json).toEqual(made.json)
    const toxic = { attributes: { rate: 5 }, name: 'thin', type: 'bandwidth', stream: 'upstream', toxicity: 0.25 }
    expect(await ask('POST', '/proxies/redis/toxics', toxic)).toMatchObject({ status: 200, json: toxic })
    expect((await ask('GET', '/proxies/redis/toxics')).json).toEqual([toxic])
    expect((await ask('GET', '/proxies/redis')).json.toxics).toEqual([toxic])
    expect(await ask('PATCH', '/proxies/redis/toxics/thin', { attributes: { rate: 6 } })).toMatchObject({ status: 200, json: { ...toxic, attributes: { rate: 6 } } })
    expect(await ask('POST', '/proxies/redis/toxics/thin', { toxicity: 1 })).toMatchObject({ status: 200, json: { attributes: { rate: 6 }, toxicity: 1 } })
    expect(await ask('DELETE', '/proxies/redis/toxics/thin')).toEqual({ status: 204, text: '', json: null })
    expect(await ask('PATCH', '/proxies/redis', { enabled: false })).toMatchObject({ status: 200, json: { enabled: false, listen: made.json.listen } })
    expect(await ask('POST', '/reset')).toMatchObject({ status: 204, text: '' })
    expect((await ask('GET', '/proxies/redis')).json.enabled).toBe(true)
    expect((await ask('DELETE', '/proxies/redis')).status).toBe(204)
    expect(await ask('GET', '/version')).toMatchObject({ status: 200, json: { version: '2.12.0' } })
  })

  it('explains what it refuses as { error, status }', async () => {
    await make()
    await ask('POST', '/proxies/redis/toxics', { type: 'latency', attributes: { latency: 1 } })
    const cases: readonly (readonly [string, string, unknown, number, string])[] = [
      ['POST', '/proxies', { listen: '127.0.0.1:0', upstream: echo.address }, 400, 'missing required field: name'],
      ['POST', '/proxies', { name: 'x' }, 400, 'missing required field: upstream'],
      ['POST', '/proxies', '{nonsense', 400, 'bad request body'],
      ['POST', '/proxies', { name: 7 }, 400, 'bad request body: name'],
      ['POST', '/proxies', { name: 'redis', upstream: echo.address }, 409, 'proxy already exists'],
      ['POST', '/proxies', { name: 'out', listen: '0.0.0.0:0', upstream: echo.address }, 400, 'loopback'],
      ['POST', '/proxies', { name: 'out', upstream: 'example.com:80' }, 400, 'loopback'],
      ['POST', '/proxies', { name: 'same', listen: echo.address, upstream: '127.0.0.1:9' }, 500, 'is taken'],
      ['GET', '/proxies/no', undefined, 404, 'proxy not found'],
      ['PATCH', '/proxies/no', {}, 404, 'proxy not found'],
      ['DELETE', '/proxies/no', undefined, 404, 'proxy not found'],
      ['POST', '/proxies/no/toxics', {}, 404, 'proxy not found'],
      ['GET', '/proxies/redis/toxics/no', undefined, 404, 'toxic not found'],
      ['PATCH', '/proxies/redis/toxics/no', {}, 404, 'toxic not found'],
      ['DELETE', '/proxies/redis/toxics/no', undefined, 404, 'toxic not found'],
      ['POST', '/proxies/redis/toxics', { type: 'latency' }, 409, 'toxic already exists'],
      ['POST', '/proxies/redis/toxics', { type: 'gremlin' }, 400, 'invalid toxic type'],
      ['POST', '/proxies/redis/toxics', { type: 'constructor' }, 400, 'invalid toxic type'],
      ['POST', '/proxies/redis/toxics', { type: 'latency', stream: 'sideways' }, 400, 'stream was invalid'],
      ['POST', '/proxies/redis/toxics', { type: 'timeout', attributes: { timeout: 'long' } }, 400, 'bad request body: timeout'],
      ['POST', '/proxies/redis/toxics', { type: 'slicer', attributes: { average_size: 0 } }, 400, 'average_size'],
      ['POST', '/proxies/redis/toxics', { type: 'timeout', toxicity: 2 }, 400, 'toxicity'],
      ['GET', '/nowhere', undefined, 404, 'there is no GET /nowhere'],
      ['GET', '/proxies/%E0%A4%A', undefined, 400, 'not readable'],
    ]
    for (const [method, path, body, status, error] of cases) {
      const reply = await ask(method, path, body)
      expect(reply.json, `${method} ${path} ${JSON.stringify(body)}`).toEqual({ error: expect.stringContaining(error), status })
      expect(reply.status).toBe(status)
    }
    expect(Object.keys((await ask('GET', '/proxies')).json)).toEqual(['redis'])
  })

  it('populates: checks all first, replaces what differs, and shows what it made before it failed', async () => {
    expect(await ask('POST', '/populate', [{ name: 'a', upstream: echo.address }, { upstream: echo.address }])).toMatchObject({ status: 400, json: { error: 'missing required field: name at proxy 2' } })
    expect((await ask('GET', '/proxies')).json).toEqual({})
    await make('a')
    await ask('POST', '/proxies/a/toxics', { type: 'latency' })
    const other = await ask('POST', '/populate', [{ name: 'a', listen: '127.0.0.1:0', upstream: echo.address }, { name: 'b', upstream: echo.address, enabled: false }])
    expect(other).toMatchObject({ status: 201, json: { proxies: [{ name: 'a', toxics: [] }, { name: 'b', enabled: false }] } })
    const broken = await ask('POST', '/populate', [{ name: 'c', upstream: echo.address }, { name: 'd', upstream: 'example.com:80' }, { name: 'e', upstream: echo.address }])
    expect(broken).toMatchObject({ status: 400, json: { status: 400, proxies: [{ name: 'c' }] } })
    expect(Object.keys((await ask('GET', '/proxies')).json)).toEqual(['a', 'b', 'c'])
  })

  it('counts bytes for Prometheus, in both directions, also with odd names (WI11)', async () => {
    const { listen } = (await make('we"ird')).json
    await exchange(listen, 'hello')
    const { text } = await ask('GET', '/metrics')
    const labels = (direction: string) => `{direction="${direction}",listener="${listen}",proxy="we\\"ird",upstream="${echo.address}"} 5`
    for (const direction of ['upstream', 'downstream']) {
      expect(text).toContain(`toxiproxy_proxy_received_bytes_total${labels(direction)}`)
      expect(text).toContain(`toxiproxy_proxy_sent_bytes_total${labels(direction)}`)
    }
    expect((await ask('GET', '/proxies/we%22ird')).status).toBe(200)
  })

  it('does one change at a time: of many who make the same proxy one does (WI10)', async () => {
    const replies = await Promise.all(Array.from({ length: 8 }, () => make()))
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409, 409, 409])
  })
})

describe('who may ask (WI8, WI14)', () => {
  it('refuses browsers and foreign hosts, and bodies beyond a bound', async () => {
    const port = new URL(server.url).port
    for (const headers of [{ origin: server.url }, { origin: 'https://example.com' }, { 'user-agent': 'Mozilla/5.0 (X11)' }, { host: 'example.com' }, { host: `example.com:${port}` }, { host: '127.0.0.1:1' }] as Record<string, string>[])
      expect((await ask('GET', '/proxies', undefined, headers)).json, JSON.stringify(headers)).toMatchObject({ status: 403 })
    expect((await ask('GET', '/proxies', undefined, { host: `localhost:${port}` })).status).toBe(200)
    const large = await ask('POST', '/proxies', `{"name":"${'x'.repeat(1024 * 1024)}"}`).catch(() => ({ status: 413 }))
    expect(large.status).toBe(413)
  })

  it('is not served where the port is taken, and says so', async () => {
    const other = createServer()
    await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening))
    const { port } = other.address() as { port: number }
    const said: string[] = []
    expect(await serveToxiproxy({ wire: { ...createSwitchboard(), apiUrl: null }, port, log: (text) => said.push(text) })).toBeNull()
    expect(said.join()).toContain(`port ${port} can not be had`)
    await new Promise((closed) => other.close(closed))
  })
})
