// A drain over HTTP or HTTPS, as Logplex posts: batches with a count and an id, sent again with the same id until the receiver says
// yes. What it refuses for good (4xx) is dropped and counted.

import { randomUUID } from 'node:crypto'
import { Agent as HttpAgent, request as requestPlain, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as requestTls } from 'node:https'
import type { DrainAddress } from '../../../shared/drains/drain-address.ts'
import type { DrainedLine } from '../../engine/ports/drain-host.ts'
import { createBackOff } from './back-off.ts'
import type { Loss } from './line-buffer.ts'
import { octetFrames, type Frames } from './octet-frames.ts'
import { troubleOf, type Pipe, type PipeWorld } from './pipe.ts'

/** Heroku batches what came within about a second. */
const batchMs = 250
const linesPerBatch = 1000
/** So many are not waited with: the buffer would soon be full. */
const linesAtOnce = 256
const replyMs = 10_000

type Batch = Frames & { readonly id: string; readonly lines: readonly DrainedLine[]; readonly loss: Loss | null }

export function openHttpPipe(address: DrainAddress, token: string, world: PipeWorld): Pipe {
  const isTls = address.kind === 'https'
  const agent = isTls ? new HttpsAgent({ keepAlive: true, maxSockets: 1 }) : new HttpAgent({ keepAlive: true, maxSockets: 1 })
  const form = { host: 'host', hasStructuredData: false }
  const backOff = createBackOff()
  let timer: ReturnType<typeof setTimeout> | null = null
  let batch: Batch | null = null
  let isPosting = false
  let isClosed = false

  function later(ms: number): void {
    timer ??= setTimeout(() => {
      timer = null
      post()
    }, ms)
  }

  function post(): void {
    if (isPosting || isClosed) return
    batch ??= nextBatch()
    if (batch === null) return
    isPosting = true
    send(batch, (trouble, status) => {
      isPosting = false
      if (isClosed || batch === null) return
      if (trouble === null && status >= 200 && status < 300) return accepted(batch)
      const { text, isCertificate } = trouble === null ? { text: `it answered with ${status}`, isCertificate: false } : troubleOf(trouble)
      world.failed(text, isCertificate)
      world.became('broken')
      if (isRefusal(status)) {
        world.buffer.putBack([], batch.loss)
        world.buffer.lose(batch.lines.length, batch.lines[0]?.at ?? world.now())
        batch = null
      }
      later(backOff.next())
    })
  }

  function nextBatch(): Batch | null {
    if (world.buffer.waiting() === 0) return null
    const { lines, loss } = world.buffer.take(linesPerBatch)
    return { id: randomUUID().replaceAll('-', '').toUpperCase(), lines, loss, ...octetFrames(lines, loss, form, world.now()) }
  }

  function accepted({ lines, bytes }: Batch): void {
    backOff.reset()
    world.sent(lines.length, bytes.length)
    world.became('flowing')
    batch = null
    wake()
  }

  function wake(): void {
    if (batch !== null || isPosting || world.buffer.waiting() === 0) return
    if (world.buffer.waiting() < linesAtOnce) return later(batchMs)
    if (timer !== null) clearTimeout(timer)
    timer = null
    post()
  }

  function send({ bytes, count, id }: Batch, done: (trouble: Error | null, status: number) => void): void {
    let isOver = false
    const over = (trouble: Error | null, status: number): void => {
      if (isOver) return
      isOver = true
      clearTimeout(late)
      done(trouble, status)
    }
    const options = {
      host: address.host, port: address.port, path: address.path, method: 'POST', agent,
      ...(address.user === '' && address.password === '' ? {} : { auth: `${address.user}:${address.password}` }),
      headers: {
        'Content-Type': 'application/logplex-1', 'Content-Length': bytes.length, 'Logplex-Msg-Count': String(count), 'Logplex-Frame-Id': id, 'Logplex-Drain-Token': token, 'User-Agent': 'Logplex/v72',
      },
    }
    const take = (answer: IncomingMessage): void => {
      answer.resume()
      answer.on('end', () => over(null, answer.statusCode ?? 0))
      answer.on('close', () => over(new Error('it broke off in its answer'), 0))
    }
    const posted = isTls ? requestTls({ ...options, rejectUnauthorized: !address.takesAnyCertificate }, take) : requestPlain(options, take)
    const late = setTimeout(() => posted.destroy(Object.assign(new Error('late'), { code: 'ETIMEDOUT' })), replyMs)
    posted.on('error', (error) => over(error, 0))
    posted.end(bytes)
  }

  function close(): void {
    isClosed = true
    if (timer !== null) clearTimeout(timer)
    agent.destroy()
  }

  return {
    wake,
    held: () => batch?.lines.length ?? 0,
    settled: () => batch === null && world.buffer.waiting() === 0,
    close,
  }
}

/** Trying again would not help; 408 and 429 ask for it. */
const isRefusal = (status: number): boolean => status >= 400 && status < 500 && status !== 408 && status !== 429
