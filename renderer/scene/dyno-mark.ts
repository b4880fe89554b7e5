// What the mark of a dyno shows: a colour, a shape and a word for the one state it is in.

import type { Dyno } from '../../shared/domain/dyno.ts'
import { duration } from '../../shared/text/time.ts'
import { crashWords } from '../text/words.ts'

export type MarkKind = 'starting' | 'up' | 'idle' | 'draining' | 'crashed' | 'down'

export type DynoMark = {
  readonly kind: MarkKind
  readonly word: string
  readonly since: number
  /** How long the present state is expected to take, in milliseconds; null when nothing bounds it. */
  readonly expectedMs: number | null
  /** True when `expectedMs` comes from an earlier boot, false when it is only the limit. */
  readonly isMeasured: boolean
}

/** Web dynos have this long to answer on PORT. */
export const bootLimitMs = 60_000

/** `bootMs`: the last known boot of the same process type. */
export function markOf(dyno: Dyno, bootMs: number | null): DynoMark {
  const { state, stopping } = dyno
  if (stopping !== null && (state.kind === 'up' || state.kind === 'starting')) {
    const word = dyno.type === 'web' ? 'draining' : 'stopping'
    return { kind: 'draining', word, since: stopping.since, expectedMs: stopping.graceMs, isMeasured: false }
  }
  if (state.kind === 'starting') {
    return { kind: 'starting', word: 'starting', since: state.since, expectedMs: bootMs ?? bootLimitMs, isMeasured: bootMs !== null }
  }
  return { kind: state.kind, word: state.kind, since: state.since, expectedMs: null, isMeasured: false }
}

/** The boot time to expect of a process type: that of its dyno that came up last. */
export function expectedBoot(dynos: readonly Dyno[], type: string): number | null {
  let newest: Dyno | null = null
  for (const dyno of dynos) {
    if (dyno.type !== type || dyno.bootMs === null) continue
    if (newest === null || dyno.createdAt > newest.createdAt) newest = dyno
  }
  return newest?.bootMs ?? null
}

/** What a reader is told of a boot under way; empty in other states. */
export function expectationWords(mark: DynoMark): string {
  if (mark.kind !== 'starting' || mark.expectedMs === null) return ''
  return mark.isMeasured ? `the last boot took ${duration(mark.expectedMs)}` : `at most ${duration(mark.expectedMs)}`
}

/** One line about a dyno's state; `now` in milliseconds since the epoch. */
export function stateLine(dyno: Dyno, now: number): string {
  const { state } = dyno
  if (dyno.stopping !== null && state.kind !== 'crashed' && state.kind !== 'down') {
    return `asked to stop ${duration(Math.max(0, now - dyno.stopping.since))} ago, killed ${duration(dyno.stopping.graceMs)} after SIGTERM`
  }
  if (state.kind === 'crashed') {
    return state.restartAt === null ? crashWords(state) : `${crashWords(state)}, ${restartWords(state.restartAt, now)}`
  }
  if (state.kind === 'down') return state.exitStatus === null ? 'ended' : `ended with status ${state.exitStatus}`
  return `${state.kind} for ${duration(Math.max(0, now - state.since))}`
}

export function restartWords(restartAt: number, now: number, verb = 'restarts'): string {
  const left = restartAt - now
  return left <= 0 ? 'restarting now' : `${verb} in ${duration(Math.ceil(left / 1000) * 1000)}`
}
