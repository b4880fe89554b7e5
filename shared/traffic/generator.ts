// One run of a traffic plan, wherever it runs: on real sockets in a thread, or on a simulated clock. Open loop: every request has its
// moment. One whose moment could not be kept, because this machine was too slow or too many are unanswered, is missed, and never
// sent in a rush later.

import type { TrafficPlan, TrafficSecond } from '../domain/traffic.ts'
import { createSchedule } from './schedule.ts'

export type GeneratorParts = {
  readonly plan: TrafficPlan
  /** Milliseconds since the epoch, as fine as can be had; never goes back. */
  now(): number
  after(ms: number, fire: () => void): () => void
  /** At least 0, below 1. */
  random(): number
  /** Sends one request. `done` is called once, also when it was given up. */
  send(path: string, done: (ok: boolean) => void): void
  tell(second: TrafficSecond): void
  /** Nothing is sent any more and nothing awaited. */
  ended(): void
}

export type Generator = {
  /** Sends nothing more and tells at once what it has not told yet; answers are still counted. */
  stop(): void
}

/** Unanswered requests of one generator. */
export const maxUnanswered = 2000
/** A moment that is further in the past than this can not be kept any more. */
export const toleranceMs = 100
/** Times nearer than this are one: milliseconds since the epoch are no finer in floating point. */
const finestMs = 0.01

type Counting = { -readonly [K in keyof TrafficSecond]: TrafficSecond[K] }

export function createGenerator(parts: GeneratorParts): Generator {
  const { plan, now, after } = parts
  const schedule = createSchedule(plan)
  const pickPath = weighted(plan, parts.random)
  const startedAt = now()
  let phase: 'sending' | 'awaiting' | 'ended' = 'sending'
  let due = schedule.next()
  let unanswered = 0
  let second = newSecond(startedAt)
  let cancelSend = after(0, send)
  let cancelTick = after(untilNextSecond(startedAt), tick)

  function send(): void {
    roll()
    // Sending takes time too, so each is looked at anew.
    for (let elapsedMs = now() - startedAt; due !== null && due <= elapsedMs + finestMs; elapsedMs = now() - startedAt) {
      if (due < elapsedMs - toleranceMs) missUntil(elapsedMs - toleranceMs)
      else sendOne(Math.max(0, elapsedMs - due))
      due = schedule.next()
    }
    if (due === null) return awaitEnd()
    cancelSend = after(Math.max(0, due - (now() - startedAt)), send)
  }

  /** The last request goes out before the plan's time is up. */
  function awaitEnd(): void {
    const leftMs = (plan.seconds ?? 0) * 1000 - (now() - startedAt)
    if (leftMs <= finestMs) return rest()
    cancelSend = after(leftMs, awaitEnd)
  }

  /** The one that is due, and those after it that are too late as well. */
  function missUntil(elapsedMs: number): void {
    const missed = 1 + schedule.skipTo(elapsedMs)
    second.planned += missed
    second.missed += missed
  }

  function sendOne(lateMs: number): void {
    second.planned += 1
    if (unanswered >= maxUnanswered) {
      second.missed += 1
      return
    }
    second.sent += 1
    second.lateMs = Math.max(second.lateMs, lateMs)
    unanswered += 1
    parts.send(pickPath(), answered)
  }

  function answered(ok: boolean): void {
    if (phase === 'ended') return
    roll()
    unanswered -= 1
    if (ok) second.ok += 1
    else second.failed += 1
    if (phase === 'awaiting' && unanswered === 0) end()
  }

  function tick(): void {
    roll()
    cancelTick = after(untilNextSecond(now()), tick)
  }

  /** Tells the second that is over. */
  function roll(): void {
    if (now() < second.at + 1000) return
    tellSecond()
  }

  function tellSecond(): void {
    const time = now()
    parts.tell({ ...second, inFlight: unanswered, lateMs: Math.round(second.lateMs * 10) / 10 })
    second = newSecond(time)
  }

  function rest(): void {
    phase = 'awaiting'
    if (unanswered === 0) end()
  }

  function end(): void {
    phase = 'ended'
    cancelTick()
    if (second.planned + second.ok + second.failed > 0) tellSecond()
    parts.ended()
  }

  function stop(): void {
    if (phase === 'ended') return
    cancelSend()
    roll()
    tellSecond()
    rest()
  }

  return { stop }
}

const secondOf = (at: number): number => Math.floor(at / 1000) * 1000
const untilNextSecond = (at: number): number => secondOf(at) + 1000 - at
const newSecond = (at: number): Counting => ({ at: secondOf(at), planned: 0, sent: 0, missed: 0, ok: 0, failed: 0, inFlight: 0, lateMs: 0 })

function weighted({ paths }: TrafficPlan, random: () => number): () => string {
  const [only] = paths
  if (only === undefined || paths.length === 1) return () => only?.path ?? '/'
  const total = paths.reduce((sum, { weight }) => sum + weight, 0)
  return () => {
    let left = random() * total
    return paths.find(({ weight }) => (left -= weight) < 0)?.path ?? only.path
  }
}

/** Two parts of the same second as one. */
export function addSeconds(older: TrafficSecond, newer: TrafficSecond): TrafficSecond {
  const { at, inFlight } = newer
  const sum = (of: 'planned' | 'sent' | 'missed' | 'ok' | 'failed'): number => older[of] + newer[of]
  return { at, planned: sum('planned'), sent: sum('sent'), missed: sum('missed'), ok: sum('ok'), failed: sum('failed'), inFlight, lateMs: Math.max(older.lateMs, newer.lateMs) }
}
