// What neither side should send. None of it may end the thread that serves all other apps: here an exception would fail the test run.

import { createServer, type AddressInfo, type Server } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { Target } from '../../../shared/domain/route.ts'
import { openStage, type Stage } from './edge.fixture.ts'

let stage: Stage
const servers: Server[] = []
afterEach(async () => {
  await stage.close()
  for (const server of servers.splice(0)) server.close()
})

/** A dyno that answers every request with these bytes. */
async function saying(bytes: string): Promise<Target> {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.end(Buffer.from(bytes, 'latin1')))
  })
  servers.push(server)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return { dynoId: 'id-web.1', name: 'web.1', host: '127.0.0.1', port: (server.address() as AddressInfo).port, state: 'healthy' }
}

const get = 'GET / HTTP/1.1\r\nHost: calm-sea-1.localhost\r\nConnection: close\r\n\r\n'

describe('odd requests', () => {
  it.each([['a tab', '/a\tb'], ['a form feed', '/a\fb']])('400 for %s in the path', async (_, path) => {
    stage = await openStage()
    stage.route('serving', [await stage.dyno((_request, response) => response.end('hi'))])
    expect(await stage.raw(get.replace('/ ', `${path} `))).toMatch(/^HTTP\/1\.1 400 /)
    expect((await stage.ask()).body).toBe('hi')
  })
})

describe('odd answers of a dyno', () => {
  it.each([
    ['a control character in the reason', 'HTTP/1.1 200 O\x01K\r\nContent-Length: 2\r\n\r\nhi', /^HTTP\/1\.1 503 /],
    ['early hints that are no links', 'HTTP/1.1 103 Early Hints\r\nLink: nonsense\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi', /^HTTP\/1\.1 103 Early Hints\r\nLink: nonsense\r\n\r\nHTTP\/1\.1 200 OK\r\n[^]*hi$/],
    ['a status below 100', 'HTTP/1.1 099 Odd\r\nContent-Length: 2\r\n\r\nhi', /^HTTP\/1\.1 503 /],
    ['a switch that nobody asked for', 'HTTP/1.1 101 Switching Protocols\r\n\r\n', /^HTTP\/1\.1 503 /],
  ])('%s', async (_, bytes, expected) => {
    stage = await openStage()
    stage.route('serving', [await saying(bytes)])
    expect(await stage.raw(get)).toMatch(expected)
  })
})
