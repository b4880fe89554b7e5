import { createServer, type Server, type ServerResponse } from 'node:http'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { build } from 'vite'
import { trafficSourceContract, type TrafficSourceFixture } from '../../engine/ports/traffic-source.contract.ts'
import type { TrafficSource } from '../../engine/ports/traffic-source.ts'
import { createThreadedTraffic } from './threaded-traffic.ts'

const root = resolve(import.meta.dirname, '../../..')
const folder = mkdtempSync(join(tmpdir(), 'dynarium-traffic-'))
const threadFile = join(folder, 'traffic-thread.cjs')
const breakingFile = join(folder, 'breaking.cjs')
const hosts = { quick: 'quick.localhost:80', failing: 'failing.localhost:80', hanging: 'hanging.localhost:80' }
const plan = { rate: 50, shape: { kind: 'steady' }, paths: [{ path: '/', weight: 1 }], seconds: null } as const

beforeAll(async () => {
  await build({
    root, configFile: false, logLevel: 'error',
    build: { ssr: 'electron/headless/traffic-thread.ts', target: 'node18', outDir: folder, emptyOutDir: false, rolldownOptions: { output: { format: 'cjs', entryFileNames: 'traffic-thread.cjs' } } },
  })
  writeFileSync(breakingFile, `require('worker_threads').parentPort.on('message', (message) => { if (message.host === 'break') throw new Error('a bug') })\nrequire('./traffic-thread.cjs')`)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + 20_000
  while (!holds()) {
    if (performance.now() > end) throw new Error(`not within 20 s: ${holds.toString()}`)
    await new Promise((soon) => setTimeout(soon, 5))
  }
}

type Router = { readonly server: Server; readonly port: number; received(host: string): number; release(): void }

/** Answers as the router would for three apps. */
async function openRouter(): Promise<Router> {
  const counts = new Map<string, number>()
  const hanging = new Set<ServerResponse>()
  const server = createServer((request, response) => {
    const host = request.headers.host ?? ''
    counts.set(host, (counts.get(host) ?? 0) + 1)
    if (host === hosts.hanging) hanging.add(response)
    else response.writeHead(host === hosts.failing ? 500 : 200).end(`answer to ${request.url} ${request.headers['x-request-id']}`)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    server, port: (server.address() as AddressInfo).port, received: (host) => counts.get(host) ?? 0,
    release: () => hanging.forEach((response) => response.end('late')),
  }
}

function shut({ server }: Router): Promise<unknown> {
  server.closeAllConnections()
  return new Promise((closed) => server.close(closed))
}

trafficSourceContract('thread with sockets', async (): Promise<TrafficSourceFixture> => {
  const router = await openRouter()
  const { port, received, release } = router
  return { source: createThreadedTraffic({ threadFile, port }), hosts, received, release, until, close: async () => void (await shut(router)) }
})

describe('a visit', () => {
  it('brings the cookies it is given, posts a form, and tells which cookies came back', async () => {
    const asked: unknown[] = []
    const server = createServer((request, response) => {
      let body = ''
      request.on('data', (bytes) => (body += String(bytes)))
      request.on('end', () => {
        asked.push([request.method, request.headers.cookie, request.headers['content-type'], body])
        response.writeHead(200, { 'set-cookie': ['a=1; Path=/', 'b=2'] }).end('ok')
      })
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const source = createThreadedTraffic({ threadFile, port: (server.address() as AddressInfo).port })
    expect(await source.visit('x', '/', { cookie: 'a=0', form: 'text=hi' })).toMatchObject({ status: 200, cookies: ['a=1; Path=/', 'b=2'] })
    expect(await source.visit('x', '/')).toMatchObject({ status: 200 })
    expect(asked).toEqual([['POST', 'a=0', 'application/x-www-form-urlencoded', 'text=hi'], ['GET', undefined, undefined, '']])
    await source.close()
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  })
})

describe('traffic in a thread', () => {
  let router: Router
  let traffic: TrafficSource
  let told: string[]
  let overs: string[]
  let sent: number
  beforeEach(async () => {
    router = await openRouter()
    told = []
    overs = []
    sent = 0
    traffic = createThreadedTraffic({ threadFile: breakingFile, port: router.port, log: (text) => told.push(text) })
    traffic.connect({ second: (_, second) => (sent += second.sent), over: (appId, how) => overs.push(`${appId} ${how}`) })
  })
  afterEach(async () => {
    router.release()
    await traffic.close()
    await shut(router)
  })

  it('connects to the router\'s port on loopback, whatever the host says (TF3)', async () => {
    const answer = await traffic.visit('example.com', '/page?x=1')
    expect(answer).toMatchObject({ status: 200, problem: null, text: `answer to /page?x=1 ${answer.requestId}` })
    expect(router.received('example.com')).toBe(1)
    traffic.start({ appId: 'a', host: '192.0.2.1:8080', plan })
    await until(() => router.received('192.0.2.1:8080') >= 3)
    await traffic.stop('a')
    await until(() => router.received('192.0.2.1:8080') === sent)
  })

  it('keeps its connections between requests', async () => {
    let connections = 0
    router.server.on('connection', () => (connections += 1))
    traffic.start({ appId: 'a', host: hosts.quick, plan })
    // However many a slow answer needs side by side: each serves more than one request.
    await until(() => router.received(hosts.quick) >= 20 + 2 * connections)
    await traffic.stop('a')
  })

  it('goes on while the engine\'s thread is busy', async () => {
    const seconds: number[] = []
    traffic.connect({ second: (_, { planned }) => seconds.push(planned), over: (appId) => overs.push(appId) })
    traffic.start({ appId: 'a', host: hosts.quick, plan: { ...plan, seconds: 1 } })
    await until(() => router.received(hosts.quick) > 0)
    const busyUntil = Date.now() + 1200
    while (Date.now() < busyUntil);
    await until(() => overs.length === 1)
    expect(seconds.reduce((sum, planned) => sum + planned, 0)).toBe(50)
  })

  it('counts requests that nobody answers as failed: the router is gone', async () => {
    await shut(router)
    let failed = 0
    traffic.connect({ second: (_, second) => (failed += second.failed), over: (appId, how) => overs.push(`${appId} ${how}`) })
    traffic.start({ appId: 'a', host: hosts.quick, plan: { ...plan, seconds: 1 } })
    await until(() => overs.length === 1)
    expect(failed).toBeGreaterThan(0)
    expect(await traffic.visit(hosts.quick, '/')).toMatchObject({ status: null, problem: 'No answer came: ECONNREFUSED.' })
    router = await openRouter()
  })

  it('says that traffic is lost when its thread breaks, and begins a new one with the next order', async () => {
    traffic.start({ appId: 'a', host: hosts.hanging, plan })
    await until(() => router.received(hosts.hanging) > 0)
    const visited = traffic.visit(hosts.hanging, '/')
    traffic.move('a', 'break')
    const stopped = traffic.stop('a')
    await until(() => told.length === 1)
    expect(told[0]).toMatch(/a bug/)
    await stopped
    expect(await visited).toMatchObject({ status: null, problem: expect.stringMatching(/broke/) })
    traffic.start({ appId: 'b', host: hosts.quick, plan })
    await until(() => router.received(hosts.quick) >= 3)
    traffic.move('b', 'break')
    await until(() => overs.length === 1)
    expect(overs).toEqual(['b lost'])
  })

  it('is closed with requests under way, and closes without ever having run', async () => {
    traffic.start({ appId: 'a', host: hosts.hanging, plan })
    const visited = traffic.visit(hosts.hanging, '/')
    await until(() => router.received(hosts.hanging) >= 3)
    await traffic.close()
    expect((await visited).problem).toBe('Dynarium is stopping.')
    await createThreadedTraffic({ threadFile, port: router.port }).close()
  })
})
