// The room of dynos: its calls, its reactions and what it does when an engine starts on a journal that another one left behind.
// Heroku keeps dynos running through its own restarts; here a stopped engine leaves no dynos, and what a killed one left is
// ended before anything starts, so a dyno is never doubled.

import type { App } from '../../../shared/domain/app.ts'
import type { Dyno } from '../../../shared/domain/dyno.ts'
import type { LogDraft } from '../../../shared/domain/log.ts'
import type { DynoSample } from '../../../shared/domain/metrics.ts'
import type { RealRuntime } from '../../../shared/domain/runtime.ts'
import { containerStack } from '../../../shared/domain/stacks.ts'
import { findRelease, runtimeOf } from '../../../shared/domain/state.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { Cause, EventDraft } from '../../../shared/protocol/events.ts'
import { because, type Kernel } from '../journal/kernel.ts'
import type { CallContext, Room } from '../journal/room.ts'
import { requireApp } from '../platform/require-app.ts'
import { checkImagesRun } from '../platform/stacks.ts'
import type { DynoObservation, DynoOutput, DynoRuntime } from '../ports/dyno-runtime.ts'
import { createAttachments } from './attachments.ts'
import { createExecs } from './exec.ts'
import { createFormation } from './formation.ts'
import { watchIdling } from './idling.ts'
import { dynoLimits, type DynoLimits } from './limits.ts'
import { createLostLines } from './lost-lines.ts'
import { createMemoryWatch } from './memory-watch.ts'
import { createOneOffs, type OneOffs } from './one-off.ts'
import { hasProcess } from './reconcile.ts'
import { createShells, linesTo, type ShellDeps } from './shells.ts'
import { createSupervisor, type Blame, type TroubleFor } from './supervisor.ts'

export type DynoDeps = {
  readonly runtime: DynoRuntime
  /** Without them no shell is opened beside the platform. */
  readonly shells?: ShellDeps
  readonly limits?: Partial<DynoLimits>
  writeLog(drafts: readonly LogDraft[]): void
  sample(sample: DynoSample & { readonly appId: string }): void
  lastWebRequestAt(appId: string): number | null
  /** The fault that a dyno's trouble comes from. */
  readonly blame?: Blame
  /** What a dyno that starts has to live with. */
  readonly troubleFor?: TroubleFor
}

export type DynosRoom = Room & {
  readonly releasePhase: OneOffs['releasePhase']
  /** Those that are stopping already are left alone. */
  restartDynos(dynos: readonly Dyno[], cause: Cause): void
  observed(observation: DynoObservation): void
  output(output: DynoOutput): void
  /** The router has let go of it. */
  drained(dynoId: string): void
  /** Ends what an earlier engine left. Before any other work. */
  recover(cause: Cause): Promise<{ readonly lostDynos: number; readonly reapedProcesses: number }>
}

