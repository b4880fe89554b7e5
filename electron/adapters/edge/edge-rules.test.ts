// Rules of the router that have to do with the app and its routes, and those where its two forms differ.

import { afterEach, describe, expect, it } from 'vitest'
import { openStage, until, type Stage } from './edge.fixture.ts'

let stage: Stage
afterEach(() => stage.close())

describe('the two routers', () => {
  it.each([['classic', '1.1 vegur'], ['current', '1.1 heroku-router']] as const)('RT24 %s calls itself %s, both ways', async (rules, via) => {
    stage = await openStage()
    stage.route('serving', [await stage.dyno((request, response) => response.end(JSON.stringify(request.headers)))], { rules })
    const answer = await stage.ask()
    const seen = JSON.parse(answer.body) as Record<string, string>
    expect([answer.headers.via, seen['via']]).toEqual([via, via])
    expect([seen['connect-time'], seen['total-route-time']].every((time) => (time !== undefined) === (rules === 'classic'))).toBe(true)
    expect((await stage.report()).rules).toBe(rules)
  })

  it('RT18 the classic one writes of requests that break HTTP: H26; today\'s says nothing', async () => {
    stage = await openStage()
    const dyno = await stage.dyno((request, response) => request.resume().on('end', () => response.end()))
    stage.route('serving', [dyno], { rules: 'classic' })
    const host = 'Host: calm-sea-1.localhost'
    await stage.raw(`GET / HTTP/1.1\r\n${host}\r\nbad header: 1\r\n\r\n`)
    await stage.raw(`GET / HTTP/1.1\r\n${host}\r\nExpect: tea\r\n\r\n`)
    await stage.raw(`POST / HTTP/1.1\r\n${host}\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n`)
    await stage.report(3)
    expect(stage.reports.map(({ code, status, cause, dyno: name }) => [code, status, cause, name])).toEqual([
      ['H26', 400, 'bad header', null], ['H26', 417, 'unsupported expect header value', null], ['H26', 400, 'bad chunk', 'web.1'],
    ])
    stage.route('serving', [dyno], { rules: 'current' })
    expect(await stage.raw(`GET / HTTP/1.1\r\n${host}\r\nbad header: 1\r\n\r\n`)).toMatch(/^HTTP\/1\.1 400 /)
    await stage.ask()
    expect((await stage.report(4)).code).toBeNull()
  })

  it('RT17 H34 by the rules of today while all dynos are in quarantine', async () => {
    stage = await openStage({}, { holdMs: 200, quarantineMs: 5000 })
    const dyno = await stage.dyno(() => {})
    await new Promise((closed) => dyno.server.close(closed))
    stage.route('serving', [dyno], { rules: 'current' })
    await stage.ask()
    await stage.ask()
    expect(await stage.report(2)).toMatchObject({ code: 'H34', dyno: null })
  })
})

