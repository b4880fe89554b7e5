// One run of an experiment, from the first look to the verdict: steady state, method, steady state again, rollback, and a look whether
// all is as it was. Whatever happens on the way, the rollback is done; and a run whose rollback failed never counts as held. Ours.

import type { App } from '../../../shared/domain/app.ts'
import type { ExperimentPhase, ExperimentVerdict } from '../../../shared/domain/experiment.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { Experiment, ProbeMoment, Step } from '../../../shared/experiment/experiment-form.ts'
import { targetInWords, targetOf } from '../../../shared/experiment/target-words.ts'
import type { Cause } from '../../../shared/protocol/events.ts'
import type { Kernel } from '../journal/kernel.ts'
import { because } from '../journal/kernel.ts'
import type { CallContext } from '../journal/room.ts'
import { carryOut, commandInWords, give, undoOf, type Command } from './commands.ts'
import type { ExperimentDeps } from './deps.ts'
import type { Diary } from './diary.ts'
import { radiusOf, refuseAbove } from './radius.ts'
import type { Stopwatch } from './stopwatch.ts'
import type { Tribunal } from './tribunal.ts'

export type RunOptions = {
  readonly kernel: Kernel
  readonly deps: ExperimentDeps
  readonly runId: string
  readonly experiment: Experiment
  readonly appId: string
  readonly by: string
  readonly startedSeq: number
  readonly diary: Diary
  readonly stopwatch: Stopwatch
  readonly tribunal: Tribunal
}

type Outcome = { readonly verdict: ExperimentVerdict; readonly reason: string }

