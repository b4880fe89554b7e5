// One direction of a connection: toxics in a row. Pure: bytes and the time come from outside, and what is due is asked for. As in
// Toxiproxy the row can change while bytes are in it: what a toxic held that is taken off goes on at once, in order.

import { noop } from './noop.ts'
import { createStage, type Stage } from './stage.ts'
import type { Toxic } from './toxic.ts'
import type { Item } from './toxic-run.ts'
import { runToxic } from './toxics.ts'

export type Pipe = {
  /** Kept as it is until it left: its owner must not write into it. */
  push(chunk: Uint8Array, nowMs: number): void
  /** The sender is done. */
  end(nowMs: number): void
  /** The next thing that is due, or null. After `end`, `close` or `reset` there is nothing more. */
  take(nowMs: number): Item | null
  /** When the next thing is due; Infinity when nothing is unless more comes. */
  nextAt(): number
  /** What it holds, with something for each chunk. Its owner pauses the sender when this is too much. */
  bufferedBytes(): number
  /** Also for bytes that are under way. A toxic of the same name and type keeps its place, its count of bytes and its chance. */
  setToxics(toxics: readonly Toxic[], nowMs: number): void
}

/** `chance`: drawn once a connection; the toxic is on it if this is below its toxicity. */
type Link = { readonly toxic: Toxic; readonly chance: number; readonly stage: Stage }

/** `toxics` of this direction. `random` gives at least 0, below 1. Times are milliseconds on any clock that never goes back. */
export function createPipe(toxics: readonly Toxic[], random: () => number, startMs: number): Pipe {
  const fresh = (nowMs: number) => ({ startedAt: nowMs, freeAt: nowMs, passedBytes: 0 })
  const entry = createStage(noop, fresh(startMs))
  const exit = createStage(noop, fresh(startMs))
  let links: readonly Link[] = []
  let row: readonly Stage[] = [entry, exit]
  let isOver = false
  setToxics(toxics, startMs)

  function setToxics(wanted: readonly Toxic[], nowMs: number): void {
    if (isOver) return
    // What is due by now was the old toxics'.
    move(nowMs)
    const before = links
    const heirs = new Map<Link, Link>()
    // Those that stay must keep their order, or bytes would overtake each other.
    let from = 0
    links = wanted.map((toxic) => {
      const at = before.findIndex((link, index) => index >= from && link.toxic.name === toxic.name && link.toxic.settings.type === toxic.settings.type)
      const old = before[at]
      if (old === undefined) return newLink(toxic, random(), fresh(nowMs))
      from = at + 1
      const link = isSame(old.toxic, toxic) ? old : newLink(toxic, old.chance, { ...old.stage.facts, freeAt: nowMs })
      heirs.set(old, link)
      return link
    })
    row = [entry, ...links.map(({ stage }) => stage), exit]
    let next = exit
    for (const old of [...before].reverse()) {
      const heir = heirs.get(old)
      if (heir === undefined) handOn(old.stage, next, nowMs)
      else if (heir !== old) inherit(old.stage, heir.stage, nowMs)
      if (heir !== undefined) next = heir.stage
    }
  }

  function newLink(toxic: Toxic, chance: number, facts: Stage['facts']): Link {
    return { toxic, chance, stage: createStage(chance < toxic.toxicity ? runToxic(toxic.settings, random) : noop, facts) }
  }

  function push(chunk: Uint8Array, nowMs: number): void {
    if (!isOver && chunk.length > 0) entry.push({ kind: 'bytes', bytes: chunk, at: nowMs })
  }

  function take(nowMs: number): Item | null {
    if (isOver) return null
    move(nowMs)
    const item = exit.take(nowMs)
    if (item !== null && item.kind !== 'bytes') {
      isOver = true
      for (const stage of row) stage.drain()
    }
    return item
  }

  /** Until nothing that is due has a place to go to. */
  function move(nowMs: number): void {
    let hasMoved = true
    while (hasMoved) {
      hasMoved = false
      for (let index = 0; index + 1 < row.length; index += 1) {
        const [stage, after] = [row[index] as Stage, row[index + 1] as Stage]
        for (let item = after.hasRoom() ? stage.take(nowMs) : null; item !== null; item = after.hasRoom() ? stage.take(nowMs) : null) {
          after.push(item)
          hasMoved = true
        }
      }
    }
  }

  function nextAt(): number {
    if (isOver) return Number.POSITIVE_INFINITY
    return row.reduce((soonest, stage, index) => (row[index + 1]?.hasRoom() === false ? soonest : Math.min(soonest, stage.nextAt())), Number.POSITIVE_INFINITY)
  }

  return {
    push, take, nextAt, setToxics,
    end: (nowMs) => entry.push({ kind: 'end', at: nowMs }),
    bufferedBytes: () => row.reduce((sum, stage) => sum + stage.heldBytes(), 0),
  }
}

/** Of one that is taken off. */
function handOn(old: Stage, next: Stage, nowMs: number): void {
  for (const item of old.drain()) next.push({ ...item, at: nowMs })
  if (old.run.closesWhenRemoved) next.push({ kind: 'close', at: nowMs })
}

/** Of one that is set anew: chunks count from when they came to it. */
function inherit(old: Stage, heir: Stage, nowMs: number): void {
  for (const item of old.drain()) heir.push(item)
  if (old.run.closesWhenRemoved && !heir.run.closesWhenRemoved) heir.push({ kind: 'close', at: nowMs })
}

function isSame(one: Toxic, other: Toxic): boolean {
  return one.toxicity === other.toxicity && JSON.stringify(one.settings) === JSON.stringify(other.settings)
}
