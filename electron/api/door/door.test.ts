import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { doorWorld, ended, heard, type DoorWorld } from './door.fixture.ts'
import type { Ways } from './way.ts'

let at: DoorWorld
afterEach(() => at.close())

/** Answers with what arrived, and over which way. */
function echo(req: IncomingMessage, res: ServerResponse, ways: Ways): void {
  const hash = createHash('sha256')
  let bytes = 0
  req.on('data', (part: Buffer) => {
    hash.update(part)
    bytes += part.length
  })
  req.on('end', () => {
    const { isTls, sideHost } = ways.of(req.socket)
    res.end(`<${req.method} ${req.url} ${bytes} ${hash.digest('hex').slice(0, 8)} tls=${isTls} side=${sideHost}>`)
  })
}

const sha = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex').slice(0, 8)
const post = (path: string, body: Buffer): Buffer => Buffer.concat([Buffer.from(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n`), body])
const tunnelled = async (target: string, socket: Socket = at.dial()): Promise<Socket> => {
  socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`)
  expect(await heard(socket, /\r\n\r\n/)).toBe('HTTP/1.1 200 Connection established\r\n\r\n')
  return socket
}

/** Each way into the server: plain, TLS, in a tunnel, TLS in a tunnel, a tunnel in TLS. */
const ways: readonly [string, () => Promise<Socket>, string][] = [
  ['plain', async () => at.dial(), 'tls=false side=null'],
  ['TLS', async () => at.secure(), 'tls=true side=null'],
  ['a tunnel to us', () => tunnelled(`127.0.0.1:${at.port}`), 'tls=false side=null'],
  ['a tunnel to another name', () => tunnelled('telex.heroku.com:80'), 'tls=false side=telex.heroku.com'],
  ['TLS in a tunnel', async () => at.secure(await tunnelled('kolkrabbi.heroku.com:443')), 'tls=true side=kolkrabbi.heroku.com'],
  ['a tunnel in TLS', () => tunnelled('telex.heroku.com:80', at.secure()), 'tls=false side=telex.heroku.com'],
]

describe.each(ways)('over %s (HC1)', (_name, dial, facts) => {
  it('no byte is lost: large bodies, requests in a row and all at once', async () => {
    at = await doorWorld(echo)
    const socket = await dial()
    const body = Buffer.alloc(2_000_000, 'abcdefg')
    socket.write(post('/large', body))
    expect(await heard(socket, />/)).toContain(`<POST /large 2000000 ${sha(body)} ${facts}>`)
    socket.write(Buffer.concat([post('/a', Buffer.from('1')), post('/b', Buffer.alloc(70_000, 2)), Buffer.from('GET /c HTTP/1.1\r\nHost: x\r\n\r\n')]))
    expect(await heard(socket, /<GET \/c[^>]*>/)).toMatch(/<POST \/a 1 [^]*<POST \/b 70000 [^]*<GET \/c 0 /)
  })

  it('a request may come byte by byte', async () => {
    at = await doorWorld(echo)
    const socket = await dial()
    const answer = heard(socket, />/)
    for (const byte of post('/slow', Buffer.from('abc'))) {
      socket.write(Buffer.from([byte]))
      await new Promise(setImmediate)
    }
    expect(await answer).toContain(`<POST /slow 3 ${sha(Buffer.from('abc'))} ${facts}>`)
  })

  it('an upgrade gets the socket with what was sent behind it', async () => {
    at = await doorWorld(echo)
    at.server.on('upgrade', (_req, upgraded: Socket, head: Buffer) => {
      upgraded.write(`HTTP/1.1 101 Switching Protocols\r\n\r\nhead=${head.toString()};`)
      upgraded.on('data', (part: Buffer) => upgraded.write(`more=${part.toString()};`))
    })
    const socket = await dial()
    const head = heard(socket, /head=early;/)
    socket.write('GET /up HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\nearly')
    await head
    socket.write('late')
    await heard(socket, /more=late;/)
  })

  it('a stop ends what is idle and what is under way, and waits for nobody', async () => {
    at = await doorWorld((req) => void req.resume())
    const [idle, busy] = [await dial(), await dial()]
    const arrived = new Promise((resolve) => at.server.once('request', resolve))
    busy.write('GET /never HTTP/1.1\r\nHost: x\r\n\r\n')
    await arrived
    const ends = Promise.all([ended(idle), ended(busy)])
    const closed = new Promise((resolve) => at.server.close(resolve))
    at.server.closeIdleConnections()
    at.door.closeIdle()
    await ended(idle)
    expect(busy.destroyed).toBe(false)
    at.server.closeAllConnections()
    at.door.closeAll()
    await Promise.all([ends, closed])
  })
})

describe('what is neither (HC1)', () => {
  it('is a stranger inside TLS, with its first bytes, and closed in plain text', async () => {
    at = await doorWorld(echo)
    const inside = at.secure()
    inside.write('c0ffee\r\n')
    expect(await heard(inside, /\n/)).toBe('you said c0ffee\r\n')
    expect(at.strangers).toEqual(['c0ffee\r\n'])
    const plain = at.dial()
    plain.write('c0ffee\r\n')
    expect(await ended(plain)).toBe('')
  })

  it('and who says nothing, or half a word, or begins TLS and stops, is closed in time', async () => {
    at = await doorWorld(echo, { silenceMs: 150 })
    const [silent, half, hello, tunnel, inside] = [at.dial(), at.dial(), at.dial(), await tunnelled('telex.heroku.com:80'), at.secure()]
    half.write('GE')
    hello.write('\x16\x03\x01')
    expect(await Promise.all([silent, half, hello, tunnel, inside].map(ended))).toEqual(['', '', '', '', ''])
  })

  it('garbage behind the first byte of TLS, and a hang-up at any moment, harm nobody else', async () => {
    at = await doorWorld(echo)
    const garbage = at.dial()
    garbage.write(Buffer.concat([Buffer.from([0x16]), Buffer.alloc(5000, 0xff)]))
    await ended(garbage)
    for (const text of ['', 'GE', '\x16', 'CONNECT telex.heroku.com:80 HTTP/1.1\r\n\r\n', 'GET / HTTP/1.1\r\n']) {
      const socket = at.dial()
      await new Promise<void>((sent) => socket.write(text === '' ? 'G' : text, () => sent()))
      socket.resetAndDestroy()
    }
    const socket = at.dial()
    socket.write('GET /still HTTP/1.1\r\nHost: x\r\n\r\n')
    expect(await heard(socket, />/)).toContain('<GET /still')
  })
})

describe('tunnels (HC2)', () => {
  it('take what was sent behind the CONNECT without waiting for its answer', async () => {
    at = await doorWorld(echo)
    const socket = at.dial()
    socket.write('CONNECT telex.heroku.com:80 HTTP/1.1\r\n\r\nGET /eager HTTP/1.1\r\nHost: telex.heroku.com\r\n\r\n')
    expect(await heard(socket, />/)).toMatch(/^HTTP\/1.1 200 Connection established\r\n\r\nHTTP\/1.1 200 OK[^]*<GET \/eager 0 \w+ tls=false side=telex.heroku.com>/)
  })

  it('to anywhere else are refused with a sentence, and no deeper than a client needs', async () => {
    at = await doorWorld(echo)
    for (const target of ['api.heroku.com:443', '127.0.0.1:22', 'registry.http://127.0.0.1:1:1']) {
      const socket = at.dial()
      socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`)
      expect(await ended(socket)).toMatch(/^HTTP\/1.1 403 Forbidden[^]*leads no connection out of this machine, so there is no way to /)
    }
    const registry = at.dial()
    await tunnelled(`registry.http://127.0.0.1:${at.port}:${at.port}`, registry)
    const deep = await tunnelled(`127.0.0.1:${at.port}`)
    for (let layer = 0; layer < 3; layer++) await tunnelled(`127.0.0.1:${at.port}`, deep)
    deep.write(`CONNECT 127.0.0.1:${at.port} HTTP/1.1\r\n\r\n`)
    await ended(deep)
  })
})

describe('limits of the server (HC1)', () => {
  it('hold for headers that do not end, over TLS and in a tunnel too', async () => {
    at = await doorWorld(echo, { headersTimeout: 100, connectionsCheckingInterval: 50 })
    for (const socket of [at.dial(), at.secure(), await tunnelled('telex.heroku.com:80')]) {
      socket.write('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ')
      await ended(socket)
    }
  })

  it('and for the number of connections, also of those that are not decided yet', async () => {
    at = await doorWorld(echo, { maxConnections: 2 })
    const [first, second] = [at.dial(), at.secure()]
    second.write('GET /x HTTP/1.1\r\nHost: x\r\n\r\n')
    await heard(second, />/)
    expect(await ended(at.dial())).toBe('')
    first.destroy()
    await ended(first)
    for (;;) {
      const third = at.dial()
      third.write('GET /y HTTP/1.1\r\nHost: x\r\n\r\n')
      if (await heard(third, />/).then(() => true, () => false)) break
      await wait(5)
    }
  })
})
