import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Toxic, ToxicSettings, ToxicStream } from '../../../shared/wire/toxic.ts'
import { createSwitchboard, type Switchboard } from './switchboard.ts'
import { openUpstream, until, visit, type Upstream, type Visitor } from './wire.fixture.ts'

const limits = { proxies: 10, connections: 20, toxicsPerProxy: 10 }
const toxic = (stream: ToxicStream, settings: ToxicSettings, toxicity = 1): Toxic => ({ name: `${settings.type}_${stream}`, stream, toxicity, settings })
const latency = (latencyMs: number): ToxicSettings => ({ type: 'latency', latencyMs, jitterMs: 0, distribution: 'uniform' })

let upstream: Upstream
let board: Switchboard
let visitors: Visitor[]

beforeEach(async () => {
  upstream = await openUpstream()
  board = createSwitchboard(limits)
  visitors = []
})
afterEach(async () => {
  for (const { socket } of visitors) socket.destroy()
  await board.stop()
  await upstream.close()
})

async function proxy(to = upstream.address): Promise<string> {
  return (await board.create({ name: 'p', listen: '127.0.0.1:0', upstream: to })).listen
}

function come(address: string): Visitor {
  const visitor = visit(address)
  visitors.push(visitor)
  return visitor
}

const counts = async () => (await board.list())[0]

describe('bytes through a proxy', () => {
  it('pass both ways, with half-close, and are counted (WI11)', async () => {
    const address = await proxy()
    const { socket, received, seen } = come(address)
    socket.end(Buffer.alloc(300_000, 'x'))
    await until(() => seen.includes('close'))
    expect(received().length).toBe(300_000)
    expect(seen).toEqual(['end', 'close'])
    await until(async () => (await counts())?.connections === 0)
    expect(await counts()).toMatchObject({ connectionsEver: 1, bytesFromClient: 300_000, bytesToUpstream: 300_000, bytesFromUpstream: 300_000, bytesToClient: 300_000 })
  })

  it('go wrong on connections that stand, and right again when the toxic is gone', async () => {
    const address = await proxy()
    const { socket, received } = come(address)
    socket.write('a')
    await until(() => received().length === 1)
    await board.addToxic('p', toxic('upstream', { type: 'bandwidth', rateKBps: 0 }))
    socket.write('b')
    await until(async () => (await counts())?.bytesFromClient === 2)
    expect(await counts()).toMatchObject({ bytesToUpstream: 1, bytesToClient: 1 })
    await board.removeToxic('p', 'bandwidth_upstream')
    await until(() => received().toString() === 'ab')
  })

  it('are delayed both ways by two toxics of one name each (WI1)', async () => {
    const address = await proxy()
    await board.addToxic('p', toxic('upstream', latency(50)))
    await board.addToxic('p', toxic('downstream', latency(70)))
    const { socket, received } = come(address)
    const start = performance.now()
    socket.write('a')
    await until(() => received().length === 1)
    expect(performance.now() - start).toBeGreaterThanOrEqual(120)
  })

  it('meet a toxic on its share of connections (WI4)', async () => {
    const address = await proxy()
    await board.addToxic('p', toxic('upstream', { type: 'limit_data', bytes: 0 }, 0.5))
    let [hit, spared] = [0, 0]
    for (let connection = 0; connection < 60; connection += 1) {
      const { socket, received, seen } = come(address)
      socket.write('a')
      await until(() => received().length === 1 || seen.includes('close'))
      if (received().length === 1) spared += 1
      else hit += 1
      socket.destroy()
    }
    expect([hit > 10, spared > 10]).toEqual([true, true])
  })

  it('end in a reset on both sides (WI6)', async () => {
    const address = await proxy()
    const { socket, seen } = come(address)
    socket.write('a')
    await until(() => upstream.sockets.length === 1)
    const errors: string[] = []
    upstream.sockets[0]?.on('error', (error: NodeJS.ErrnoException) => errors.push(error.code ?? ''))
    await board.addToxic('p', toxic('downstream', { type: 'reset_peer', timeoutMs: 0 }))
    socket.write('b')
    await until(() => seen.includes('close') && errors.length > 0)
    expect([seen, errors]).toEqual([['ECONNRESET', 'close'], ['ECONNRESET']])
  })

  it('are held within bounds when nobody takes them (WI5)', async () => {
    const address = await proxy()
    await board.addToxic('p', toxic('upstream', { type: 'bandwidth', rateKBps: 0 }))
    const { socket } = come(address)
    let sent = 0
    const send = (): void => void socket.write(Buffer.alloc(256 * 1024), (error) => {
      if (error) return
      sent += 256 * 1024
      send()
    })
    send()
    let before = -1
    while (sent !== before) {
      before = sent
      await new Promise((later) => setTimeout(later, 300))
    }
    expect((await counts())?.bytesFromClient).toBeLessThan(1.5 * 1024 * 1024)
    await board.removeToxic('p', 'bandwidth_upstream')
    await until(() => sent > before + 1_000_000)
  })
})

describe('connections of a proxy', () => {
  it('are refused and cut while it is disabled, and come again after', async () => {
    const address = await proxy()
    const first = come(address)
    first.socket.write('a')
    await until(() => first.received().length === 1)
    await board.update('p', { enabled: false })
    await until(() => first.seen.includes('close'))
    const second = come(address)
    await until(() => second.seen.includes('close'))
    expect(second.seen).toEqual(['ECONNREFUSED', 'close'])
    await board.update('p', { enabled: true })
    const third = come(address)
    third.socket.write('b')
    await until(() => third.received().length === 1)
  })

  it('are closed when nobody listens upstream, and the next one tries again', async () => {
    const other = await openUpstream()
    await other.close()
    const address = await proxy(other.address)
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const { seen } = come(address)
      await until(() => seen.includes('close') || seen.includes('end'))
    }
    await until(async () => (await counts())?.connections === 0)
    expect(await counts()).toMatchObject({ connectionsEver: 2 })
  })

  it('carry a reset on to the other side', async () => {
    const address = await proxy()
    const { socket, received, seen } = come(address)
    socket.write('a')
    await until(() => received().length === 1)
    upstream.sockets[0]?.resetAndDestroy()
    await until(() => seen.includes('close'))
    expect(seen).toEqual(['ECONNRESET', 'close'])
  })

  it('are bounded in number, and the place of one that left is free again (WI10)', async () => {
    const address = await proxy()
    const all = Array.from({ length: limits.connections }, () => come(address))
    for (const { socket } of all) socket.write('a')
    await until(() => all.every(({ received }) => received().length === 1))
    const late = come(address)
    await until(() => late.seen.includes('close'))
    expect(late.received().length).toBe(0)
    all[0]?.socket.destroy()
    await until(async () => (await counts())?.connections === limits.connections - 1)
    const next = come(address)
    next.socket.write('a')
    await until(() => next.received().length === 1)
  })

  it('go to localhost by either family, and listen on ::1 where there is one', async () => {
    const port = upstream.address.split(':')[1]
    const address = await proxy(`localhost:${port}`)
    const { socket, received } = come(address)
    socket.write('a')
    await until(() => received().length === 1)
    const six = await board.create({ name: 'six', listen: '[::1]:0', upstream: upstream.address }).catch(() => null)
    if (six === null) return
    const other = come(six.listen)
    other.socket.write('b')
    await until(() => other.received().length === 1)
  })
})
