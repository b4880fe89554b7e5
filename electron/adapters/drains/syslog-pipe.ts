// A drain over a TCP connection, plain or TLS. TCP tells nobody what was read: lines of the last second before a break are in doubt.

import { connect as connectPlain, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { DrainAddress } from '../../../shared/drains/drain-address.ts'
import type { DrainedLine } from '../../engine/ports/drain-host.ts'
import { createBackOff } from './back-off.ts'
import type { Loss } from './line-buffer.ts'
import { octetFrames } from './octet-frames.ts'
import { troubleOf, type Pipe, type PipeWorld } from './pipe.ts'

/** Bytes that may lie in the socket before lines wait in the buffer. */
const socketBytes = 1024 * 1024
const linesPerWrite = 256
const connectMs = 10_000
const doubtMs = 1000

type Written = { readonly at: number; readonly lines: readonly DrainedLine[]; readonly loss: Loss | null }

export function openSyslogPipe(address: DrainAddress, token: string, world: PipeWorld): Pipe {
  const form = { host: token, hasStructuredData: true }
  const backOff = createBackOff()
  let socket: Socket | null = null
  let isReady = false
  let timer: ReturnType<typeof setTimeout> | null = null
  let isClosed = false
  /** Written, and not with the system yet. */
  let unflushed: Written[] = []
  /** With the system for a second at most: when, and how many lines. */
  let recent: { readonly at: number; readonly lines: number }[] = []

  function connect(): void {
    timer = null
    world.became('connecting')
    const { host, port } = address
    const opened = address.kind === 'syslog+tls'
      ? connectTls({ host, port, rejectUnauthorized: !address.takesAnyCertificate, ...(isIp(host) ? {} : { servername: host }) })
      : connectPlain({ host, port })
    socket = opened
    opened.setTimeout(connectMs, () => opened.destroy(Object.assign(new Error('late'), { code: 'ETIMEDOUT' })))
    opened.once(address.kind === 'syslog+tls' ? 'secureConnect' : 'connect', () => {
      opened.setTimeout(0)
      opened.setNoDelay(true)
      opened.setKeepAlive(true, 30_000)
      isReady = true
      world.became('flowing')
      pump()
    })
    // A syslog receiver says nothing: whatever it writes is read and forgotten.
    opened.on('data', () => {})
    opened.on('drain', pump)
    opened.on('end', () => opened.destroy(Object.assign(new Error('it ended the connection'), { code: 'ECONNRESET' })))
    let trouble: Error | null = null
    opened.on('error', (error) => (trouble = error))
    opened.on('close', () => {
      if (socket === opened) broke(trouble)
    })
  }

  function broke(trouble: Error | null): void {
    socket = null
    if (isClosed) return
    // A receiver that had stopped reading long before: what counts is when it still took something.
    const since = (unflushed[0]?.at ?? world.now()) - doubtMs
    if (isReady) world.doubted(recent.filter(({ at }) => at >= since).reduce((sum, { lines }) => sum + lines, 0))
    recent = []
    isReady = false
    for (const { lines, loss } of unflushed.splice(0).reverse()) world.buffer.putBack(lines, loss)
    const { text, isCertificate } = troubleOf(trouble ?? new Error('it ended the connection'))
    world.failed(text, isCertificate)
    world.became('broken')
    timer = setTimeout(connect, backOff.next())
  }

  function pump(): void {
    const now = socket
    if (now === null || !isReady) return
    while (world.buffer.waiting() > 0 && now.writableLength < socketBytes) {
      const { lines, loss } = world.buffer.take(linesPerWrite)
      const { bytes } = octetFrames(lines, loss, form, world.now())
      const written: Written = { at: world.now(), lines, loss }
      unflushed.push(written)
      now.write(bytes, (error) => {
        if (error == null && unflushed[0] === written) flushed(written, bytes.length)
      })
    }
  }

  function flushed({ at, lines }: Written, bytes: number): void {
    unflushed.shift()
    world.sent(lines.length, bytes)
    backOff.reset()
    while (recent[0] !== undefined && recent[0].at < at - doubtMs) recent.shift()
    recent.push({ at: world.now(), lines: lines.length })
  }

  function wake(): void {
    if (isClosed) return
    if (socket === null && timer === null) connect()
    else pump()
  }

  function close(): void {
    isClosed = true
    if (timer !== null) clearTimeout(timer)
    socket?.destroy()
  }

  connect()
  return { wake, close, held: () => unflushed.reduce((sum, { lines }) => sum + lines.length, 0), settled: () => !isReady || (world.buffer.waiting() === 0 && unflushed.length === 0) }
}

const isIp = (host: string): boolean => /^[\d.]+$/.test(host) || host.includes(':')
