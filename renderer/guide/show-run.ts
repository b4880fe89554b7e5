// Plays a demo: pure steps from one moment to the next. Time is told to it in pieces, and only facts move it on.

import type { ShowAct, ShowFacts, ShowStep } from './show-step.ts'

export const showSpeeds = [0.5, 1, 2] as const
export type ShowSpeed = (typeof showSpeeds)[number]

export type ShowEnd =
  | { readonly kind: 'finished' }
  | { readonly kind: 'left' }
  | { readonly kind: 'stopped'; readonly why: string }

export type ShowRun = {
  readonly index: number
  readonly startSeq: number
  readonly sinceSeq: number
  readonly appId: string | null
  /** Whether the step's call is still to be made, is under way, or was answered. */
  readonly act: 'due' | 'sent' | 'done'
  /** How long the words were to be read, in milliseconds at the chosen speed. */
  readonly shownMs: number
  /** How long the facts have been waited for since the call was answered, in real milliseconds. */
  readonly waitedMs: number
  readonly isMet: boolean
  readonly isPaused: boolean
  readonly speed: ShowSpeed
  readonly end: ShowEnd | null
}

/** The words come a moment before what they say. */
const leadMs = 1500

export function beginShow(seq: number): ShowRun {
  return { index: 0, startSeq: seq, sinceSeq: seq, appId: null, act: 'due', shownMs: 0, waitedMs: 0, isMet: false, isPaused: false, speed: 1, end: null }
}

/** The call to make now, or null. */
export function actDue(script: readonly ShowStep[], run: ShowRun, facts: ShowFacts): ShowAct | null {
  if (run.end !== null || run.isPaused || run.act !== 'due' || run.shownMs < leadMs) return null
  return script[run.index]?.act(facts) ?? null
}

/** `ms` have passed while the facts stood like this. */
export function passTime(script: readonly ShowStep[], run: ShowRun, facts: ShowFacts, ms: number): ShowRun {
  const step = script[run.index]
  if (run.end !== null || run.isPaused || step === undefined) return run
  if (run.appId !== null && facts.state.apps[run.appId] === undefined) return stopped(run, 'The app of the demo is gone: somebody destroyed it.')
  const failure = step.fails?.(facts) ?? null
  if (failure !== null) return stopped(run, failure)
  const isAsked = run.act === 'done' || step.act(facts) === null
  const isMet = run.isMet || (isAsked && step.until(facts))
  const next: ShowRun = { ...run, isMet, shownMs: run.shownMs + ms * run.speed, waitedMs: isMet || !isAsked ? run.waitedMs : run.waitedMs + ms }
  if (isMet) return next.shownMs >= step.readMs ? nextStep(script, next, facts) : next
  return next.waitedMs >= step.giveUpMs ? stopped(next, `${step.late} The demo does not wait longer than this.`) : next
}

export function actAnswered(run: ShowRun, appId: string | null): ShowRun {
  return { ...run, act: 'done', appId: run.appId ?? appId }
}

/** Ends the reading. What has not happened yet is still waited for: the next step stands on it. */
export function skipReading(script: readonly ShowStep[], run: ShowRun, facts: ShowFacts): ShowRun {
  if (run.end !== null || !run.isMet) return run
  return nextStep(script, { ...run, isPaused: false }, facts)
}

export function stopped(run: ShowRun, why: string): ShowRun {
  return run.end === null ? { ...run, end: { kind: 'stopped', why } } : run
}

export function left(run: ShowRun): ShowRun {
  return run.end === null ? { ...run, end: { kind: 'left' } } : run
}

/** What is being waited for longer than usual, in a sentence; null while all goes as it should. */
export function lateWords(script: readonly ShowStep[], run: ShowRun): string | null {
  const step = script[run.index]
  return step !== undefined && run.end === null && !run.isMet && run.waitedMs >= step.lateMs ? step.late : null
}

function nextStep(script: readonly ShowStep[], run: ShowRun, facts: ShowFacts): ShowRun {
  if (run.index + 1 >= script.length) return { ...run, end: { kind: 'finished' } }
  return { ...run, index: run.index + 1, sinceSeq: facts.state.seq, act: 'due', shownMs: 0, waitedMs: 0, isMet: false }
}
