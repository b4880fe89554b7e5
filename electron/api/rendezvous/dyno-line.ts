// One caller's line to an attached dyno, in bytes. Each side waits for the other: output is read when the last piece was taken, and a
// caller is told to pause while the program does not read.

import type { DynoId } from '../../../shared/domain/dyno.ts'
import type { StreamItem } from '../../../shared/protocol/streams.ts'
import type { Engine } from '../../engine/engine.ts'
import type { Reader } from '../../engine/journal/room.ts'

export type LineEngine = Pick<Engine, 'call' | 'open' | 'kernel'>

export type DynoLine = {
  /** Resolves when the dyno runs, has said something, or is over. */
  readonly begun: Promise<void>
  /** Passes output on until the dyno is over or the line was left; with its exit status, null for none. */
  listen(take: (bytes: Buffer) => Promise<void>): Promise<number | null>
  type(bytes: Buffer): void
  resize(columns: number, rows: number): void
  /** The caller is gone. */
  leave(): void
}

/** The protocol's bound on one piece of input. */
const pieceMax = 65_536
const pauseAtBytes = 256 * 1024

/** Throws PlatformError `dyno-not-found`: it is over, or has or had a caller. */
export function openDynoLine(engine: LineEngine, { dynoId, by }: { readonly dynoId: DynoId; readonly by: string }, caller: { pause(): void; resume(): void }): DynoLine {
  const reader = engine.open('run', { dynoId }) as Reader<StreamItem<'run'>>
  const first = reader.next()
  let typing: Promise<unknown> = Promise.resolve()
  let waiting = 0
  let isOver = false

  async function listen(take: (bytes: Buffer) => Promise<void>): Promise<number | null> {
    for (let item = await first; item !== null; item = await reader.next()) {
      if (item.kind === 'exit') isOver = true
      if (item.kind === 'exit') return item.exitStatus
      await take(Buffer.from(item.text, 'latin1'))
    }
    isOver = true
    return null
  }

  function type(bytes: Buffer): void {
    if (isOver) return
    waiting += bytes.length
    if (waiting > pauseAtBytes) caller.pause()
    typing = typing.then(() => write(bytes)).catch(() => {}).then(() => {
      waiting -= bytes.length
      if (waiting <= pauseAtBytes) caller.resume()
    })
  }

  async function write(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length && !isOver; at += pieceMax) {
      await engine.call('run:write', { dynoId, text: bytes.subarray(at, at + pieceMax).toString('latin1') }, by)
    }
  }

  return {
    begun: Promise.race([first.then(() => undefined), untilLaunched(engine, dynoId)]),
    listen, type,
    resize: (columns, rows) => void engine.call('run:resize', { dynoId, columns: within(columns), rows: within(rows) }, by).catch(() => {}),
    leave: () => {
      isOver = true
      reader.close()
    },
  }
}

const within = (size: number): number => Math.min(1000, Math.max(1, Math.floor(size)))

function untilLaunched({ kernel }: LineEngine, dynoId: DynoId): Promise<void> {
  const isStarting = (): boolean => kernel.state.dynos[dynoId]?.state.kind === 'starting'
  return new Promise((resolve) => {
    if (!isStarting()) return resolve()
    const cancel = kernel.listen(() => {
      if (isStarting()) return
      cancel()
      resolve()
    })
  })
}
