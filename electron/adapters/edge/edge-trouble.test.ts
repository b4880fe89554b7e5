import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net'
import { request as httpRequest } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import type { Target } from '../../../shared/domain/route.ts'
import { openStage, pause, until, type Stage } from './edge.fixture.ts'

let stage: Stage
const tcpServers: TcpServer[] = []
afterEach(async () => {
  await stage.close()
  for (const server of tcpServers.splice(0)) server.close()
})

/** Nothing listens there. */
async function deadTarget(name = 'web.1'): Promise<Target> {
  const { server, ...target } = await tcpDyno(() => {}, name)
  await new Promise((closed) => server.close(closed))
  return target
}

async function tcpDyno(onConnection: (socket: Socket) => void, name = 'web.1'): Promise<Target & { server: TcpServer }> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {})
    onConnection(socket)
  })
  tcpServers.push(server)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return { dynoId: `id-${name}`, name, host: '127.0.0.1', port: (server.address() as AddressInfo).port, state: 'healthy', server }
}

const answers = (bytes: string) => (socket: Socket): void => void socket.once('data', () => socket.end(bytes))

describe('answers of the router itself', () => {
  it.each([['maintenance', 'H80', 'Offline for maintenance'], ['blank', 'H81', 'Welcome to your new app'], ['no-web', 'H14', 'No web processes running'], ['crashed', 'H10', 'App crashed']] as const)('%s: %s with a page', async (mode, code, text) => {
    stage = await openStage()
    stage.route(mode)
    const answer = await stage.ask({ path: '/<script>' })
    expect(answer.status).toBe(503)
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(answer.body).toContain(text)
    expect(answer.body).not.toContain('{{')
    expect(await stage.report()).toMatchObject({ code, status: 503, dyno: null, connectMs: null, serviceMs: null, bytes: null })
  })

  it('RT12 404 for an unknown host, reported for no app', async () => {
    stage = await openStage()
    const answer = await stage.ask({ host: '"><script>.localhost' })
    expect(answer.status).toBe(404)
    expect(answer.body).not.toContain('<script>')
    expect(await stage.report()).toMatchObject({ appId: null, status: 404, code: null })
  })

  it.each([
    ['no Host', 'GET / HTTP/1.0\r\n\r\n'],
    ['two Hosts', 'GET / HTTP/1.1\r\nHost: calm-sea-1.localhost\r\nHost: b\r\n\r\n'],
    ['an address and a Host that differ', 'GET http://calm-sea-1.localhost/ HTTP/1.1\r\nHost: b\r\n\r\n'],
    ['a request line over 8192 bytes', `GET /${'x'.repeat(8192)} HTTP/1.1\r\nHost: calm-sea-1.localhost\r\n\r\n`],
    ['a header line over 8192 bytes', `GET / HTTP/1.1\r\nHost: calm-sea-1.localhost\r\nX: ${'x'.repeat(8192)}\r\n\r\n`],
    ['a header name over 1000 bytes', `GET / HTTP/1.1\r\nHost: calm-sea-1.localhost\r\n${'x'.repeat(1001)}: 1\r\n\r\n`],
    ['more than 1000 headers', `GET / HTTP/1.1\r\nHost: calm-sea-1.localhost\r\n${'X: 1\r\n'.repeat(1000)}\r\n`],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: calm-sea-1.localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
    ['no HTTP at all', 'hello\r\n\r\n'],
  ])('RT2 400 for %s, and no dyno sees it', async (_, bytes) => {
    stage = await openStage()
    let hits = 0
    stage.route('serving', [await stage.dyno((request, response) => void (hits += 1, response.end(request.url)))])
    expect(await stage.raw(bytes)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
    expect(hits).toBe(0)
  })

  it('takes a request line and headers that are just short enough', async () => {
    stage = await openStage()
    stage.route('serving', [await stage.dyno((request, response) => response.end(String(request.url?.length)))])
    expect((await stage.ask({ path: `/${'x'.repeat(8100)}`, headers: { X: 'y'.repeat(7900) } })).body).toBe('8101')
  })
})

describe('holding', () => {
  it('RT14 holds while dynos start and serves the moment one is up', async () => {
    stage = await openStage()
    stage.route('starting')
    let done = false
    const waiting = Promise.all([stage.ask(), stage.ask({ method: 'POST', body: 'kept back' })]).finally(() => (done = true))
    await stage.held(2)
    await pause(120)
    expect(done).toBe(false)
    stage.route('serving', [await stage.dyno((request, response) => {
      let body = ''
      request.on('data', (text: Buffer) => (body += text.toString())).on('end', () => response.end(`${request.method} ${body}`))
    })])
    expect((await waiting).map((answer) => answer.body)).toEqual(['GET ', 'POST kept back'])
    await stage.report(2)
    // What was waited for is no part of the dyno's time.
    for (const { totalMs, serviceMs } of stage.reports) expect(totalMs - (serviceMs ?? Infinity)).toBeGreaterThanOrEqual(110)
  })

  it('RT14 H20 when none came up in time', async () => {
    stage = await openStage({}, { holdMs: 80 })
    stage.route('starting')
    expect((await stage.ask()).status).toBe(503)
    expect(await stage.report()).toMatchObject({ code: 'H20', dyno: null, status: 503 })
  })

  it('RT14 wakes a sleeping app once for many requests, and serves them all', async () => {
    stage = await openStage()
    stage.route('asleep')
    const waiting = Promise.all([stage.ask(), stage.ask(), stage.ask()])
    await stage.held(3)
    expect(stage.wakes).toEqual(['app-1'])
    stage.route('starting')
    stage.route('serving', [await stage.dyno((_, response) => response.end('awake'))])
    expect((await waiting).map((answer) => answer.body)).toEqual(['awake', 'awake', 'awake'])
  })

  it('answers held requests when the app turns to maintenance or goes away', async () => {
    stage = await openStage()
    stage.route('starting')
    const first = stage.ask()
    await stage.held(1)
    stage.route('maintenance')
    expect((await first).body).toContain('Offline for maintenance')
    stage.route('starting')
    await stage.held(0)
    const second = stage.ask()
    await stage.held(1)
    stage.edge.removeRoute('app-1')
    expect((await second).status).toBe(404)
  })

  it('RT37 forgets a held request whose client went away: H27', async () => {
    stage = await openStage()
    stage.route('starting')
    const request = httpRequest({ host: '127.0.0.1', port: stage.edge.port, headers: { Host: 'calm-sea-1.localhost' } }).on('error', () => {})
    request.end()
    await stage.held(1)
    request.destroy()
    expect(await stage.report()).toMatchObject({ code: 'H27', status: 499, dyno: null })
    const asked: string[] = []
    stage.route('serving', [await stage.dyno(({ url }, response) => void (asked.push(url ?? ''), response.end()))])
    await stage.ask({ path: '/next' })
    expect(asked).toEqual(['/next'])
  })

  it('RT13 H11 when too many are under way', async () => {
    stage = await openStage({}, { perDyno: 2 })
    stage.route('starting')
    const held = [stage.ask(), stage.ask()]
    await stage.held(2)
    expect((await stage.ask()).status).toBe(503)
    expect(await stage.report()).toMatchObject({ code: 'H11' })
    stage.route('no-web')
    await Promise.all(held)
    stage.route('serving', [await stage.dyno((_, response) => response.end('free again'))])
    expect((await stage.ask()).body).toBe('free again')
  })
})

describe('dynos in trouble', () => {
  it('RT15 tries another dyno when one refuses, body and all, and leaves the first in quarantine', async () => {
    stage = await openStage()
    const dead = await deadTarget('web.9')
    stage.route('serving', [dead, await stage.dyno((request, response) => request.pipe(response), 'web.1')], { webQuantity: 2 })
    for (let count = 0; count < 20; count++) expect(await stage.ask({ method: 'POST', body: `body ${count}` })).toMatchObject({ status: 200, body: `body ${count}` })
    await stage.report(20)
    expect(stage.reports.every((report) => report.dyno === 'web.1' && report.code === null)).toBe(true)
  })

  it('RT15 RT16 H21 when all refuse, H99 while all are in quarantine', async () => {
    stage = await openStage({}, { holdMs: 300, quarantineMs: 5000 })
    stage.route('serving', [await deadTarget()])
    expect((await stage.ask()).status).toBe(503)
    expect(await stage.report()).toMatchObject({ code: 'H21', dyno: 'web.1', serviceMs: null, bytes: null })
    expect((await stage.ask()).status).toBe(503)
    expect(await stage.report(2)).toMatchObject({ code: 'H99', dyno: null })
  })

  it('RT43 a dyno that refuses because it is being replaced costs no request', async () => {
    stage = await openStage({}, { settleMs: 10_000 })
    stage.route('serving', [await deadTarget('web.1')])
    const asked = [stage.ask(), stage.ask({ method: 'POST', body: 'x' })]
    await stage.held(2)
    stage.route('starting')
    await pause(60)
    stage.route('serving', [{ ...(await stage.dyno((_, response) => response.end('new'))), dynoId: 'id-new' }])
    expect((await Promise.all(asked)).map((answer) => answer.body)).toEqual(['new', 'new'])
  })

  it('RT15 H19 when the connection takes too long', async () => {
    stage = await openStage({ connectMs: 100 })
    // TEST-NET-1: packets go nowhere, or the network says so at once.
    stage.route('serving', [{ dynoId: 'far', name: 'web.1', host: '192.0.2.1', port: 9, state: 'healthy' }])
    expect((await stage.ask()).status).toBe(503)
    expect((await stage.report()).code).toMatch(/^H(19|21)$/)
  })

  it('RT32 H13 when the dyno closes without an answer', async () => {
    stage = await openStage()
    stage.route('serving', [await tcpDyno((socket) => socket.once('data', () => socket.destroy()))])
    const answer = await stage.ask()
    expect(answer.status).toBe(503)
    expect(answer.body).toContain('The dyno took the connection and closed it without an answer.')
    expect(await stage.report()).toMatchObject({ code: 'H13', dyno: 'web.1', bytes: 0 })
  })

  it('RT33 H17 when the answer is not HTTP', async () => {
    stage = await openStage()
    stage.route('serving', [await tcpDyno(answers('what do you want\r\n\r\n'))])
    expect((await stage.ask()).status).toBe(503)
    expect(await stage.report()).toMatchObject({ code: 'H17', status: 503 })
  })

  it('RT34 H12 when nothing comes in time, counted from the end of the request; the dyno goes on', async () => {
    stage = await openStage({ firstByteMs: 120 })
    let finished = false
    stage.route('serving', [await stage.dyno((request, response) => {
      request.resume().on('end', () => setTimeout(() => {
        finished = true
        response.end('too late')
      }, 250))
    })])
    const started = performance.now()
    const request = httpRequest({ host: '127.0.0.1', port: stage.edge.port, method: 'POST', headers: { Host: 'calm-sea-1.localhost' }, agent: false })
    const status = new Promise<number | undefined>((resolve) => request.on('response', (response) => resolve(response.resume().statusCode)))
    request.write('slow ')
    await pause(200)
    request.end('upload')
    expect(await status).toBe(503)
    expect(performance.now() - started).toBeGreaterThan(300)
    expect(await stage.report()).toMatchObject({ code: 'H12', dyno: 'web.1', status: 503, bytes: 0 })
    await until(() => finished)
  })

  it('RT35 H18 when the dyno breaks off in the middle', async () => {
    stage = await openStage()
    stage.route('serving', [await tcpDyno(answers('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this'))])
    await expect(stage.ask()).rejects.toThrow()
    expect(await stage.report()).toMatchObject({ code: 'H18', dyno: 'web.1', status: 503, bytes: 9 })
  })

  it('RT36 H15 when the dyno falls silent in the middle, however long it spoke before', async () => {
    stage = await openStage({ idleMs: 1000 })
    stage.route('serving', [await stage.dyno((_, response) => {
      let pieces = 0
      const timer = setInterval(() => {
        response.write('x')
        if (++pieces === 5) clearInterval(timer)
      }, 250)
    })])
    await expect(stage.ask()).rejects.toThrow()
    expect(await stage.report()).toMatchObject({ code: 'H15', status: 503, bytes: 5 })
  })

  it('RT36 H28 when the client stops sending its body', async () => {
    stage = await openStage({ idleMs: 120 })
    stage.route('serving', [await stage.dyno((request, response) => request.resume().on('end', () => response.end()))])
    expect(await stage.raw('POST / HTTP/1.1\r\nHost: calm-sea-1.localhost\r\nContent-Length: 10\r\n\r\nhalf')).toBe('')
    expect(await stage.report()).toMatchObject({ code: 'H28', status: 499, dyno: 'web.1' })
  })

  it('RT37 H27 when the client goes away, and the dyno is told by a closed connection', async () => {
    stage = await openStage()
    let [came, left] = [false, false]
    stage.route('serving', [await stage.dyno((request) => {
      came = true
      request.socket.on('close', () => (left = true))
    })])
    const request = httpRequest({ host: '127.0.0.1', port: stage.edge.port, headers: { Host: 'calm-sea-1.localhost' } }).on('error', () => {})
    request.end()
    await until(() => came)
    request.destroy()
    expect(await stage.report()).toMatchObject({ code: 'H27', status: 499, dyno: 'web.1', bytes: 0 })
    await until(() => left)
  })
})

describe('stopping', () => {
  it('lets go of the port and ends what is under way', async () => {
    stage = await openStage({ stopMs: 50 })
    let came = false
    stage.route('serving', [await stage.dyno(() => void (came = true))])
    const hanging = stage.ask().catch((error: Error) => error)
    await until(() => came)
    await stage.edge.stop()
    expect(await hanging).toBeInstanceOf(Error)
    expect(stage.reports).toHaveLength(1)
    await expect(stage.ask()).rejects.toThrow(/ECONNREFUSED/)
  })

  it('says so when its port is taken', async () => {
    stage = await openStage()
    const { createEdgeServer } = await import('./edge-server.ts')
    const { createRouterDecisions } = await import('../../engine/router/decide.ts')
    const second = createEdgeServer({ port: stage.edge.port, decisions: createRouterDecisions(), report: () => {}, wake: () => {}, load: () => {} })
    await expect(second).rejects.toThrow(`Port ${stage.edge.port} is taken by another program.`)
  })
})
