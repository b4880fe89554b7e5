// GET /streams/<signed>: logs of an app, or output of a build or of a release's command, as plain text or as server-sent events. The
// address is the right to read. Who was cut off goes on where it was: by Last-Event-ID, output as plain text by Range, as Heroku says.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { formatLogLine, logHistoryLines, tailOverflowLine } from '../../shared/domain/log.ts'
import { PlatformError } from '../../shared/errors/platform-error.ts'
import type { StreamItem } from '../../shared/protocol/streams.ts'
import type { Engine } from '../engine/engine.ts'
import type { SignedLinks } from './signed-links.ts'

export type StreamOutput = (req: IncomingMessage, res: ServerResponse, signed: string) => Promise<void>

/** One line, with the id by which a reader that lost the connection goes on; null for none. */
type Line = { readonly id: number | null; readonly text: string }
type Claim = z.output<typeof claimed>
/** What goes out for an item, and when there are no more. */
type Writing = { of(item: unknown): string; rest(): string }

const claimed = z.object({ stream: z.enum(['logs', 'build', 'release']), input: z.record(z.string(), z.unknown()) })

/** Clients give up on five minutes of silence. */
const keepAliveMs = 30_000

export function createStreamOutput(engine: Pick<Engine, 'open'>, links: SignedLinks): StreamOutput {
  return async (req, res, signed) => {
    const claim = claimed.safeParse(links.verify(signed))
    if (req.method !== 'GET' || !claim.success) throw new PlatformError('path-not-found', { path: 'this stream address; it may be too old' })
    const reader = engine.open(claim.data.stream, inputOf(claim.data, lastId(req)))
    res.once('close', () => reader.close())
    const isEvents = /\btext\/event-stream\b/.test(req.headers.accept ?? '')
    const from = isEvents || claim.data.stream === 'logs' ? 0 : firstByte(req)
    res.writeHead(from > 0 ? 206 : 200, { 'Content-Type': isEvents ? 'text/event-stream' : 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' })
    res.flushHeaders()
    const keepAlive = isEvents ? setInterval(() => res.write(': ka\n\n'), keepAliveMs) : null
    const writing = writingOf(claim.data, isEvents, lastId(req), from)
    try {
      for (let item = await reader.next(); item !== null; item = await reader.next()) await write(res, writing.of(item))
      await write(res, writing.rest())
    } finally {
      if (keepAlive !== null) clearInterval(keepAlive)
      reader.close()
    }
    res.end()
  }
}

/** Who comes back wants all that it missed, not only as many lines as it began with. */
function inputOf({ stream, input }: Claim, after: number): unknown {
  return stream === 'logs' && after > 0 ? { ...input, lines: logHistoryLines } : input
}

function writingOf({ stream }: Claim, isEvents: boolean, after: number, from: number): Writing {
  if (stream !== 'logs' && !isEvents) return plainOutput(from)
  const lines = stream === 'logs' ? logLines(after) : outputLines(after)
  const text = (some: readonly Line[]): string => some.map((line) => (isEvents ? asEvent(line) : `${line.text}\n`)).join('')
  return { of: (item) => text(lines.of(item)), rest: () => text(lines.rest()) }
}

type LineMaker = { of(item: unknown): Line[]; rest(): Line[] }

function logLines(after: number): LineMaker {
  let lastAt = 0
  return {
    of: (item) => {
      const { lines, dropped } = item as StreamItem<'logs'>
      const texts = lines.filter((line) => line.id > after).map((line) => ({ id: line.id, text: formatLogLine(line) }))
      const since = lastAt === 0 ? (lines[0]?.at ?? 0) : lastAt
      lastAt = lines.at(-1)?.at ?? lastAt
      return dropped > 0 ? [{ id: null, text: tailOverflowLine(dropped, since) }, ...texts] : texts
    },
    rest: () => [],
  }
}

/** Output comes in pieces that may end inside a line. Lines are numbered from 1. */
function outputLines(after: number): LineMaker {
  let open = ''
  let count = 0
  const numbered = (texts: readonly string[]): Line[] => texts.map((text) => ({ id: ++count, text })).filter(({ id }) => id > after)
  return {
    of: (item) => {
      const lines = (open + (item as StreamItem<'build'>).text).split('\n')
      open = lines.pop() ?? ''
      return numbered(lines)
    },
    rest: () => numbered(open === '' ? [] : [open]),
  }
}

/** As it comes, a line that has not ended too: whoever reads is told at once. */
function plainOutput(from: number): Writing {
  let left = from
  return {
    of: (item) => {
      const { text } = item as StreamItem<'build'>
      if (left === 0) return text
      const bytes = Buffer.from(text)
      const skipped = Math.min(left, bytes.length)
      left -= skipped
      return bytes.subarray(skipped).toString()
    },
    rest: () => '',
  }
}

async function write(res: ServerResponse, text: string): Promise<void> {
  if (text === '' || res.destroyed) return
  if (!res.write(text)) await drained(res)
}

function asEvent({ id, text }: Line): string {
  return `${id === null ? '' : `id: ${id}\n`}data: ${text.replaceAll('\r', '')}\n\n`
}

function drained(res: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const goOn = (): void => {
      res.off('drain', goOn)
      res.off('close', goOn)
      resolve()
    }
    res.on('drain', goOn)
    res.on('close', goOn)
  })
}

/** Sent by a reader that was cut off, which wants only what is newer. */
function lastId(req: IncomingMessage): number {
  const id = Number(req.headers['last-event-id'] ?? 0)
  return Number.isFinite(id) ? id : 0
}

/** `Range: bytes=120-`; any other is as none. */
function firstByte(req: IncomingMessage): number {
  return Number(/^bytes=(\d{1,15})-$/.exec(req.headers.range ?? '')?.[1] ?? 0)
}
