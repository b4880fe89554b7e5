import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createWriteKit, DirectWriter, type WriteKit } from './direct-writer.ts'

describe('text written past the stream', () => {
  let server: Server
  let near: Socket
  let far: Socket
  let kit: WriteKit
  let drained: number
  let writer: DirectWriter

  beforeEach(async () => {
    server = createServer({ pauseOnConnect: true }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const accepted = once(server, 'connection')
    near = connect((server.address() as AddressInfo).port, '127.0.0.1')
    near.on('error', () => {})
    await once(near, 'connect')
    far = (await accepted)[0] as Socket
    far.on('error', () => {})
    kit = createWriteKit()
    drained = 0
    writer = new DirectWriter(near, kit, () => (drained += 1))
    writer.write('learns ')
  })

  afterEach(() => {
    near.destroy()
    far.destroy()
    server.close()
  })

  /** All that came until it ended. */
  async function received(): Promise<string> {
    let text = ''
    far.setEncoding('latin1').on('data', (piece: string) => (text += piece)).resume()
    await once(far, 'end')
    return text
  }

  const fill = (): string => {
    let sent = ''
    for (let turn = 0; !writer.isWaiting; turn++) {
      const text = `${turn} ${'x'.repeat(10_000)} `
      sent += text
      writer.write(text)
    }
    return sent
  }

  it('is not kept by the stream, and makes one request object for all', async () => {
    await new Promise(setImmediate)
    expect(kit.type).not.toBeNull()
    expect(writer.write('one ')).toBe(true)
    const { spare } = kit
    expect(spare).not.toBeNull()
    expect(writer.write('two \u00e9')).toBe(true)
    expect(kit.spare).toBe(spare)
    expect(near.bytesWritten).toBe('learns one two e'.length)
    near.end()
    expect(await received()).toBe('learns one two \u00e9')
  })

  it('waits when the other side takes no more, in order with what goes by the stream, and says when all is taken', async () => {
    await new Promise(setImmediate)
    const sent = fill()
    expect(writer.write('after ')).toBe(false)
    near.write('by the stream ')
    writer.write('last')
    expect(near.destroyed).toBe(false)
    near.end()
    expect(await received()).toBe(`learns ${sent}after by the stream last`)
    expect(writer.isWaiting).toBe(false)
    expect(drained).toBe(1)
  })

  it('holds to the order of a corked stream', async () => {
    await new Promise(setImmediate)
    near.cork()
    near.write('one ')
    writer.write('two ')
    near.uncork()
    writer.write('three')
    near.end()
    expect(await received()).toBe('learns one two three')
  })

  it('that waits is lost with the connection, and nobody is told that it was taken', async () => {
    await new Promise(setImmediate)
    fill()
    const closed = new Promise((done) => near.once('close', done))
    far.resetAndDestroy()
    await closed
    expect(near.destroyed).toBe(true)
    expect(drained).toBe(0)
    expect(writer.write('too late')).toBe(false)
  })

  it('goes by the stream where the inside of a socket is not as expected', async () => {
    const other = createWriteKit()
    const strange = new DirectWriter(near, other, () => {})
    const handle = (near as unknown as Record<string, object>)['_handle'] as object
    Object.defineProperty(handle, 'writeQueueSize', { value: undefined })
    expect(strange.write('plainly')).toBe(true)
    expect(other.type).toBeNull()
    near.end()
    expect(await received()).toBe('learns plainly')
  })
})