export async function performRun(options: RunOptions): Promise<Outcome> {
  const { kernel, deps, runId, experiment, appId, diary, stopwatch, tribunal } = options
  const troubles: string[] = []
  let hasBegun = false
  const isHere = (): boolean => kernel.state.apps[appId] !== undefined

  const tried = await attempt()
  await restore()
  if (troubles.length === 0) return tried
  return { verdict: 'not-restored', reason: `The rollback did not bring it back. ${troubles.join(' ')} Before the rollback: ${tried.reason}` }

  async function attempt(): Promise<Outcome> {
    try {
      return (await setUp()) ?? (await method()) ?? (await aftermath()) ?? held()
    } catch (error) {
      if (stopwatch.stopped() !== null) return aborted()
      return { verdict: 'aborted', reason: `It could not go on. ${inWords(error)}` }
    }
  }

  async function setUp(): Promise<Outcome | null> {
    let context = advance('before', experiment.setup.length === 0 && experiment.traffic === undefined ? 'looks whether all is steady' : 'sets up what it needs and looks whether all is steady')
    for (const command of experiment.setup) await order(command, context)
    await startTraffic(context)
    // Windows of the past have to be full before they say anything.
    await stopwatch.pause(warmUpSeconds(experiment) * 1000)
    const isSteady = await settle('before', experiment.limits.beforeSeconds)
    if (stopwatch.stopped() !== null) return aborted()
    if (!isSteady) return { verdict: 'not-steady', reason: `It was not steady to begin with, so nothing was done: ${tribunal.outOf('before')}` }
    const whole = await radiusOf(kernel.state, deps.faults, app(), experiment)
    diary.touches(whole.radius.sentence)
    refuseAbove(experiment, whole)
    return null
  }

  async function startTraffic(context: CallContext): Promise<void> {
    const { traffic } = experiment
    if (traffic === undefined) return
    const before = kernel.state.traffic[appId]?.plan
    diary.willUndo({ do: 'traffic', plan: before === undefined ? null : { ...before, paths: [...before.paths] } })
    const plan = { rate: traffic.rate, shape: { kind: 'steady' as const }, paths: traffic.paths.map((path) => ({ path, weight: 1 })), seconds: null }
    await deps.command('traffic:start', { app: appId, plan }, context)
  }

  async function method(): Promise<Outcome | null> {
    hasBegun = true
    diary.markSetup()
    tribunal.beginMethod()
    const start = kernel.clock.now()
    for (const step of experiment.method) {
      const dueAt = step.atSeconds === undefined ? kernel.clock.now() + (step.afterSeconds ?? 0) * 1000 : start + step.atSeconds * 1000
      await stopwatch.pause(Math.max(0, dueAt - kernel.clock.now()))
      if (stopwatch.stopped() !== null) return aborted()
      await take(step)
      if (stopwatch.stopped() !== null) return aborted()
    }
    tribunal.look('during', 'at the end of the method')
    await stopwatch.until(() => leases().length === 0)
    tribunal.endMethod()
    return stopwatch.stopped() === null ? null : aborted()
  }

  async function take(step: Step): Promise<void> {
    const context = advance('method', stepInWords(step, experiment, appId))
    switch (step.do) {
      case 'fault':
        await deps.faults.start({ kind: step.fault, target: targetOf(step.on, appId), params: step.params, seconds: step.seconds, most: experiment.blastRadius.dynos, experimentId: runId }, context)
        return
      case 'wait':
        return stopwatch.pause(step.seconds * 1000)
      case 'check':
        return tribunal.check(step.probe)
      default:
        return order(step, context)
    }
  }

  async function order(command: Command, context: CallContext): Promise<void> {
    const undo = undoOf(command, app())
    if (undo !== null) diary.willUndo(undo)
    try {
      await give(deps, app(), command, context)
    } catch (error) {
      // Refused: nothing was changed.
      if (undo !== null && error instanceof PlatformError && error.isDefinite) diary.notDone()
      throw error
    }
  }

  async function aftermath(): Promise<Outcome | null> {
    advance('after', 'looks whether all is steady again')
    const isSteady = await settle('after', experiment.limits.afterSeconds)
    if (stopwatch.stopped() !== null) return aborted()
    if (!isSteady) tribunal.breach(`After the method it was not steady again within ${experiment.limits.afterSeconds} s: ${tribunal.outOf('after')}`)
    return null
  }

  function held(): Outcome {
    const broken = tribunal.broken()
    return broken === null ? { verdict: 'held', reason: 'All probes stayed within their bounds before, during and after.' } : { verdict: 'broke', reason: broken }
  }

  function aborted(): Outcome {
    const broken = tribunal.broken()
    return { verdict: 'aborted', reason: `${stopwatch.stopped()?.reason ?? 'It was stopped.'}${broken === null ? '' : ` Before that: ${broken}`}` }
  }

  /** In two parts: what the method did is taken back, then the steady state is looked at with setup and traffic as they were, then those go. */
  async function restore(): Promise<void> {
    // Of an engine that stops, the next one does it.
    await stopwatch.pause(0)
    const cause = stopwatch.stopped()?.cause
    const context = advance('rollback', 'ends its faults and undoes what its steps did', cause)
    stopwatch.goOn()
    await endFaults(context.cause)
    await undoDownTo(diary.setupMark(), context)
    await verify()
    if (diary.nextUndo(0) !== null) await undoDownTo(0, advance('rollback', 'puts back what it had set up'))
  }

  async function endFaults(cause: Cause): Promise<void> {
    try {
      await deps.faults.end(runId, cause)
    } catch (error) {
      troubles.push(inWords(error))
    }
    for (const { title } of leases()) troubles.push(`The fault "${title}" is still in force.`)
    for (const receipt of kernel.state.receipts) if (receipt.experimentId === runId) troubles.push(...receipt.residue)
  }

  async function undoDownTo(mark: number, context: CallContext): Promise<void> {
    for (let undo = diary.nextUndo(mark); undo !== null; undo = diary.nextUndo(mark)) {
      try {
        diary.undone(isHere() ? await carryOut(deps, kernel.state, app(), undo, context) : 'The app is gone, so nothing of it was put back.')
      } catch (error) {
        troubles.push(inWords(error))
        diary.undone(`This could not be undone: ${inWords(error)}`)
      }
    }
  }

  /** What was not steady by itself, before anything was done, has nothing to come back to. */
  async function verify(): Promise<void> {
    if (!isHere() || !hasBegun) return
    advance('verify', 'looks whether all is as it was before')
    const isSteady = await settle('verify', experiment.limits.verifySeconds)
    if (!isSteady) troubles.push(`It was not steady within ${experiment.limits.verifySeconds} s after the rollback: ${tribunal.outOf('verify')}`)
  }

  async function settle(moment: Exclude<ProbeMoment, 'during' | 'continuously'> | 'verify', seconds: number): Promise<boolean> {
    const since = kernel.clock.now()
    return stopwatch.until(() => tribunal.isSteady(moment, since), seconds * 1000)
  }

  function advance(phase: Exclude<ExperimentPhase, 'ended'>, doing: string, cause: Cause = because({ seq: options.startedSeq })): CallContext {
    const [event] = kernel.commit(cause, [{ type: 'experiment.advanced', app: isHere() ? appId : null, data: { runId, phase, doing } }])
    diary.advanced(phase, doing)
    return { by: options.by, cause: because(event ?? { seq: options.startedSeq }) }
  }

  function leases() {
    return Object.values(kernel.state.leases).filter(({ experimentId }) => experimentId === runId)
  }

  function app(): App {
    const found = kernel.state.apps[appId]
    if (found === undefined) throw new PlatformError('app-not-found', { app: diary.appName })
    return found
  }
}

function warmUpSeconds({ steadyState, traffic }: Experiment): number {
  const windows = steadyState.flatMap((probe) => ('overSeconds' in probe ? [probe.overSeconds] : []))
  return traffic === undefined || windows.length === 0 ? 0 : Math.max(...windows) + 1
}

function stepInWords(step: Step, { steadyState }: Experiment, appId: string): string {
  switch (step.do) {
    case 'fault':
      return `puts the fault ${step.fault} on ${targetInWords(targetOf(step.on, appId))}`
    case 'wait':
      return `waits ${step.seconds} s`
    case 'check':
      return `looks whether "${steadyState.find(({ name }) => name === step.probe)?.name ?? step.probe}" holds`
    default:
      return commandInWords(step)
  }
}

function inWords(error: unknown): string {
  if (error instanceof PlatformError) return `${error.message} ${error.help}`
  return error instanceof Error ? error.message : String(error)
}
