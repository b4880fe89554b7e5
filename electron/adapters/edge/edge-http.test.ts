import { request as httpRequest, type IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStage, pause, until, type Stage } from './edge.fixture.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
})
afterEach(() => stage.close())

const echo = (request: IncomingMessage): string => JSON.stringify({ method: request.method, url: request.url, headers: request.headers })

describe('a request through the edge', () => {
  it('RT1 RT23 reaches the dyno with the router\'s headers and comes back whole', async () => {
    stage.route('serving', [await stage.dyno((request, response) => response.writeHead(201, { 'X-App': 'yes', 'Set-Cookie': ['a=1', 'b=2'] }).end(echo(request)))])
    const answer = await stage.ask({ path: '/books?id=1', headers: { 'X-Forwarded-For': '203.0.113.7', 'X-Forwarded-Proto': 'https', Connection: 'close, X-Secret', 'X-Secret': '1', TE: 'trailers' } })
    const seen = JSON.parse(answer.body) as { method: string; url: string; headers: Record<string, string> }
    expect(answer.status).toBe(201)
    expect(answer.headers).toMatchObject({ 'x-app': 'yes', via: '1.1 vegur', 'set-cookie': ['a=1', 'b=2'] })
    expect(seen).toMatchObject({ method: 'GET', url: '/books?id=1' })
    expect(seen.headers).toMatchObject({ host: `calm-sea-1.localhost:${stage.edge.port}`, 'x-forwarded-for': '203.0.113.7, 127.0.0.1', 'x-forwarded-proto': 'http', 'x-forwarded-port': String(stage.edge.port), via: '1.1 vegur' })
    expect(seen.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
    expect(Math.abs(Date.now() - Number(seen.headers['x-request-start']))).toBeLessThan(5000)
    expect(seen.headers).not.toHaveProperty('x-secret')
    expect(seen.headers).not.toHaveProperty('te')
    expect(await stage.report()).toMatchObject({ appId: 'app-1', method: 'GET', path: '/books?id=1', dyno: 'web.1', status: 201, bytes: answer.body.length, code: null, fwd: '203.0.113.7, 127.0.0.1', requestId: seen.headers['x-request-id'] })
  })

  it('RT25 keeps a fit X-Request-Id and replaces an unfit one', async () => {
    stage.route('serving', [await stage.dyno((request, response) => response.end(request.headers['x-request-id']))])
    const fit = 'abcdefghij0123456789+/='
    expect((await stage.ask({ headers: { 'X-Request-Id': fit } })).body).toBe(fit)
    expect((await stage.ask({ headers: { 'X-Request-Id': 'short' } })).body).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('finds apps by name, custom domain and wildcard, whatever the case and port', async () => {
    stage.route('serving', [await stage.dyno((_, response) => response.end('here'))], { hosts: ['calm-sea-1.localhost', 'www.example.test', '*.shop.test'] })
    for (const host of ['Calm-Sea-1.LOCALHOST', 'www.example.test', 'a.shop.test', 'a.b.shop.test']) expect((await stage.ask({ host })).body).toBe('here')
    for (const host of ['other.localhost', 'example.test', 'shop.test']) {
      const answer = await stage.ask({ host })
      expect(answer.status).toBe(404)
      expect(answer.body).toContain('No app has the host')
    }
    expect(stage.edge.port).toBeGreaterThan(0)
  })

  it('RT7 passes HEAD, 204 and 304 without a body and keeps their headers', async () => {
    stage.route('serving', [await stage.dyno((request, response) => {
      if (request.url === '/204') response.writeHead(204, { ETag: '"1"' }).end()
      else if (request.url === '/304') response.writeHead(304, { ETag: '"2"' }).end()
      else response.writeHead(200, { 'Content-Length': 5 }).end('hello')
    })])
    expect(await stage.ask({ method: 'HEAD' })).toMatchObject({ status: 200, body: '', headers: { 'content-length': '5' } })
    expect(await stage.ask({ path: '/204' })).toMatchObject({ status: 204, body: '', headers: { etag: '"1"' } })
    expect(await stage.ask({ path: '/304' })).toMatchObject({ status: 304, body: '', headers: { etag: '"2"' } })
    expect((await stage.ask()).body).toBe('hello')
  })

  it('RT3 streams an answer: each piece arrives when it was written, headers first', async () => {
    let next: ((text: string) => void) | null = null
    stage.route('serving', [await stage.dyno((_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' }).flushHeaders()
      next = (text) => (text === '' ? response.end() : response.write(text))
    })])
    const seen: string[] = []
    const request = httpRequest({ port: stage.edge.port, host: '127.0.0.1', headers: { Host: 'calm-sea-1.localhost' }, agent: false }, (response) => {
      seen.push('headers')
      response.setEncoding('utf8').on('data', (text: string) => seen.push(text)).on('end', () => seen.push('end'))
    }).end()
    request.on('error', () => {})
    for (const piece of ['headers', 'one', 'two', 'end']) {
      if (piece !== 'headers') (next as ((text: string) => void) | null)?.(piece === 'end' ? '' : piece)
      await until(() => seen[seen.length - 1] === piece)
    }
    expect(seen).toEqual(['headers', 'one', 'two', 'end'])
  })

  it('RT3 streams a request body: the dyno has the first piece before the last is sent', async () => {
    let got = ''
    stage.route('serving', [await stage.dyno((request, response) => {
      request.setEncoding('utf8').on('data', (text: string) => (got += text)).on('end', () => response.end(`${request.headers['transfer-encoding']} ${got}`))
    })])
    let body = ''
    const request = httpRequest({ port: stage.edge.port, host: '127.0.0.1', method: 'POST', headers: { Host: 'calm-sea-1.localhost' }, agent: false }, (response) => {
      response.setEncoding('utf8').on('data', (text: string) => (body += text))
    })
    request.write('first')
    await until(() => got === 'first')
    request.end('last')
    await until(() => body !== '')
    expect(body).toBe('chunked firstlast')
  })

  it('RT8 says 100 Continue itself, and the dyno never sees the question', async () => {
    stage.route('serving', [await stage.dyno((request, response) => request.resume().on('end', () => response.end(String(request.headers.expect))))])
    const text = await stage.raw('POST / HTTP/1.1\r\nHost: calm-sea-1.localhost\r\nExpect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi')
    expect(text).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/)
    expect(text).toContain('undefined')
    expect(await stage.raw('POST / HTTP/1.1\r\nHost: calm-sea-1.localhost\r\nExpect: tea\r\nContent-Length: 0\r\n\r\n')).toMatch(/^HTTP\/1\.1 417 /)
  })

  it('RT10 answers pipelined requests in order', async () => {
    stage.route('serving', [await stage.dyno((request, response) => setTimeout(() => response.end(`<${request.url}>`), request.url === '/1' ? 60 : 0))])
    const host = 'HTTP/1.1\r\nHost: calm-sea-1.localhost\r\n'
    const text = await stage.raw(`GET /1 ${host}\r\nGET /2 ${host}\r\nGET /3 ${host}Connection: close\r\n\r\n`)
    expect([...text.matchAll(/<(\/\d)>/g)].map((match) => match[1])).toEqual(['/1', '/2', '/3'])
  })

  it('RT9 speaks HTTP/1.0 to those who do: no chunks, closed at the end', async () => {
    stage.route('serving', [await stage.dyno((_, response) => {
      response.write('a')
      response.end('b')
    })])
    const text = await stage.raw('GET / HTTP/1.0\r\nHost: calm-sea-1.localhost\r\n\r\n')
    expect(text).toMatch(/\r\n\r\nab$/)
    expect(text.toLowerCase()).not.toContain('transfer-encoding')
  })

  it('passes early hints on', async () => {
    stage.route('serving', [await stage.dyno((_, response) => {
      response.writeEarlyHints({ link: '</style.css>; rel=preload; as=style' })
      response.end('ok')
    })])
    const text = await stage.raw('GET / HTTP/1.1\r\nHost: calm-sea-1.localhost\r\nConnection: close\r\n\r\n')
    expect(text).toMatch(/^HTTP\/1\.1 103 Early Hints\r\nLink: <\/style\.css>/)
  })

  it('sends a POST without a body as one of length 0', async () => {
    stage.route('serving', [await stage.dyno((request, response) => response.end(echo(request)))])
    const text = await stage.raw('POST / HTTP/1.1\r\nHost: calm-sea-1.localhost\r\nConnection: close\r\n\r\n')
    expect(text).toContain('"content-length":"0"')
    expect(text).not.toContain('transfer-encoding":"chunked')
  })
})

describe('connections', () => {
  it('RT30 uses a kept connection again by the rules of today, and a new one for each request by the classic ones', async () => {
    const sockets = new Set<number>()
    const dyno = await stage.dyno((request, response) => {
      sockets.add(request.socket.remotePort ?? 0)
      request.resume().on('end', () => response.end('ok'))
    })
    stage.route('serving', [dyno], { rules: 'current' })
    for (let count = 0; count < 5; count++) await stage.ask(count % 2 === 0 ? {} : { method: 'POST', body: 'x' })
    expect(sockets.size).toBe(1)
    stage.route('serving', [dyno], { rules: 'classic' })
    for (let count = 0; count < 3; count++) await stage.ask()
    expect(sockets.size).toBe(4)
  })

  it('RT31 loses no GET when the dyno closes its idle connections', async () => {
    const dyno = await stage.dyno((_, response) => response.end('ok'))
    dyno.server.keepAliveTimeout = 1
    stage.route('serving', [dyno], { rules: 'current' })
    const statuses: number[] = []
    for (let count = 0; count < 60; count++) {
      statuses.push((await stage.ask()).status)
      await pause(count % 6)
    }
    expect(new Set(statuses)).toEqual(new Set([200]))
  })

  it('RT31 never sends again what a dyno may have begun to read, be it a GET: H13', async () => {
    let hits = 0
    const dyno = await stage.dyno((request, response) => {
      hits += 1
      if (hits > 1) request.socket.destroy()
      else response.end('ok')
    })
    stage.route('serving', [dyno], { rules: 'current' })
    await stage.ask()
    expect((await stage.ask()).status).toBe(503)
    expect(hits).toBe(2)
    expect(await stage.report(2)).toMatchObject({ code: 'H13', dyno: 'web.1', status: 503, bytes: 0 })
    expect((await stage.ask({ method: 'POST', body: 'x' })).status).toBe(503)
    expect(hits).toBe(3)
  })

  it('RT31 sends a GET again when its kept connection had been closed before it was written, and a POST never', async () => {
    const kept: Socket[] = []
    const seen: string[] = []
    const dyno = await stage.dyno((request, response) => {
      seen.push(request.method ?? '')
      kept.push(request.socket)
      response.end('ok')
    })
    stage.route('serving', [dyno], { rules: 'current' })
    const client = connect(stage.edge.port, '127.0.0.1').setEncoding('latin1')
    let text = ''
    client.on('data', (piece: string) => (text += piece))
    const answers = (): string[] => text.match(/HTTP\/1\.1 \d{3}/g) ?? []
    const head = 'HTTP/1.1\r\nHost: calm-sea-1.localhost\r\n'
    client.write(`GET / ${head}\r\n`)
    await until(() => answers().length === 1)
    // Both reach the edge between two of its looks at the sockets, the request before the end of the connection it is written to.
    client.write(`GET / ${head}\r\n`)
    kept[0]?.destroy()
    await until(() => answers().length === 2)
    expect([answers()[1], seen]).toEqual(['HTTP/1.1 200', ['GET', 'GET']])
    client.write(`POST / ${head}Content-Length: 0\r\n\r\n`)
    kept[1]?.destroy()
    await until(() => answers().length === 3)
    expect([answers()[2], seen]).toEqual(['HTTP/1.1 503', ['GET', 'GET']])
    client.destroy()
  })

  it('RT42 lets requests under way finish when a target drains, and closes its idle connections', async () => {
    let finish: (() => void) | null = null
    const [one, two] = [
      await stage.dyno((request, response) => (request.url === '/slow' ? (finish = () => response.end('from one')) : response.end('one')), 'web.1'),
      await stage.dyno((_, response) => response.end('two'), 'web.2'),
    ]
    stage.route('serving', [one], { rules: 'current' })
    await Promise.all([stage.ask(), stage.ask()])
    const slow = stage.ask({ path: '/slow' })
    await until(() => finish !== null)
    stage.route('serving', [{ ...one, state: 'draining' }, two])
    for (let count = 0; count < 5; count++) expect((await stage.ask()).body).toBe('two')
    await until(() => one.connections() === 1)
    ;(finish as unknown as () => void)()
    expect((await slow).body).toBe('from one')
    await until(() => one.connections() === 0)
  })
})

describe('large bodies', () => {
  const total = 50 * 1024 * 1024
  const piece = Buffer.alloc(64 * 1024, 7)
  /** What the buffers of five sockets on the way may hold; without back-pressure it would be all of it. */
  const onTheWay = 25 * 1024 * 1024

  it('RT4 sends 50 MB no faster than the client reads them', async () => {
    let sent = 0
    stage.route('serving', [await stage.dyno((_, response) => writeAll(response, () => (sent += piece.length) <= total))])
    let received = 0
    const answer = await new Promise<IncomingMessage>((resolve) => httpRequest({ port: stage.edge.port, host: '127.0.0.1', headers: { Host: 'calm-sea-1.localhost' }, agent: false }, resolve).end())
    await settled(() => sent)
    expect(sent).toBeLessThan(onTheWay)
    answer.on('data', (data: Buffer) => (received += data.length))
    await new Promise((done) => answer.on('end', done))
    expect(received).toBe(total)
    expect(await stage.report()).toMatchObject({ bytes: total, status: 200 })
  })

  it('RT4 takes 50 MB no faster than the dyno reads them', async () => {
    let read: (() => void) | null = null
    let received = 0
    stage.route('serving', [await stage.dyno((request, response) => {
      read = () => request.on('data', (data: Buffer) => (received += data.length)).on('end', () => response.end('done'))
    })])
    let sent = 0
    const answered = new Promise<number>((resolve) => {
      const request = httpRequest({ port: stage.edge.port, host: '127.0.0.1', method: 'PUT', headers: { Host: 'calm-sea-1.localhost', 'Content-Length': total }, agent: false }, (response) => resolve(response.statusCode ?? 0))
      writeAll(request, () => (sent += piece.length) <= total)
    })
    await settled(() => sent)
    expect(sent).toBeLessThan(onTheWay)
    ;(read as (() => void) | null)?.()
    expect(await answered).toBe(200)
    expect(received).toBe(total)
  })

  function writeAll(to: NodeJS.WritableStream, more: () => boolean): void {
    while (more()) if (!to.write(piece)) return void to.once('drain', () => writeAll(to, more))
    to.end()
  }
})

/** Waits until a figure no longer grows. */
async function settled(figure: () => number): Promise<void> {
  for (let before = -1; before !== figure(); ) {
    before = figure()
    await pause(150)
  }
}