describe('answers of the router', () => {
  it('RT19 H31 and 421 for a host that was an app\'s once', async () => {
    stage = await openStage()
    stage.route('serving', [], { formerHosts: ['old.example.test'] })
    expect((await stage.ask({ host: 'old.example.test', headers: { 'User-Agent': 'old-bot/1' } })).status).toBe(421)
    expect(await stage.report()).toMatchObject({ code: 'H31', status: 421, agent: 'old-bot/1', appId: 'app-1', dyno: null })
  })

  it('RT20 H22 when an app has too many connections of clients', async () => {
    stage = await openStage({ maxClientsPerApp: 2 })
    stage.route('starting')
    const held = [stage.ask(), stage.ask()]
    await until(() => stage.loads.some(({ inFlight }) => inFlight === 2))
    expect((await stage.ask()).status).toBe(503)
    expect(await stage.report()).toMatchObject({ code: 'H22' })
    stage.route('maintenance')
    await Promise.all(held)
  })

  it('RT21 H24, without a status, for what is under way when the router restarts; then it listens on the same port', async () => {
    stage = await openStage()
    const open: (() => void)[] = []
    stage.route('serving', [await stage.dyno((request, response) => (request.url === '/slow' ? void open.push(() => response.end()) : response.end('again')))])
    const { port } = stage.edge
    const cut = stage.ask({ path: '/slow' }).catch(() => 'cut off')
    await until(() => open.length === 1)
    await stage.edge.restart()
    expect(await cut).toBe('cut off')
    expect(await stage.report()).toMatchObject({ code: 'H24', status: null, dyno: 'web.1' })
    expect(stage.edge.port).toBe(port)
    expect((await stage.ask()).body).toBe('again')
  })

  it('RT21 restarts once for all who ask at the same time', async () => {
    stage = await openStage()
    stage.route('starting')
    const cut = stage.ask().catch(() => 'cut off')
    await until(() => stage.loads.length === 1)
    await Promise.all([stage.edge.restart(), stage.edge.restart(), stage.edge.restart()])
    expect(await cut).toBe('cut off')
    stage.route('serving', [await stage.dyno((_, response) => response.end('again'))])
    expect((await stage.ask()).body).toBe('again')
    await stage.edge.restart()
    expect((await stage.ask()).body).toBe('again')
  })

  it('RT21 listens no more when it was stopped in the middle of a restart', async () => {
    stage = await openStage()
    const restarted = stage.edge.restart()
    await stage.edge.stop()
    await restarted
    await expect(stage.ask()).rejects.toThrow(/ECONNREFUSED/)
  })

  it('RT22 shows an app\'s own pages in a frame, escaped, and no address but one of the web', async () => {
    stage = await openStage()
    stage.route('crashed', [], { errorPageUrl: 'https://pages.test/error?a=1&b="x"', maintenancePageUrl: 'javascript:alert(1)' })
    const page = (await stage.ask()).body
    expect(page).toContain('<iframe src="https://pages.test/error?a=1&amp;b=&quot;x&quot;"')
    stage.route('maintenance', [], { maintenancePageUrl: 'javascript:alert(1)' })
    expect((await stage.ask()).body).toContain('Offline for maintenance')
  })

  it('RT26 answers 408 and closes when a head does not come to its end, however busily it comes', async () => {
    stage = await openStage({ headMs: 200 })
    stage.route('serving', [await stage.dyno((_, response) => response.end())])
    const socket = stage.connect()
    let text = ''
    let closed = false
    socket.on('error', () => {}).on('close', () => (closed = true))
    socket.setEncoding('latin1').on('data', (piece: string) => (text += piece))
    socket.write('GET / HTTP/1.1\r\nX: ')
    const drip = setInterval(() => socket.write('x'), 20)
    await until(() => closed)
    clearInterval(drip)
    expect(text).toMatch(/^HTTP\/1\.1 408 /)
  })
})

