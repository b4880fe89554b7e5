// The drains of a platform: each with its own buffer and pipe, so that none waits for another. Readings go out a few times a second.

import { freshReading, type DrainReading } from '../../../shared/domain/drain.ts'
import { readDrainAddress } from '../../../shared/drains/drain-address.ts'
import type { DrainedLine, DrainHost } from '../../engine/ports/drain-host.ts'
import { openHttpPipe } from './http-pipe.ts'
import { createLineBuffer, type LineBuffer } from './line-buffer.ts'
import type { Pipe, PipeWorld } from './pipe.ts'
import { openSyslogPipe } from './syslog-pipe.ts'

export type DrainBoard = Omit<DrainHost, 'send'> & {
  /** `lost`: lines of theirs that were lost on the way here, before these. */
  send(ids: readonly string[], lines: readonly DrainedLine[], lost?: Readonly<Record<string, number>>): void
}

type Entry = { readonly buffer: LineBuffer; pipe: Pipe; reading: DrainReading; isNews: boolean }

/** Until the real one is there, which speaks to its entry at once. */
const silent: Pipe = { wake: () => {}, held: () => 0, settled: () => true, close: () => {} }

const tellMs = 250
/** What waits at a stop may go out for so long. */
const lastMs = 1000

export function createDrainBoard(now: () => number = Date.now): DrainBoard {
  const entries = new Map<string, Entry>()
  let fared: ((readings: readonly DrainReading[]) => void) | null = null
  const timer = setInterval(tell, tellMs)

  function tell(): void {
    const news: DrainReading[] = []
    for (const entry of entries.values()) {
      const [waiting, dropped] = [entry.buffer.waiting() + entry.pipe.held(), entry.buffer.dropped()]
      if (waiting !== entry.reading.waiting || dropped !== entry.reading.dropped) change(entry, { waiting, dropped })
      if (entry.isNews) news.push(entry.reading)
      entry.isNews = false
    }
    if (news.length > 0) fared?.(news)
  }

  function change(entry: Entry, changes: Partial<DrainReading>): void {
    entry.reading = { ...entry.reading, ...changes }
    entry.isNews = true
  }

  function open({ id, token, url }: Parameters<DrainHost['open']>[0]): void {
    const read = readDrainAddress(url)
    if (entries.has(id) || !('address' in read)) return
    const buffer = createLineBuffer()
    const world: PipeWorld = {
      buffer, now,
      failed: (text, isCertificate) => change(entry, { lastError: { at: now(), text, isCertificate } }),
      became: (state) => {
        // A drain that tries again is broken until it flows.
        if (entry.reading.state !== state && !(state === 'connecting' && entry.reading.state === 'broken')) change(entry, { state, since: now() })
      },
      sent: (lines, bytes) => change(entry, { sent: entry.reading.sent + lines, sentBytes: entry.reading.sentBytes + bytes }),
      doubted: (lines) => change(entry, { inDoubt: entry.reading.inDoubt + lines }),
    }
    const isSyslog = read.address.kind === 'syslog' || read.address.kind === 'syslog+tls'
    const entry: Entry = { buffer, pipe: silent, reading: freshReading(id, now()), isNews: true }
    entries.set(id, entry)
    entry.pipe = isSyslog ? openSyslogPipe(read.address, token, world) : openHttpPipe(read.address, token, world)
  }

  function close(id: string): void {
    entries.get(id)?.pipe.close()
    entries.delete(id)
  }

  function send(ids: readonly string[], lines: readonly DrainedLine[], lost: Readonly<Record<string, number>> = {}): void {
    for (const id of ids) {
      const entry = entries.get(id)
      if (entry === undefined) continue
      const missing = lost[id] ?? 0
      if (missing > 0) entry.buffer.lose(missing, lines[0]?.at ?? now())
      feed(entry, lines)
    }
  }

  /** In pieces, so that a pipe that flows empties the buffer before it is full. */
  function feed({ buffer, pipe }: Entry, lines: readonly DrainedLine[]): void {
    for (let index = 0; index < lines.length; index += 1) {
      const line = lines[index]
      if (line !== undefined) buffer.push(line)
      if (index % 256 === 255) pipe.wake()
    }
    pipe.wake()
  }

  async function stop(): Promise<void> {
    const end = performance.now() + lastMs
    while ([...entries.values()].some(({ pipe }) => !pipe.settled()) && performance.now() < end) await new Promise((soon) => setTimeout(soon, 10))
    clearInterval(timer)
    tell()
    for (const id of entries.keys()) close(id)
  }

  return { connect: (sink) => void (fared = sink.fared), open, close, send, stop }
}
