// Checks of the twelve factors (12factor.net): the calls `factors:check`, `factors:stop` and `factors:scorecard`. A factor is green only when a
// run showed it. One check at a time, as they measure; a check that an engine did not end is ended by the next one. Heroku has no such thing.

import { findApp } from '../../../shared/domain/state.ts'
import type { LogDraft } from '../../../shared/domain/log.ts'
import type { RequestReport } from '../../../shared/domain/route.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { clipped, subjectName, type Subject } from '../../../shared/factors/finding.ts'
import { written } from '../../../shared/factors/formats.ts'
import type { Scorecard } from '../../../shared/factors/scorecard.ts'
import type { CallArgs, CallOutput } from '../../../shared/protocol/calls.ts'
import { because, type Kernel } from '../journal/kernel.ts'
import type { CallContext, Room } from '../journal/room.ts'
import { requireApp } from '../platform/require-app.ts'
import { runCheck } from './check.ts'
import type { FactorDeps } from './deps.ts'
import { createTrial, type Trial } from './trial.ts'
import { inWords } from './words.ts'

export type FactorsRoom = Room & {
  lines(drafts: readonly LogDraft[]): void
  requests(reports: readonly RequestReport[]): void
}

type Running = { readonly checkId: string; readonly trial: Trial; readonly done: Promise<void> }

/** Of one whole check; its waits are bounded one by one besides. */
const limitMs = 20 * 60_000
/** Progress is told in so many steps, about. */
const steps = 14

export function createFactorsRoom(kernel: Kernel, deps: FactorDeps): FactorsRoom {
  const { state } = kernel
  let running: Running | null = null
  let isStopping = false

  function check({ subject }: CallArgs<'factors:check'>, context: CallContext): CallOutput<'factors:check'> {
    if (deps.runtime === 'simulated') throw new PlatformError('factors-not-run', { why: 'everything of this platform is simulated, and no program of an app runs' })
    if (running !== null) throw new PlatformError('factors-busy', { subject: subjectName(state.factorChecks[running.checkId]?.subject ?? subject) })
    const app = required(subject)
    const checkId = kernel.ids.next()
    const names = namesOf(checkId)
    const [started] = kernel.commit(context.cause, [{ type: 'factors.started', app, data: { checkId, subject, copies: [...names], by: context.by } }])
    const seq = started?.seq ?? state.seq
    const trial = createTrial(kernel, deps, context.by)
    running = { checkId, trial, done: carryOut({ checkId, subject, app, names, seq, trial }) }
    return { seq, checkId }
  }

  function required(subject: Subject): string | null {
    if (subject.kind === 'app') return requireApp(state, subject.app).id
    if (subject.kind === 'sample' && !deps.samples.some(({ id }) => id === subject.sample)) throw new PlatformError('sample-not-found', { sample: subject.sample, known: deps.samples.map(({ id }) => id).join(', ') })
    return null
  }

  function namesOf(checkId: string): readonly [string, string] {
    const word = checkId.replaceAll('-', '').slice(0, 6).toLowerCase()
    return [`check-${word}-a`, `check-${word}-b`]
  }

  type Work = { readonly checkId: string; readonly subject: Subject; readonly app: string | null; readonly names: readonly [string, string]; readonly seq: number; readonly trial: Trial }

  /** Never rejects. */
  async function carryOut({ checkId, subject, app, names, seq, trial }: Work): Promise<void> {
    const startedAt = kernel.clock.now()
    let done = 0
    const cancelLimit = kernel.clock.after(limitMs, () => trial.stop(`It took more than ${limitMs / 60_000} minutes.`))
    const here = (): string | null => (app !== null && state.apps[app] !== undefined ? app : null)
    const advance = (doing: string): void => {
      done += 1
      kernel.commit(because({ seq }), [{ type: 'factors.advanced', app: here(), data: { checkId, doing, done, of: steps } }])
    }
    let outcome: { card: Scorecard | null; trouble: string | null } = { card: null, trouble: 'The engine stopped.' }
    try {
      // The answer to the call goes first.
      await kernel.durable()
      const card = await runCheck({ trial, deps, subject, names, startedSeq: seq, newId: kernel.ids.next, advance })
      const why = trial.stopped()
      outcome = why !== null ? { card: null, trouble: why } : { card: { ...card, receipts: [], seconds: 0, toSeq: 0 }, trouble: null }
    } catch (error) {
      outcome = { card: null, trouble: clipped(error instanceof PlatformError ? `${error.message} ${error.help}` : inWords(error)) }
    } finally {
      cancelLimit()
      if (!isStopping) await trial.end().catch(deps.onTrouble)
    }
    running = null
    // The next engine ends it, and takes away what is left.
    if (isStopping) return
    const card = outcome.card === null ? null : { ...outcome.card, receipts: trial.receipts().map((text) => clipped(text)).slice(0, 20), seconds: Math.round((kernel.clock.now() - startedAt) / 100) / 10, toSeq: state.seq }
    kernel.commit(because({ seq }), [{ type: 'factors.ended', app: here(), data: { checkId, card, trouble: outcome.trouble } }])
  }

  async function stopCheck({ checkId }: CallArgs<'factors:stop'>, { by }: CallContext): Promise<{ seq: number }> {
    if (running?.checkId !== checkId) throw new PlatformError('factors-not-run', { why: 'no such check is under way' })
    running.trial.stop(`${by} stopped it.`)
    await running.done
    return { seq: state.seq }
  }

  function scorecard({ checkId, format }: CallArgs<'factors:scorecard'>): { text: string } {
    const known = Object.hasOwn(state.factorChecks, checkId) ? state.factorChecks[checkId] : undefined
    if (known?.card == null) throw new PlatformError('factors-not-run', { why: known === undefined ? 'there is no such check' : (known.trouble ?? 'the check is still under way') })
    return { text: written(known.card, format, deps.version) }
  }

  /** Copies of a check that its engine did not end. */
  async function clear(): Promise<void> {
    for (const left of Object.values(state.factorChecks)) {
      if (left.endedAt !== null || left.id === running?.checkId) continue
      for (const name of left.copies) if (findApp(state, name) !== null) await deps.call('apps:destroy', { app: name, confirm: name }, left.by)
      const app = left.appId !== null && state.apps[left.appId] !== undefined ? left.appId : null
      kernel.commit(because({ seq: left.seq }), [{ type: 'factors.ended', app, data: { checkId: left.id, card: null, trouble: 'The engine stopped in the middle of it. Its copies were destroyed.' } }])
    }
  }

  return {
    lines: (drafts) => running?.trial.lineOf(drafts),
    requests: (reports) => running?.trial.requestsOf(reports),
    calls: { 'factors:check': check, 'factors:stop': stopCheck, 'factors:scorecard': scorecard },
    start: () => void clear().catch(deps.onTrouble),
    stop: async () => {
      isStopping = true
      running?.trial.stop('The engine stopped.')
      await running?.done
    },
  }
}
