// Those who take their time, and those who never stop: each costs a bounded amount, and nobody else waits for them.

import type { Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { openStage, until, type Stage } from '../edge.fixture.ts'

let stage: Stage
const sockets: Socket[] = []
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await stage.close()
})

const host = 'Host: calm-sea-1.localhost'

function open(): Socket & { text: string; isClosed: boolean } {
  const socket = Object.assign(stage.connect(), { text: '', isClosed: false })
  sockets.push(socket)
  socket.on('error', () => {}).on('close', () => (socket.isClosed = true))
  socket.setEncoding('latin1').on('data', (chunk: string) => (socket.text += chunk))
  return socket
}

async function serving(limits = {}): Promise<void> {
  stage = await openStage(limits)
  stage.route('serving', [await stage.dyno((_, response) => response.end('hi'))])
}

describe('slow and endless clients (RT87)', () => {
  it('slowloris: heads that come letter by letter are ended after the time for a head, however busily they drip, and others are served meanwhile', async () => {
    await serving({ headMs: 400 })
    const slow = Array.from({ length: 50 }, open)
    for (const socket of slow) socket.write(`GET / HTTP/1.1\r\n${host}\r\nX-Slow: `)
    const drip = setInterval(() => slow.forEach((socket) => socket.writable && socket.write('a')), 20)
    expect((await stage.ask()).body).toBe('hi')
    await until(() => slow.every(({ isClosed }) => isClosed)).finally(() => clearInterval(drip))
    expect(slow.every(({ text }) => text === '' || text.startsWith('HTTP/1.1 408 '))).toBe(true)
    expect((await stage.ask()).body).toBe('hi')
  })

  it('a flood of headers is cut off at its bound, not kept', async () => {
    await serving()
    const before = process.memoryUsage().rss
    const floods = Array.from({ length: 8 }, open)
    const line = `X-Flood: ${'a'.repeat(8000)}\r\n`
    for (const socket of floods) {
      socket.write(`GET / HTTP/1.1\r\n${host}\r\n`)
      const more = (): void => {
        while (socket.writable && socket.write(line));
      }
      socket.on('drain', more)
      more()
    }
    await until(() => floods.every(({ isClosed }) => isClosed))
    expect((await stage.ask()).body).toBe('hi')
    expect(process.memoryUsage().rss - before).toBeLessThan(128 * 2 ** 20)
  })

  it('a body that its dyno does not read is not taken either', async () => {
    stage = await openStage()
    stage.route('serving', [await stage.dyno((request, response) => (request.url === '/hold' ? request.pause() : response.end('hi')))])
    const socket = open()
    socket.write(`POST /hold HTTP/1.1\r\n${host}\r\nContent-Length: ${2 ** 30}\r\n\r\n`)
    const block = Buffer.alloc(64 * 1024)
    let written = 0
    let stalls = 0
    const more = (): void => {
      while (written < 2 ** 28 && socket.writable) {
        written += block.length
        if (!socket.write(block)) return
      }
    }
    socket.on('drain', () => {
      stalls = 0
      more()
    })
    more()
    // It stands still once the buffers between are full.
    await until(() => written >= 2 ** 28 || (stalls += 1) > 100)
    expect(written).toBeLessThan(64 * 2 ** 20)
    expect((await stage.ask()).body).toBe('hi')
  })

  it('1,000 idle connections cost nobody anything, and end when their time is over', async () => {
    await serving({ clientKeepAliveMs: 1500 })
    const idle: ReturnType<typeof open>[] = []
    for (let count = 0; count < 1000; count += 100) {
      const some = Array.from({ length: 100 }, open)
      idle.push(...some)
      await until(() => some.every(({ connecting }) => !connecting))
    }
    expect((await stage.ask()).body).toBe('hi')
    await until(() => idle.every(({ isClosed }) => isClosed), 15_000)
    expect((await stage.ask()).body).toBe('hi')
  })
})
