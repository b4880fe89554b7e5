import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Toxic, ToxicSettings, ToxicStream } from '../../../shared/wire/toxic.ts'
import { throughToxics, type FaultyConnection } from './faulty-connection.ts'

const toxic = (stream: ToxicStream, settings: ToxicSettings): Toxic => ({ name: `${settings.type}_${stream}`, stream, toxicity: 1, settings })
const latency = (latencyMs: number): ToxicSettings => ({ type: 'latency', latencyMs, jitterMs: 0, distribution: 'uniform' })

let server: Server
let dyno: Socket[]
let open: FaultyConnection[]
let onDyno: (socket: Socket) => void

beforeEach(async () => {
  dyno = []
  open = []
  onDyno = (socket) => socket.pipe(socket)
  server = createServer({ allowHalfOpen: true }, (socket) => {
    dyno.push(socket)
    socket.on('error', () => {})
    onDyno(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(async () => {
  for (const connection of open) connection.destroy()
  for (const socket of dyno) socket.destroy()
  await new Promise((closed) => server.close(closed))
})

async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + 20_000
  while (!holds()) {
    if (performance.now() > end) throw new Error(`not within 20 s: ${holds.toString()}`)
    await new Promise((soon) => setTimeout(soon, 5))
  }
}

/** Waits until a figure no longer grows. */
async function settled(figure: () => number): Promise<void> {
  for (let before = -1; before !== figure(); ) {
    before = figure()
    await new Promise((later) => setTimeout(later, 200))
  }
}

function openThrough(toxics: readonly Toxic[]): { connection: FaultyConnection; seen: string[]; received: () => Buffer } {
  const socket = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', allowHalfOpen: true })
  const connection = throughToxics(socket, toxics, Math.random)
  const chunks: Buffer[] = []
  const seen: string[] = []
  connection.on('data', (chunk: Buffer) => chunks.push(chunk))
  connection.on('end', () => seen.push('end'))
  connection.on('finish', () => seen.push('finish'))
  connection.on('close', () => seen.push('close'))
  connection.on('error', (error: NodeJS.ErrnoException) => seen.push(`error ${error.code}`))
  open.push(connection)
  return { connection, seen, received: () => Buffer.concat(chunks) }
}

/** A message that differs all the way, so that what is out of order shows. */
function message(length: number): Buffer {
  const bytes = Buffer.alloc(length)
  for (let at = 0; at < length; at += 1) bytes[at] = (at * 31 + (at >> 8)) & 255
  return bytes
}

describe('a connection to a dyno through toxics', () => {
  it('without toxics is a socket: bytes both ways, half-close, close', async () => {
    const { connection, seen, received } = openThrough([])
    const sent = message(300_000)
    connection.end(sent)
    await until(() => seen.includes('close'))
    expect(received().equals(sent)).toBe(true)
    expect(seen).toEqual(['finish', 'end', 'close'])
    await until(() => dyno[0]?.destroyed === true)
  })

  it('delays both ways by no less than was asked for (WI1)', async () => {
    const { connection, received } = openThrough([toxic('upstream', latency(60)), toxic('downstream', latency(90))])
    const start = performance.now()
    connection.write('hello')
    await until(() => received().length === 5)
    expect(performance.now() - start).toBeGreaterThanOrEqual(150)
  })

  it('carries all bytes in order through slicer, latency, loss and changes of these (WI2)', async () => {
    const { connection, seen, received } = openThrough([toxic('upstream', { type: 'slicer', averageSize: 500, sizeVariation: 400, delayUs: 100 }), toxic('downstream', { type: 'loss', percent: 20, retransmitMs: 10 })])
    const sent = message(400_000)
    connection.write(sent.subarray(0, 200_000))
    await until(() => received().length > 0)
    connection.setToxics([toxic('downstream', latency(20)), toxic('upstream', { type: 'bandwidth', rateKBps: 2000 })])
    connection.end(sent.subarray(200_000))
    await until(() => seen.includes('close'))
    expect(received().equals(sent)).toBe(true)
  })

  it('keeps back-pressure both ways: a slow toxic holds its writer, and a reader that stands still holds the dyno (WI5)', async () => {
    const held = openThrough([toxic('upstream', { type: 'bandwidth', rateKBps: 0 })])
    let written = 0
    const write = (): void => void held.connection.write(message(64 * 1024), (error) => {
      if (error) return
      written += 64 * 1024
      write()
    })
    write()
    await until(() => written > 100_000)
    await settled(() => written)
    expect(held.connection.writableNeedDrain).toBe(true)
    const [after, reader] = [written, openThrough([])]
    let answered = 0
    reader.connection.pause()
    await until(() => dyno.length === 2)
    const fill = (): void => void dyno[1]?.write(message(64 * 1024), (error) => {
      if (error) return
      answered += 64 * 1024
      fill()
    })
    fill()
    await settled(() => answered)
    expect(answered).toBeLessThan(20_000_000)
    expect(written).toBe(after)
    held.connection.setToxics([])
    await until(() => written > after + 1_000_000)
  })

  it('looks like a reset to both sides when a toxic resets it (WI6)', async () => {
    const errors: string[] = []
    onDyno = (socket) => socket.on('error', (error: NodeJS.ErrnoException) => errors.push(error.code ?? '')).resume()
    const { connection, seen } = openThrough([toxic('upstream', { type: 'reset_peer', timeoutMs: 0 })])
    await until(() => dyno.length === 1)
    connection.write('hello')
    await until(() => seen.includes('close') && errors.length === 1)
    expect([seen, errors]).toEqual([['error ECONNRESET', 'close'], ['ECONNRESET']])
  })

  it('is closed on both sides after the limit, with what passed delivered', async () => {
    const { connection, seen, received } = openThrough([toxic('downstream', { type: 'limit_data', bytes: 1000 }), toxic('downstream', latency(30))])
    connection.write(message(5000))
    await until(() => seen.includes('close') && dyno[0]?.destroyed === true)
    expect(received().equals(message(1000))).toBe(true)
    expect(seen).toEqual(['end', 'close'])
  })

  it('is closed by a timeout without a byte', async () => {
    const { connection, seen, received } = openThrough([toxic('upstream', { type: 'timeout', timeoutMs: 50 })])
    connection.write('hello')
    await until(() => seen.includes('close'))
    expect([received().length, seen]).toEqual([0, ['end', 'close']])
  })

  it('delivers what the dyno sent before it closed, however late', async () => {
    onDyno = (socket) => socket.end(message(50_000))
    const { seen, received, connection } = openThrough([toxic('downstream', latency(80))])
    await until(() => seen.includes('end'))
    expect(received().equals(message(50_000))).toBe(true)
    connection.end()
    await until(() => seen.includes('close'))
  })

  it('hears when the dyno resets, and passes on a reset and a destroy of its own', async () => {
    const first = openThrough([toxic('downstream', latency(5000))])
    await until(() => dyno.length === 1)
    dyno[0]?.resetAndDestroy()
    await until(() => first.seen.includes('close'))
    expect(first.seen).toEqual(['error ECONNRESET', 'close'])
    const errors: string[] = []
    onDyno = (socket) => socket.on('error', (error: NodeJS.ErrnoException) => errors.push(error.code ?? '')).resume()
    const second = openThrough([])
    await until(() => dyno.length === 2)
    second.connection.resetAndDestroy()
    await until(() => errors.length === 1)
    expect(errors).toEqual(['ECONNRESET'])
    const third = openThrough([toxic('upstream', latency(5000))])
    await until(() => dyno.length === 3)
    third.connection.write('never comes')
    third.connection.destroy()
    await until(() => dyno[2]?.destroyed === true || dyno[2]?.readableEnded === true)
  })
})
