// One toxic on one direction of one connection: a queue, and the toxic's verdict on its front.

import type { Ending, Item, StageFacts, ToxicRun, Verdict } from './toxic-run.ts'

export type Stage = {
  push(item: Item): void
  /** When something leaves; Infinity when nothing does unless more comes. */
  nextAt(): number
  /** What leaves at `nowMs` or before, one at a time; its `at` is when it was due. */
  take(nowMs: number): Item | null
  /** Takes out all it holds, in order, as it came. */
  drain(): readonly Item[]
  heldBytes(): number
  /** Bounds the pieces that a slicer before it makes of a chunk. */
  hasRoom(): boolean
  readonly run: ToxicRun
  readonly facts: StageFacts
}

/** Counted for each held chunk beside its bytes, so that many small ones are bounded as well. */
const chunkOverheadBytes = 128
const maxPieces = 1024
/** What was not taken in time is caught up with by so much and no more: a stalled reader does not earn a burst. */
const catchUpMs = 250

export function createStage(run: ToxicRun, start: StageFacts): Stage {
  const facts = { ...start }
  let held: Item[] = []
  let heldBytes = 0
  let decided: Exclude<Verdict, { readonly kind: 'drop' }> | null = null
  let isOver = false

  function push(item: Item): void {
    if (isOver) return
    held.push(item)
    heldBytes += sizeOf(item)
  }

  function decide(): void {
    for (let front = held[0]; decided === null && front !== undefined; front = held[0]) {
      const verdict = run.verdict(front, facts)
      if (verdict.kind === 'drop') dropFront(front)
      else decided = { ...verdict, at: Math.max(verdict.at, front.at, facts.freeAt) }
    }
  }

  function dropFront(front: Item): void {
    held.shift()
    heldBytes -= sizeOf(front)
  }

  const closesAt = (): number => run.closesAt?.(facts) ?? Number.POSITIVE_INFINITY

  function nextAt(): number {
    if (isOver) return Number.POSITIVE_INFINITY
    decide()
    return Math.min(decided?.at ?? Number.POSITIVE_INFINITY, closesAt())
  }

  function take(nowMs: number): Item | null {
    const at = nextAt()
    if (at > nowMs) return null
    const verdict = decided
    decided = null
    if (verdict === null || closesAt() <= verdict.at) return finish({ kind: 'close', at })
    facts.freeAt = Math.max(at, nowMs - catchUpMs)
    return verdict.kind === 'pass' ? passFront(held[0] as Item, at, verdict.bytes) : finish({ kind: verdict.kind, at })
  }

  function passFront(front: Item, at: number, most = Number.POSITIVE_INFINITY): Item {
    if (front.kind !== 'bytes') return finish({ kind: front.kind, at })
    const { bytes } = front
    if (most < bytes.length) {
      held[0] = { ...front, bytes: bytes.subarray(most) }
      heldBytes -= most
    } else dropFront(front)
    const piece = most < bytes.length ? bytes.subarray(0, most) : bytes
    facts.passedBytes += piece.length
    return { kind: 'bytes', bytes: run.change?.(piece) ?? piece, at }
  }

  /** Nothing passes any more. */
  function finish(ending: Ending): Ending {
    isOver = true
    drain()
    return ending
  }

  function drain(): readonly Item[] {
    const items = held
    held = []
    heldBytes = 0
    decided = null
    return items
  }

  return { push, nextAt, take, drain, heldBytes: () => heldBytes, hasRoom: () => held.length < maxPieces, run, facts }
}

function sizeOf(item: Item): number {
  return chunkOverheadBytes + (item.kind === 'bytes' ? item.bytes.length : 0)
}