export function createDynosRoom(kernel: Kernel, deps: DynoDeps): DynosRoom {
  const limits = { ...dynoLimits, ...deps.limits }
  const { state } = kernel
  const supervisor = createSupervisor(kernel, deps.runtime, limits, { blame: deps.blame ?? nobody, troubleFor: deps.troubleFor ?? noTrouble })
  const formation = createFormation(kernel, supervisor, limits)
  const shellIds = new Set<string>()
  const lines = linesTo(deps.runtime, deps.shells?.host, shellIds)
  const attachments = createAttachments(kernel, lines, supervisor, limits)
  const shells = createShells(kernel, deps.shells, attachments, shellIds)
  const oneOffs = createOneOffs(kernel, deps.runtime, supervisor, attachments, limits)
  const execs = createExecs(kernel, deps.runtime, attachments)
  const memory = createMemoryWatch(kernel, supervisor, limits, deps.blame ?? nobody)
  const stopIdling = watchIdling(kernel, supervisor, limits, deps.lastWebRequestAt)
  const lost = createLostLines(kernel, deps.writeLog)
  supervisor.onExit(oneOffs.ended)

  function observed(observation: DynoObservation): void {
    if (observation.kind === 'sample') takeSample(observation)
    else if (observation.kind === 'exited' && state.dynos[observation.dynoId] === undefined) attachments.ended(observation.dynoId, observation.exitStatus)
    else supervisor.observed(observation)
  }

  function takeSample({ dynoId, memoryBytes, cpuPercent, processes }: Extract<DynoObservation, { kind: 'sample' }>): void {
    const dyno = state.dynos[dynoId]
    if (dyno === undefined) return
    deps.sample({ at: kernel.clock.now(), appId: dyno.appId, dynoId, name: dyno.name, memoryBytes, cpuPercent, processes })
    memory.sampled(dynoId, memoryBytes)
  }

  function output({ dynoId, kind, lines, dropped }: DynoOutput): void {
    if (kind === 'raw') return lines.forEach((text) => attachments.said(dynoId, text))
    const dyno = state.dynos[dynoId]
    if (dyno === undefined) return
    const at = kernel.clock.now()
    deps.writeLog(lines.map((text) => ({ appId: dyno.appId, at, source: 'app', ps: dyno.name, text })))
    if (dropped > 0) lost(dyno.appId, dropped)
    for (const line of lines) oneOffs.line(dynoId, line)
  }

  function restart(args: { app: string; dyno?: string | undefined }, context: CallContext): { seq: number } {
    const app = requireApp(state, args.app)
    const chosen = formationDynos(app.id).filter((dyno) => args.dyno === undefined || dyno.name === args.dyno || dyno.type === args.dyno)
    if (args.dyno !== undefined && chosen.length === 0) throw new PlatformError('dyno-not-found', { dyno: args.dyno, app: app.name })
    const [event] = kernel.commit(context.cause, [{ type: 'restart.requested', app: app.id, data: { dynos: args.dyno === undefined ? null : chosen.map((dyno) => dyno.name) } }])
    for (const dyno of chosen) supervisor.stop({ kind: 'event', seq: event?.seq ?? state.seq }, dyno, 'restart')
    return { seq: state.seq }
  }

  /** Looked at before it is promised: dynos that left one runtime must find the other. */
  async function moveTo(args: { app: string; runtime: RealRuntime }, context: CallContext): Promise<{ seq: number }> {
    const known = requireApp(state, args.app)
    if (runtimeOf(state, known) === args.runtime) return { seq: state.seq }
    if (hasImages(known)) checkImagesRun(known.name, args.runtime)
    await deps.runtime.ready(args.runtime)
    const app = requireApp(state, args.app)
    if (runtimeOf(state, app) !== args.runtime) kernel.commit(context.cause, [{ type: 'runtime.changed', app: app.id, data: { runtime: args.runtime } }])
    return { seq: state.seq }
  }

  /** It is built of images, or its current release is. */
  function hasImages(app: App): boolean {
    const slugId = findRelease(state, app.id, app.currentVersion)?.slugId ?? null
    return app.stack === containerStack || (slugId !== null && state.slugs[slugId]?.stack === containerStack)
  }

  function stop(args: { app: string; dyno: string }, context: CallContext): { seq: number } {
    const app = requireApp(state, args.app)
    const chosen = Object.values(state.dynos).filter((dyno) => dyno.appId === app.id && dyno.stopping === null && (dyno.name === args.dyno || dyno.type === args.dyno || dyno.id === args.dyno))
    if (chosen.length === 0) throw new PlatformError('dyno-not-found', { dyno: args.dyno, app: app.name })
    for (const dyno of chosen) supervisor.stop(context.cause, dyno, 'stop')
    return { seq: state.seq }
  }

  function formationDynos(appId: string): Dyno[] {
    return Object.values(state.dynos).filter((dyno) => dyno.appId === appId && dyno.kind === 'formation' && dyno.stopping === null)
  }

  async function recover(cause: Cause): Promise<{ lostDynos: number; reapedProcesses: number }> {
    const reapedProcesses = await deps.runtime.recover()
    const lost = Object.values(state.dynos).filter(hasProcess)
    kernel.commit(cause, Object.values(state.dynos).map((dyno) => afterLoss(dyno, kernel.clock.now())))
    return { lostDynos: lost.length, reapedProcesses }
  }

  function start(): void {
    const cause = because({ seq: state.seq })
    for (const app of Object.values(state.apps)) formation.resume(app.id, cause)
  }

  async function close(): Promise<void> {
    stopIdling()
    formation.close()
    const cause = { kind: 'platform', text: 'the engine stops' } as const
    try {
      for (const dyno of Object.values(state.dynos)) supervisor.stop(cause, dyno, 'shutdown', limits.shutdownMs)
      const deadline = kernel.clock.now() + limits.shutdownDrainMs + limits.shutdownMs + limits.shutdownKillMs
      while (Object.values(state.dynos).some(hasProcess) && kernel.clock.now() < deadline) await pause(20)
    } finally {
      supervisor.close()
      await Promise.all([shells.stop(), deps.runtime.stop()])
    }
    kernel.commit(cause, Object.values(state.dynos).map((dyno) => ({ type: 'dyno.removed', app: dyno.appId, data: { dynoId: dyno.id } })))
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => kernel.clock.after(ms, resolve))
  }

  return {
    calls: {
      'ps:restart': restart,
      'ps:stop': stop,
      'runtime:set': moveTo,
      'ps:exec': execs.start,
      'shell:open': shells.open,
      'run:start': (args, context) => {
        const dyno = oneOffs.run(args, context)
        return { seq: state.seq, dynoId: dyno.id, name: dyno.name }
      },
      'run:write': async ({ dynoId, text }, context) => {
        shells.check(dynoId, context)
        attachments.typed(dynoId)
        await lines.write(dynoId, text)
        return {}
      },
      'run:resize': ({ dynoId, columns, rows }, context) => {
        shells.check(dynoId, context)
        lines.resize(dynoId, columns, rows)
        return {}
      },
    },
    streams: { run: ({ dynoId }) => attachments.reader(dynoId) },
    releasePhase: oneOffs.releasePhase,
    restartDynos: (dynos, cause) => dynos.forEach((dyno) => supervisor.stop(cause, dyno, 'restart')),
    observed, output, recover, start, stop: close, drained: supervisor.drained,
  }
}

const nobody: Blame = () => null
const noTrouble: TroubleFor = () => null

/** A formation dyno that was running is shown as crashed (lost) until the reconciler replaces it; the others just leave. */
function afterLoss(dyno: Dyno, now: number): EventDraft {
  if (dyno.kind !== 'formation' || !hasProcess(dyno)) return { type: 'dyno.removed', app: dyno.appId, data: { dynoId: dyno.id } }
  return {
    type: 'dyno.crashed', app: dyno.appId,
    data: { dynoId: dyno.id, reason: 'lost', exitStatus: null, signal: null, crashes: dyno.crashes, restartAt: now },
  }
}
