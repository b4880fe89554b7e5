import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createConnections, type Connections } from './connections.ts'
import { trafficLimits } from './traffic-limits.ts'

const servers: Server[] = []
const sockets = new Set<Socket>()
let connections: Connections
afterEach(() => {
  connections.close()
  for (const server of servers.splice(0)) server.close()
})

async function open(answer: (socket: Socket, count: number) => void, limits: Partial<typeof trafficLimits> = {}): Promise<void> {
  let count = 0
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => {})
    socket.on('data', () => answer(socket, (count += 1)))
  })
  servers.push(server)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  connections = createConnections((server.address() as AddressInfo).port, { ...trafficLimits, ...limits })
}

const send = (): Promise<number | null> => new Promise((done) => connections.send(Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n'), done))
const soon = (): Promise<void> => new Promise((done) => setTimeout(done, 20))
async function until(holds: () => boolean): Promise<void> {
  for (const end = performance.now() + 20_000; !holds() && performance.now() < end;) await new Promise((done) => setTimeout(done, 5))
}
const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'

describe('connections to the router', () => {
  it('are used again, one request at a time on each', async () => {
    await open((socket) => setTimeout(() => socket.write(ok), 10))
    expect(await Promise.all([send(), send()])).toEqual([200, 200])
    expect(await send()).toBe(200)
    expect(sockets.size).toBe(2)
  })

  it('are not used again when the other side says so, closes, or speaks no HTTP', async () => {
    await open((socket, count) => {
      if (count === 1) socket.write(ok.replace('\r\n', '\r\nConnection: close\r\n'))
      if (count === 2) socket.end()
      if (count === 3) socket.write('what\r\n\r\n')
      if (count === 4) socket.end('HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\npart')
      if (count === 5) socket.write(`${ok}surplus\r\n\r\n`)
      if (count > 5) socket.write(ok)
    })
    expect([await send(), await send(), await send(), await send(), await send(), await send()]).toEqual([200, null, null, null, 200, 200])
  })

  it('are given up after their time, and closed when idle for long', async () => {
    await open((socket, count) => void (count > 1 && socket.write(ok)), { giveUpMs: 30, idleMs: 30 })
    const answers: (number | null)[] = []
    void send().then((status) => answers.push(status))
    await soon()
    await soon()
    expect(answers).toEqual([])
    connections.tend()
    await until(() => answers.length > 0)
    expect(answers).toEqual([null])
    expect(await send()).toBe(200)
    await soon()
    await soon()
    connections.tend()
    await until(() => sockets.size === 0)
    expect(sockets.size).toBe(0)
  })
})
