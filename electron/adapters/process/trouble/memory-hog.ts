// A memory leak: a process inside the dyno that really takes and touches memory, so that its samples rise and R14 and R15 follow as
// with a leak of its own. The engine says how much it may hold, a step at a time, and looks at the machine before each step: some
// memory always stays free, so that this can never take the machine down. Linux would end this process before any other.

import { byteSize } from '../../../../shared/text/amounts.ts'
import { findOnPath } from '../shell.ts'
import type { InForce } from '../../parts/trouble-leases.ts'
import type { Afflicted } from './afflicted.ts'
import { startCompanion, type Companion } from './companion.ts'
import { freeMemoryBytes } from './free-memory.ts'

/** Stays free on this machine, whatever was asked for. */
export const memoryMarginBytes = 512 * 1024 * 1024

const stepEveryMs = 100
const largestStepBytes = 64 * 1024 * 1024
/** A Node that starts on a busy machine. */
const startWithinMs = 20_000

/** Reads how many bytes it is to hold in all, itself included, and says how many it does. */
const script = `const held = []
let bytes = process.memoryUsage.rss()
let text = ''
try { require('fs').writeFileSync('/proc/self/oom_score_adj', '1000') } catch {}
process.stdin.on('end', () => process.exit())
process.stdin.on('data', (data) => {
  const lines = (text + data).split('\\n')
  text = lines.pop()
  const wanted = Number(lines[lines.length - 1] ?? 0)
  while (bytes < wanted) {
    const part = Math.min(1048576, wanted - bytes)
    held.push(Buffer.alloc(part, 1))
    bytes += part
  }
  if (lines.length > 0) process.stdout.write(bytes + '\\n')
})`

export type MemoryWish = { readonly bytes: number; readonly bytesPerSecond: number }

export async function hogMemory(dyno: Afflicted, wish: MemoryWish, free: () => number = freeMemoryBytes): Promise<InForce> {
  const room = free()
  if (room < memoryMarginBytes) throw new Error(`This machine has ${byteSize(room)} of memory left, and ${byteSize(memoryMarginBytes)} stay free in any case. Stop something and try again.`)
  const companion = await startNode(dyno)
  const growth = grow(companion, wish, free)
  if (!(await isUnderWay(dyno, companion, growth))) {
    growth.stop()
    await companion.end()
    throw new Error(`The process that takes memory inside ${dyno.name} did not start. Try again when this machine is less busy.`)
  }
  const pace = wish.bytesPerSecond > 0 ? `, ${byteSize(wish.bytesPerSecond)} more every second` : ''
  return {
    changed: [`${dyno.name}: a process inside it takes ${byteSize(wish.bytes)}${pace}, as long as ${byteSize(memoryMarginBytes)} of this machine stay free.`],
    undo: async () => {
      growth.stop()
      const wasThere = !companion.hasEnded()
      await companion.end()
      const short = growth.wasShort() ? ' This machine had no more to give.' : ''
      return { restored: [wasThere ? `${dyno.name}: ${byteSize(growth.held())} were given back.${short}` : `${dyno.name}: the process that took memory had ended already.`], residue: [] }
    },
    end: () => {
      growth.stop()
      companion.drop()
    },
  }
}

/** The Node that runs the engine, which is surely there; unless its file was moved away by an update since. */
async function startNode(dyno: Afflicted): Promise<Companion> {
  for (const program of [process.execPath, findOnPath('node', process.env['PATH'] ?? '')]) {
    const companion = program === null ? null : await startCompanion(dyno, program, ['-e', script]).catch(() => null)
    if (companion !== null) return companion
  }
  throw new Error(`${process.execPath}, which runs Dynarium, can not be started again, and there is no other Node. Restart Dynarium.`)
}

/** How much it may hold now. */
export function nextBytes(wish: MemoryWish, elapsedMs: number, held: number, free: number): { readonly bytes: number; readonly isShort: boolean } {
  const due = wish.bytesPerSecond > 0 ? Math.min(wish.bytes, (wish.bytesPerSecond * elapsedMs) / 1000) : wish.bytes
  const possible = held + Math.max(0, free - memoryMarginBytes)
  const bytes = Math.floor(Math.min(due, possible, held + largestStepBytes))
  return { bytes: Math.max(held, bytes), isShort: due > possible }
}

type Growth = { held(): number; hasBegun(): boolean; wasShort(): boolean; stop(): void }

/** One step at a time: the next is told when the last was taken, so that a frozen process is not told a thousand. */
function grow({ child }: Companion, wish: MemoryWish, free: () => number): Growth {
  const since = performance.now()
  let held = 0
  let hasBegun = false
  let short = false
  let isTaken = true
  const timer = setInterval(step, stepEveryMs)
  timer.unref()

  function step(): void {
    if (!isTaken) return
    const next = nextBytes(wish, performance.now() - since, held, free())
    short ||= next.isShort
    if (hasBegun && next.bytes <= held) return
    isTaken = false
    child.stdin?.write(`${next.bytes}\n`)
  }

  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    const said = Number(text.trim().split('\n').pop())
    if (!Number.isFinite(said)) return
    held = said
    hasBegun = true
    isTaken = true
  })
  step()
  return { held: () => held, hasBegun: () => hasBegun, wasShort: () => short, stop: () => clearInterval(timer) }
}

/** In a frozen dyno it stands still like all else, and begins when that goes on. */
async function isUnderWay({ stillness }: Afflicted, companion: Companion, growth: Growth): Promise<boolean> {
  const end = performance.now() + startWithinMs
  while (!growth.hasBegun() && !stillness.isHeld()) {
    if (companion.hasEnded() || performance.now() > end) return false
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return true
}
