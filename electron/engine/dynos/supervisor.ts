// The dyno manager: starts what the plan says, watches each dyno from launch to exit, and writes down what was observed.
// Heroku's rules: R10 when PORT is not bound in time, SIGTERM, 30 s, SIGKILL and R12, restart with back-off, a cycle every day.
// SIGTERM waits until the router has let go of the dyno (ours): an app that closes its port would refuse what is on its way to it.
// Here the runtime only carries out and reports; every decision and every timer is in this room, on the engine's clock.

import { attachedConfig } from '../../../shared/domain/add-on.ts'
import { findDynoSize } from '../../../shared/domain/dyno-sizes.ts'
import type { CrashReason, Dyno, StopReason } from '../../../shared/domain/dyno.ts'
import { lostHosts } from '../../../shared/domain/host.ts'
import { findRelease } from '../../../shared/domain/state.ts'
import type { Cause, EventDraft, EventOf } from '../../../shared/protocol/events.ts'
import { because, type Kernel } from '../journal/kernel.ts'
import type { Cancel } from '../ports/clock.ts'
import type { DynoObservation, DynoRuntime, LaunchTrouble } from '../ports/dyno-runtime.ts'
import { byteSize } from '../../../shared/text/amounts.ts'
import { crashCount, restartWaitMs } from './crash-policy.ts'
import { dynoEnv } from './dyno-env.ts'
import type { DynoLimits } from './limits.ts'
import { memoryError } from './memory-watch.ts'
import { hasProcess } from './reconcile.ts'

export type LaunchExtras = {
  readonly env: Readonly<Record<string, string>>
  readonly terminal: { readonly columns: number; readonly rows: number } | null
  readonly attached: boolean
  readonly isBytes?: boolean
}

/** The fault that a dyno's trouble comes from, or null. */
export type Blame = (dynoId: string) => Cause | null
/** What a fault has in wait for a dyno that starts, or null. */
export type TroubleFor = (dyno: Dyno) => { readonly launch: LaunchTrouble; readonly withoutEnv: readonly string[] } | null

/** `failure`: why it never ran, or was lost, in words; null for one that ran and ended. */
export type DynoEnd = { readonly exitStatus: number | null; readonly failure: string | null }

export type Supervisor = {
  /** Asks a dyno to stop. One without a process only leaves the state. */
  stop(cause: Cause, dyno: Dyno, why: StopReason, graceMs?: number): void
  /** What a one-off is started with beyond its event; set before `dyno.created` is committed. */
  prepare(dynoId: string, extras: LaunchExtras): void
  observed(observation: DynoObservation): void
  /** The router gives it nothing new, and it has begun to answer all that it was given, or begins nothing more. */
  drained(dynoId: string): void
  /** A crashed dyno's wait is over, or a dyno left: the formation should be looked at again. */
  onChange(handler: (appId: string, cause: Cause) => void): void
  /** Any dyno that ended. */
  onExit(handler: (dyno: Dyno, end: DynoEnd) => void): void
  close(): void
}

const noExtras: LaunchExtras = { env: {}, terminal: null, attached: false }

