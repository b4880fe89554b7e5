import { createServer } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { WebSocket, WebSocketServer } from 'ws'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Target } from '../../../shared/domain/route.ts'
import { openStage, pause, until, type Stage } from './edge.fixture.ts'

let stage: Stage
let closers: (() => void)[] = []
beforeEach(async () => {
  stage = await openStage()
})
afterEach(async () => {
  for (const close of closers) close()
  closers = []
  await stage.close()
})

async function echoDyno(): Promise<Target> {
  const server = createServer((_, response) => response.writeHead(200, { 'Content-Type': 'text/plain' }).end('plain'))
  const sockets = new WebSocketServer({ server, perMessageDeflate: false })
  sockets.on('connection', (socket, request) => {
    socket.send(`hello ${request.headers['x-forwarded-for']}`)
    socket.on('message', (data, binary) => socket.send(data, { binary }))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  closers.push(() => {
    for (const client of sockets.clients) client.terminate()
    server.close()
  })
  return { dynoId: 'd', name: 'web.1', host: '127.0.0.1', port: (server.address() as AddressInfo).port, state: 'healthy' }
}

function openSocket(): WebSocket {
  const socket = new WebSocket(`ws://127.0.0.1:${stage.edge.port}/chat`, { headers: { Host: 'calm-sea-1.localhost' } })
  socket.on('error', () => {})
  closers.push(() => socket.terminate())
  return socket
}

describe('web sockets', () => {
  it('echo text and large binary messages, and are reported when they close', async () => {
    stage.route('serving', [await echoDyno()])
    const socket = openSocket()
    const got: Buffer[] = []
    socket.on('message', (data: Buffer) => got.push(data))
    await until(() => got.length === 1)
    const large = Buffer.alloc(3 * 1024 * 1024, 9)
    socket.send('hi')
    socket.send(large)
    await until(() => got.length === 3)
    expect(got.slice(0, 2).map(String)).toEqual(['hello 127.0.0.1', 'hi'])
    expect(got[2]?.equals(large)).toBe(true)
    expect(stage.reports).toHaveLength(0)
    socket.close()
    const report = await stage.report()
    expect(report).toMatchObject({ method: 'GET', path: '/chat', status: 101, code: null, dyno: 'web.1' })
    expect(report.bytes).toBeGreaterThan(large.length)
  })

  it('are held while the app starts', async () => {
    stage.route('starting')
    const socket = openSocket()
    let text = ''
    socket.on('message', (data: Buffer) => (text = data.toString()))
    await stage.held(1)
    stage.route('serving', [await echoDyno()])
    await until(() => text !== '')
    expect(text).toBe('hello 127.0.0.1')
  })

  it('RT39 end with H15 after silence on both sides, not before', async () => {
    await stage.close()
    stage = await openStage({ idleMs: 1200 })
    stage.route('serving', [await echoDyno()])
    const socket = openSocket()
    let closed = false
    socket.on('close', () => (closed = true))
    await new Promise((open) => socket.on('open', open))
    for (let count = 0; count < 5; count++) {
      await pause(300)
      socket.send('still here')
    }
    expect(closed).toBe(false)
    await until(() => closed)
    expect(await stage.report()).toMatchObject({ code: 'H15', status: 503 })
  })

  it('end when the dyno does', async () => {
    stage.route('serving', [await echoDyno()])
    const socket = openSocket()
    let closed = false
    socket.on('close', () => (closed = true))
    await new Promise((open) => socket.on('open', open))
    closers[0]?.()
    await until(() => closed)
    expect((await stage.report()).status).toBe(101)
  })

  it('get the page and the code when the app is down', async () => {
    stage.route('crashed')
    const socket = openSocket()
    let status = 0
    socket.on('unexpected-response', (_, response) => (status = response.statusCode ?? 0))
    await until(() => status !== 0)
    expect(status).toBe(503)
    expect(await stage.report()).toMatchObject({ code: 'H10' })
  })
})

describe('other upgrades', () => {
  const ask = 'GET /x HTTP/1.1\r\nHost: calm-sea-1.localhost\r\nConnection: Upgrade\r\n'

  it('RT38 any protocol the dyno agrees to is passed, first bytes included', async () => {
    const server = createServer()
    server.on('upgrade', (request, socket: Socket) => {
      socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: ${request.headers.upgrade}\r\nConnection: Upgrade\r\n\r\nwelcome `)
      socket.on('data', (data) => socket.end(`you said ${data}`))
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    closers.push(() => server.close())
    stage.route('serving', [{ dynoId: 'd', name: 'web.1', host: '127.0.0.1', port: (server.address() as AddressInfo).port, state: 'healthy' }])
    const text = await stage.raw(`${ask}Upgrade: chess\r\n\r\ne4`)
    expect(text).toMatch(/^HTTP\/1\.1 101 Switching Protocols\r\nUpgrade: chess\r\n/)
    expect(text).toContain('welcome you said e4')
  })

  it('RT38 a dyno that does not switch answers as usual, and the connection ends', async () => {
    stage.route('serving', [await stage.dyno((_, response) => response.writeHead(426, { Upgrade: 'chess' }).end('no chess here'))])
    const text = await stage.raw(`${ask}Upgrade: go\r\n\r\n`)
    expect(text).toMatch(/^HTTP\/1\.1 426 /)
    expect(text).toContain('Connection: close')
    expect(text).toContain('no chess here')
    expect(await stage.report()).toMatchObject({ status: 426, code: null, bytes: 13 })
  })

  it.each(['h2c', 'H2C, websocket'])('%s is overlooked: HTTP/1.1 is what dynos speak', async (protocol) => {
    stage.route('serving', [await stage.dyno((request, response) => response.end(`${request.headers.upgrade} ${request.headers['http2-settings']}`))])
    const text = await stage.raw(`GET / HTTP/1.1\r\nHost: calm-sea-1.localhost\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: ${protocol}\r\nHTTP2-Settings: AAMAAABk\r\n\r\n`)
    expect(text).toMatch(/^HTTP\/1\.1 200 OK/)
    expect(text).toContain('undefined undefined')
  })

  it('a body is kept when the wish is overlooked, in pieces too, and the connection serves on', async () => {
    stage.route('serving', [await stage.dyno((request, response) => request.pipe(response))])
    const socket = connect(stage.edge.port, '127.0.0.1')
    let text = ''
    socket.setEncoding('latin1').on('data', (data: string) => (text += data))
    socket.write('POST / HTTP/1.1\r\nHost: calm-sea-1.localhost\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 9\r\n\r\none ')
    await pause(40)
    socket.write('piece')
    await until(() => text.includes('one') && text.includes('piece'))
    socket.write('GET /again HTTP/1.1\r\nHost: calm-sea-1.localhost\r\nConnection: close\r\n\r\n')
    await new Promise((closed) => socket.on('close', closed))
    expect(text.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2)
  })
})
