// GET /streams/<signed>: logs of an app or output of a build, as plain text or as server-sent events. The address is the right to read.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { formatLogLine, tailOverflowLine } from '../../shared/domain/log.ts'
import { PlatformError } from '../../shared/errors/platform-error.ts'
import type { StreamItem } from '../../shared/protocol/streams.ts'
import type { Engine } from '../engine/engine.ts'
import type { SignedLinks } from './signed-links.ts'

export type StreamOutput = (req: IncomingMessage, res: ServerResponse, signed: string) => Promise<void>

/** One line, with the id by which a reader that lost the connection goes on; null for none. */
type Line = { readonly id: number | null; readonly text: string }

const claimed = z.object({ stream: z.enum(['logs', 'build']), input: z.unknown() })

/** Clients give up on five minutes of silence. */
const keepAliveMs = 30_000

export function createStreamOutput(engine: Pick<Engine, 'open'>, links: SignedLinks): StreamOutput {
  return async (req, res, signed) => {
    const claim = claimed.safeParse(links.verify(signed))
    if (req.method !== 'GET' || !claim.success) throw new PlatformError('path-not-found', { path: 'this stream address; it may be too old' })
    const reader = engine.open(claim.data.stream, claim.data.input)
    res.once('close', () => reader.close())
    const isEvents = /\btext\/event-stream\b/.test(req.headers.accept ?? '')
    res.writeHead(200, { 'Content-Type': isEvents ? 'text/event-stream' : 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' })
    res.flushHeaders()
    const keepAlive = isEvents ? setInterval(() => res.write(': ka\n\n'), keepAliveMs) : null
    const lines = claim.data.stream === 'logs' ? logLines(lastId(req)) : buildLines()
    try {
      for (let item = await reader.next(); item !== null; item = await reader.next()) await write(res, lines.of(item), isEvents)
      await write(res, lines.rest(), isEvents)
    } finally {
      if (keepAlive !== null) clearInterval(keepAlive)
      reader.close()
    }
    res.end()
  }
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

/** Output comes in pieces that may end inside a line. */
function buildLines(): LineMaker {
  let open = ''
  return {
    of: (item) => {
      const lines = (open + (item as StreamItem<'build'>).text).split('\n')
      open = lines.pop() ?? ''
      return lines.map((text) => ({ id: null, text }))
    },
    rest: () => (open === '' ? [] : [{ id: null, text: open }]),
  }
}

async function write(res: ServerResponse, lines: readonly Line[], isEvents: boolean): Promise<void> {
  if (lines.length === 0 || res.destroyed) return
  const text = lines.map((line) => (isEvents ? asEvent(line) : `${line.text}\n`)).join('')
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