export function createSupervisor(kernel: Kernel, runtime: DynoRuntime, limits: DynoLimits, { blame, troubleFor }: { readonly blame: Blame; readonly troubleFor: TroubleFor }): Supervisor {
  const { state, clock } = kernel
  const timers = new Map<string, Cancel[]>()
  const extras = new Map<string, LaunchExtras>()
  /** What is done when a dyno that is stopping has drained. */
  const draining = new Map<string, () => void>()
  /** Dynos that drained before it was waited for. */
  const drainedEarly = new Set<string>()
  let changed: (appId: string, cause: Cause) => void = () => {}
  let exited: (dyno: Dyno, end: DynoEnd) => void = () => {}

  kernel.on('dyno.created', (event) => launch(event.data.dynoId, because(event)))
  kernel.on('dyno.launched', (event) => watchBoot(event.data.dynoId, because(event)))
  kernel.on('dyno.stopping', (event) => endInTime(event.data, because(event)))
  kernel.on('dyno.killed', (event) => runtime.signal(event.data.dynoId, 'SIGKILL'))
  kernel.on('dyno.removed', (event) => forget(event.data.dynoId))
  kernel.on('dyno.crashed', (event) => restartLater(event.app, event.data.dynoId, event.data.restartAt, because(event)))

  function launch(dynoId: string, cause: Cause): void {
    const dyno = state.dynos[dynoId]
    if (dyno === undefined) return
    const app = state.apps[dyno.appId]
    const release = findRelease(state, dyno.appId, dyno.version)
    const slug = release?.slugId == null ? undefined : state.slugs[release.slugId]
    if (app === undefined || release === null || slug === undefined) {
      kernel.commit(cause, [{ type: 'dyno.removed', app: dyno.appId, data: { dynoId } }])
      return exited(dyno, { exitStatus: null, failure: 'its release is gone' })
    }
    const size = findDynoSize(dyno.size)
    const { env, terminal, attached, isBytes } = extras.get(dynoId) ?? noExtras
    const trouble = troubleFor(dyno)
    runtime.start({
      id: dyno.id, appId: app.id, appName: app.name, name: dyno.name, type: dyno.type, kind: dyno.kind, command: dyno.command,
      env: without(dynoEnv(app, release, slug, dyno, env), trouble?.withoutEnv ?? []), servicesIn: Object.keys(attachedConfig(state, app.id)), slugId: slug.id, stack: slug.stack, runtime: dyno.runtime, wantsPort: isWeb(dyno), terminal, attached, isBytes: isBytes === true,
      memoryBytes: size?.memoryBytes ?? 0, maxProcesses: size?.maxProcesses ?? 256,
      ...(trouble === null ? {} : { launch: trouble.launch }),
    })
    const life = limits.cycleMs + Math.floor(kernel.random.next() * limits.cycleExtraMs)
    schedule(dynoId, life, () => withDyno(dynoId, (current) => stop(cause, current, current.kind === 'formation' ? 'cycling' : 'expired')))
  }

  function watchBoot(dynoId: string, cause: Cause): void {
    const dyno = state.dynos[dynoId]
    if (dyno === undefined || !isWeb(dyno)) return
    const limit = bootLimit(dyno)
    schedule(dynoId, limit, () => withDyno(dynoId, (current) => {
      if (current.state.kind !== 'starting' || current.stopping !== null) return
      const why = blame(dynoId) ?? cause
      kernel.commit(why, [{ type: 'dyno.erred', app: current.appId, data: { dynoId, code: 'R10', params: { seconds: Math.round(limit / 1000) } } }])
      stop(why, current, 'boot-timeout', 0)
    }))
  }

  function bootLimit(dyno: Dyno): number {
    const release = findRelease(state, dyno.appId, dyno.version)
    const language = release?.slugId == null ? null : (state.slugs[release.slugId]?.language ?? null)
    return language === 'Java' || language === 'Gradle' ? limits.bootJavaMs : limits.bootMs
  }

  function stop(cause: Cause, dyno: Dyno, why: StopReason, graceMs: number = limits.graceMs): void {
    if (dyno.stopping !== null) return
    const data = { dynoId: dyno.id, why, graceMs }
    if (hasProcess(dyno)) kernel.commit(cause, [{ type: 'dyno.stopping', app: dyno.appId, data }])
    else kernel.commit(cause, [{ type: 'dyno.removed', app: dyno.appId, data: { dynoId: dyno.id } }])
    if (why === 'restart' || why === 'cycling' || why === 'stop') changed(dyno.appId, { kind: 'event', seq: state.seq })
  }

  /** SIGTERM, the grace, SIGKILL. No grace: SIGKILL at once. */
  function endInTime({ dynoId, why, graceMs }: EventOf<'dyno.stopping'>['data'], cause: Cause): void {
    const dyno = state.dynos[dynoId]
    if (dyno === undefined) return
    const killed: EventDraft = { type: 'dyno.killed', app: dyno.appId, data: { dynoId } }
    if (graceMs === 0) return void kernel.commit(cause, [killed])
    const late: EventDraft = { type: 'dyno.erred', app: dyno.appId, data: { dynoId, code: 'R12', params: { seconds: Math.round(graceMs / 1000) } } }
    whenDrained(dyno, why === 'shutdown' ? limits.shutdownDrainMs : limits.drainMs, () => {
      runtime.signal(dynoId, 'SIGTERM')
      schedule(dynoId, graceMs, () => withDyno(dynoId, (current) => current.state.kind !== 'down' && kernel.commit(blame(dynoId) ?? cause, [late, killed])))
    })
  }

  /** One that is not up has no requests. */
  function whenDrained(dyno: Dyno, mostMs: number, go: () => void): void {
    if (!isWeb(dyno) || dyno.state.kind !== 'up' || drainedEarly.delete(dyno.id)) return go()
    draining.set(dyno.id, go)
    schedule(dyno.id, mostMs, () => drained(dyno.id))
  }

  function drained(dynoId: string): void {
    const go = draining.get(dynoId)
    draining.delete(dynoId)
    if (go !== undefined) return go()
    // The router looks at the state, which is ahead of the reactions.
    if ((state.dynos[dynoId]?.stopping ?? null) !== null) drainedEarly.add(dynoId)
  }

  function restartLater(appId: string | null, dynoId: string, restartAt: number | null, cause: Cause): void {
    if (appId === null || restartAt === null) return
    const wait = restartAt - clock.now()
    if (wait <= 0) changed(appId, cause)
    // Looked at again then: a machine whose clock was set back, or runs slow, would find it too early.
    else schedule(dynoId, wait, () => restartLater(appId, dynoId, restartAt, cause))
  }

  function observed(observation: DynoObservation): void {
    const dyno = state.dynos[observation.dynoId]
    if (dyno === undefined) return
    switch (observation.kind) {
      case 'launched': {
        const { dynoId, pid, address } = observation
        kernel.commit({ kind: 'event', seq: dyno.seq }, [{ type: 'dyno.launched', app: dyno.appId, data: { dynoId, pid, address } }])
        if (!isWeb(dyno)) comeUp(dynoId)
        return
      }
      case 'listening':
        return comeUp(observation.dynoId)
      case 'exited':
        return exit(dyno, observation)
      case 'sample':
        return
    }
  }

  function comeUp(dynoId: string): void {
    const dyno = state.dynos[dynoId]
    if (dyno === undefined || dyno.state.kind !== 'starting') return
    const bootMs = Math.max(0, clock.now() - dyno.createdAt)
    kernel.commit({ kind: 'event', seq: dyno.seq }, [{ type: 'dyno.up', app: dyno.appId, data: { dynoId, bootMs } }])
  }

  function exit(dyno: Dyno, seen: Extract<DynoObservation, { kind: 'exited' }>): void {
    drop(dyno.id)
    const { exitStatus, signal, failure } = seen
    const app = dyno.appId
    const drafts: EventDraft[] = []
    if (failure !== null) drafts.push({ type: 'dyno.erred', app, data: { dynoId: dyno.id, code: 'R99', params: { why: failure } } })
    const { outOfMemoryBytes } = seen
    if (outOfMemoryBytes !== undefined && dyno.stopping === null) drafts.push(memoryError(dyno, 'R15', outOfMemoryBytes))
    drafts.push({ type: 'dyno.exited', app, data: { dynoId: dyno.id, exitStatus, signal } })
    drafts.push(...afterExit(dyno, seen))
    const asked = dyno.stopping !== null || failure !== null
    kernel.commit(asked ? { kind: 'event', seq: dyno.seq } : (blame(dyno.id) ?? { kind: 'observed', text: exitText(dyno, seen) }), drafts)
    exited(dyno, { exitStatus, failure })
  }

  function afterExit(dyno: Dyno, seen: Extract<DynoObservation, { kind: 'exited' }>): EventDraft[] {
    const why = dyno.stopping?.why ?? null
    const app = dyno.appId
    if (dyno.kind !== 'formation') return [{ type: 'dyno.removed', app, data: { dynoId: dyno.id } }]
    if (why === 'idle') return [{ type: 'dyno.idled', app, data: { dynoId: dyno.id } }]
    // Not the app's doing: it does not count, and the dyno starts elsewhere at once.
    if (why === null && isOnLostHost(dyno)) return [{ type: 'dyno.crashed', app, data: { dynoId: dyno.id, reason: 'lost', exitStatus: seen.exitStatus, signal: seen.signal, crashes: dyno.crashes, restartAt: clock.now() } }]
    if (why !== null && why !== 'boot-timeout' && why !== 'memory') return [{ type: 'dyno.removed', app, data: { dynoId: dyno.id } }]
    const crashes = crashCount(dyno, clock.now())
    const reason: CrashReason = why ?? (seen.failure !== null ? 'launch-failed' : seen.outOfMemoryBytes === undefined ? 'exit' : 'memory')
    const restartAt = clock.now() + restartWaitMs(crashes, kernel.random.next())
    return [{ type: 'dyno.crashed', app, data: { dynoId: dyno.id, reason, exitStatus: seen.exitStatus, signal: seen.signal, crashes, restartAt } }]
  }

  const isOnLostHost = ({ host }: Dyno): boolean => host !== undefined && lostHosts(state).has(host)

  function withDyno(dynoId: string, use: (dyno: Dyno) => unknown): void {
    const dyno = state.dynos[dynoId]
    if (dyno !== undefined) use(dyno)
  }

  function schedule(dynoId: string, ms: number, fire: () => void): void {
    timers.set(dynoId, [...(timers.get(dynoId) ?? []), clock.after(ms, fire)])
  }

  function drop(dynoId: string): void {
    for (const cancel of timers.get(dynoId) ?? []) cancel()
    timers.delete(dynoId)
    draining.delete(dynoId)
    drainedEarly.delete(dynoId)
  }

  function forget(dynoId: string): void {
    drop(dynoId)
    extras.delete(dynoId)
  }

  return {
    stop,
    prepare: (dynoId, value) => extras.set(dynoId, value),
    observed, drained,
    onChange: (handler) => (changed = handler),
    onExit: (handler) => (exited = handler),
    close: () => [...timers.keys()].forEach(drop),
  }
}

function without(env: Record<string, string>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.includes(name)))
}

const isWeb = (dyno: Dyno): boolean => dyno.type === 'web' && dyno.kind === 'formation'

function exitText(dyno: Dyno, seen: Extract<DynoObservation, { kind: 'exited' }>): string {
  if (seen.outOfMemoryBytes !== undefined) return `${dyno.name} had all the memory it can have, ${byteSize(seen.outOfMemoryBytes)}, and the kernel ended it`
  if (seen.signal !== null) return `${dyno.name}'s process was ended by ${seen.signal}, which the platform did not send`
  return `${dyno.name}'s process ended by itself with status ${seen.exitStatus ?? 'unknown'}`
}