describe('bodies and halves of connections', () => {
  it('RT11 answers a client that has closed its sending side, if the answer is there soon', async () => {
    stage = await openStage()
    stage.route('serving', [await stage.dyno((_, response) => void setTimeout(() => response.end('still here'), 30))])
    const socket = stage.connect()
    let text = ''
    let closed = false
    socket.setEncoding('latin1').on('data', (piece: string) => (text += piece)).on('close', () => (closed = true))
    socket.end('GET / HTTP/1.1\r\nHost: calm-sea-1.localhost\r\n\r\n')
    await until(() => closed)
    expect(text).toContain('still here')
    expect((await stage.report()).code).toBeNull()
  })

  it('RT11 closes when such a client has sent less than a request behind its last one', async () => {
    stage = await openStage()
    stage.route('serving', [await stage.dyno((_, response) => response.end('last'))])
    for (const rest of ['\r\n', 'GET / HT']) {
      const socket = stage.connect()
      let closed = false
      socket.resume().on('close', () => (closed = true))
      socket.end(`GET / HTTP/1.1\r\nHost: calm-sea-1.localhost\r\n\r\n${rest}`)
      await until(() => closed)
    }
  })

  it('RT5 lets chunked win over a length, says the length no more, and reads nothing further from such a client', async () => {
    stage = await openStage()
    const seen: (string | undefined)[] = []
    stage.route('serving', [await stage.dyno((request, response) => void (seen.push(request.headers['content-length']), request.resume().on('end', () => response.end())))])
    const text = await stage.raw('POST / HTTP/1.1\r\nHost: calm-sea-1.localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\nGET /2 HTTP/1.1\r\nHost: calm-sea-1.localhost\r\n\r\n')
    expect(text.match(/HTTP\/1\.1 200/g)).toHaveLength(1)
    expect(seen).toEqual([undefined])
  })

  it('RT6 passes trailers on, but none that would frame or route', async () => {
    stage = await openStage()
    let trailers: unknown = null
    stage.route('serving', [await stage.dyno((request, response) => request.resume().on('end', () => {
      trailers = request.trailers
      response.writeHead(200, { Trailer: 'X-End' })
      response.write('a')
      response.addTrailers({ 'X-End': 'yes', Via: 'x' })
      response.end()
    }))])
    const text = await stage.raw('POST / HTTP/1.1\r\nHost: calm-sea-1.localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX-Sum: 7\r\nContent-Length: 9\r\n\r\n')
    expect(trailers).toEqual({ 'x-sum': '7' })
    expect(text).toMatch(/0\r\nX-End: yes\r\n\r\n$/)
  })
})

describe('sticky sessions', () => {
  it('RT40 bind a client to its dyno by a cookie that says nothing, while that dyno is well', async () => {
    stage = await openStage()
    const dynos = [await stage.dyno((_, response) => response.end('web.1')), await stage.dyno((_, response) => response.end('web.2')), await stage.dyno((_, response) => response.end('web.3'))]
    stage.route('serving', dynos, { sticky: true, webQuantity: 3 })
    const first = await stage.ask()
    const cookie = first.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
    expect(cookie).toMatch(/^heroku-session-affinity=[\w-]{43}$/)
    for (let count = 0; count < 12; count++) {
      const again = await stage.ask({ headers: { Cookie: `a=1; ${cookie}` } })
      expect([again.body, again.headers['set-cookie']]).toEqual([first.body, undefined])
    }
    stage.route('serving', dynos.filter(({ name }) => name !== first.body), { sticky: true, webQuantity: 2 })
    const moved = await stage.ask({ headers: { Cookie: cookie } })
    expect(moved.body).not.toBe(first.body)
    expect(moved.headers['set-cookie']?.[0]).not.toContain(cookie)
    const forged = await stage.ask({ headers: { Cookie: 'heroku-session-affinity=web.2' } })
    expect(forged.headers['set-cookie']).toHaveLength(1)
  })
})

describe('readiness', () => {
  it('RT44 asks each target at once and then regularly, and tells only what is new', async () => {
    stage = await openStage({ readinessEveryMs: 20, readinessMs: 10_000 })
    let status = 503
    let asked = 0
    const dyno = await stage.dyno((request, response) => {
      if (request.url === '/ready') asked += 1
      response.writeHead(status).end()
    })
    stage.route('serving', [dyno], { readinessPath: '/ready' })
    await until(() => asked >= 3)
    expect(stage.probes).toEqual([{ appId: 'app-1', dynoId: 'id-web.1', ready: false, detail: 'GET /ready answered 503' }])
    status = 302
    await until(() => stage.probes.length === 2)
    expect(stage.probes[1]).toMatchObject({ ready: true, detail: 'GET /ready answered 302' })
    dyno.server.closeAllConnections()
    await new Promise((closed) => dyno.server.close(closed))
    await until(() => stage.probes.length === 3)
    expect(stage.probes[2]).toMatchObject({ ready: false, detail: 'GET /ready: the connection was refused' })
  })
})
