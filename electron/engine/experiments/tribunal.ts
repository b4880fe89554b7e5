// Judges the readings of one run: what is out of bounds and since when, whether all is steady, what broke the steady state first, and
// whether a condition to abort is met. It acts on nothing. Ours.

import type { Experiment, Probe, ProbeMoment } from '../../../shared/experiment/experiment-form.ts'
import type { Found } from '../../../shared/experiment/probe-words.ts'
import type { Clock } from '../ports/clock.ts'

export type Tribunal = {
  reading(probe: number, found: Found): void
  beginMethod(): void
  endMethod(): void
  /** Once a second: `failed` counts requests since the run began. Why it has to be aborted, or null. */
  tick(failed: number): string | null
  /** Are all probes of that moment within, by readings since then? */
  isSteady(moment: ProbeMoment | 'verify', since: number): boolean
  /** Which are not, in a sentence. */
  outOf(moment: ProbeMoment | 'verify'): string
  look(moment: ProbeMoment, when: string): void
  check(name: string): void
  breach(reason: string): void
  /** What broke it first. */
  broken(): string | null
}

type Known = { at: number; found: Found; outSince: number | null }

export function createTribunal(clock: Clock, { steadyState, abort }: Experiment): Tribunal {
  const latest = new Map<Probe, Known>()
  const startedAt = clock.now()
  let inMethod = false
  let methodAt = startedAt
  let afterMethod = false
  let failedBefore: number | null = null
  let reason: string | null = null

  function reading(index: number, found: Found): void {
    const probe = steadyState[index]
    if (probe === undefined) return
    const before = latest.get(probe)
    const at = clock.now()
    latest.set(probe, { at, found, outSince: found.isWithin ? null : (before?.outSince ?? at) })
    if (inMethod && probe.when.includes('continuously')) judgeNow(probe)
  }

  function judgeNow(probe: Probe): void {
    const outMs = outFor(probe)
    if (outMs !== null && (probe.tolerateSeconds === 0 || outMs > probe.tolerateSeconds * 1000)) breach(`${told(probe)}${probe.tolerateSeconds > 0 ? ` for more than ${probe.tolerateSeconds} s` : ''}, ${Math.round((clock.now() - methodAt) / 1000)} s into the method.`)
  }

  /** null: it is within. */
  function outFor(probe: Probe): number | null {
    const since = latest.get(probe)?.outSince ?? null
    return since === null ? null : clock.now() - since
  }

  function tick(failed: number): string | null {
    if (clock.now() - startedAt >= abort.seconds * 1000) return `Its time limit of ${abort.seconds} s was up.`
    if (!inMethod && !afterMethod) return null
    failedBefore ??= failed
    if (abort.failedRequests !== undefined && failed - failedBefore > abort.failedRequests) return `More than ${abort.failedRequests} requests had failed.`
    for (const { probe: name, forSeconds } of abort.probes) {
      const probe = steadyState.find((one) => one.name === name)
      const outMs = probe === undefined ? null : outFor(probe)
      if (probe !== undefined && outMs !== null && outMs >= forSeconds * 1000) return `${told(probe)}, for ${forSeconds} s: a condition to abort.`
    }
    return null
  }

  function breach(why: string): void {
    reason ??= why
  }

  function outOf(moment: ProbeMoment | 'verify'): string {
    return `${steadyState.filter((probe) => isOf(probe, moment) && latest.get(probe)?.found.isWithin !== true).map(told).join('; ')}.`
  }

  function told(probe: Probe): string {
    return `"${probe.name}" was out of bounds (${latest.get(probe)?.found.value ?? 'not seen yet'})`
  }

  return {
    reading, tick, breach, outOf,
    beginMethod: () => {
      inMethod = true
      methodAt = clock.now()
      for (const known of latest.values()) if (known.outSince !== null) known.outSince = clock.now()
    },
    endMethod: () => {
      inMethod = false
      afterMethod = true
    },
    isSteady: (moment, since) => steadyState.every((probe) => {
      if (!isOf(probe, moment)) return true
      const known = latest.get(probe)
      return known !== undefined && known.at > since && known.found.isWithin
    }),
    look: (moment, when) => {
      for (const probe of steadyState) if (probe.when.includes(moment) && latest.get(probe)?.found.isWithin !== true) breach(`${told(probe)}, ${when}.`)
    },
    check: (name) => {
      for (const probe of steadyState) if (probe.name === name && latest.get(probe)?.found.isWithin !== true) breach(`${told(probe)}, when a step looked.`)
    },
    broken: () => reason,
  }
}

/** After the rollback all that was looked at before or after has to hold. */
const isOf = ({ when }: Probe, moment: ProbeMoment | 'verify'): boolean => (moment === 'verify' ? when.includes('before') || when.includes('after') : when.includes(moment))
