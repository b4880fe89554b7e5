// One-off dynos: `heroku run`, detached runs and the release phase. They never restart and never get HTTP; attached ones speak to
// their caller instead of the log, as Heroku's do.

import { emptyPoolOf, poolHours } from '../../../shared/billing/pools.ts'
import { defaultDynoSize, findDynoSize, type DynoSize } from '../../../shared/domain/dyno-sizes.ts'
import type { Dyno, DynoKind } from '../../../shared/domain/dyno.ts'
import { findRelease, runtimeOf, type PlatformState } from '../../../shared/domain/state.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { CallArgs } from '../../../shared/protocol/calls.ts'
import type { Cause } from '../../../shared/protocol/events.ts'
import { because, type Kernel } from '../journal/kernel.ts'
import type { CallContext } from '../journal/room.ts'
import { requireApp } from '../platform/require-app.ts'
import { sizeOfEra } from '../platform/scale.ts'
import type { DynoRuntime } from '../ports/dyno-runtime.ts'
import type { Attachments } from './attachments.ts'
import { expandCommand } from './dyno-env.ts'
import type { DynoLimits } from './limits.ts'
import { createPlacement } from './placement.ts'
import type { DynoEnd, Supervisor } from './supervisor.ts'

export type PhaseInput = {
  readonly appId: string
  readonly version: number
  readonly command: string
  readonly cause: Cause
  say(text: string): void
}

export type OneOffs = {
  run(args: CallArgs<'run:start'>, context: CallContext): Dyno
  /** A logged line of a release phase, for the pusher. */
  line(dynoId: string, text: string): void
  ended(dyno: Dyno, end: DynoEnd): void
  releasePhase(input: PhaseInput): Promise<{ exitStatus: number | null; message: string }>
}

/** One-off dynos of one app at a time (dyno-scaling-and-process-limits, 2024-12-03). */
const concurrency = { free: 1, eco: 1, hobby: 50, basic: 50, standard: 50, performance: 5 } as const

export function createOneOffs(kernel: Kernel, runtime: DynoRuntime, supervisor: Supervisor, attachments: Attachments, limits: DynoLimits): OneOffs {
  const { state, clock } = kernel
  const phases = new Map<string, { say(text: string): void; done(end: DynoEnd): void }>()

  // A release that was cancelled: its command has nothing more to do. Of one that failed by itself no dyno is left.
  kernel.on('release.failed', (event) => {
    const own = Object.values(state.dynos).filter((dyno) => dyno.appId === event.app && dyno.kind === 'release' && dyno.version === event.data.version)
    for (const dyno of own) supervisor.stop(because(event), dyno, 'release')
  })

  function run(args: CallArgs<'run:start'>, context: CallContext): Dyno {
    const { appId, version, processTypes } = runnable(state, args.app)
    const size = args.size === undefined ? ownSize(state, appId, 'web') : sizeOfEra(state.era, args.size)
    const app = state.apps[appId]
    const empty = app === undefined ? null : emptyPoolOf(state, app, size.name)
    if (empty !== null) throw new PlatformError('pool-empty', { pool: empty.pool, hours: poolHours(state, empty.pool) })
    const running = Object.values(state.dynos).filter((dyno) => dyno.appId === appId && dyno.kind === 'run').length
    if (running >= concurrency[size.tier]) throw new PlatformError('attach-limit', { app: args.app, count: running })
    const host = createPlacement(state)(appId, 'run')
    if (host === null) throw new PlatformError('hosts-lost', { what: 'a one-off dyno' })
    const terminal = args.attach && args.terminal !== undefined ? args.terminal : null
    const dynoId = kernel.ids.next()
    supervisor.prepare(dynoId, { env: args.env ?? {}, terminal, attached: args.attach, isBytes: args.onWire === true })
    if (args.attach) attachments.attach(dynoId, context.cause, { isOnWire: args.onWire === true })
    const dyno = create(context.cause, 'run', { type: args.type ?? 'run', dynoId, appId, version, host, size: size.name, command: expandCommand(args.command, processTypes) })
    if (args.timeToLiveSeconds !== undefined) expireIn(dyno.id, args.timeToLiveSeconds * 1000, context.cause)
    return dyno
  }

  function create(cause: Cause, kind: DynoKind, facts: { type: string; dynoId: string; appId: string; version: number; size: string; command: string; host: string }): Dyno {
    const { appId, ...rest } = facts
    const number = freeNumber(kind)
    const data = { ...rest, name: `${facts.type}.${number}`, number, kind, runtime: runtimeOf(state, requireApp(state, appId)), crashes: 0 }
    kernel.commit(cause, [{ type: 'dyno.created', app: appId, data }])
    return state.dynos[facts.dynoId] as Dyno
  }

  function freeNumber(kind: DynoKind): number {
    for (;;) {
      const number = 1000 + Math.floor(kernel.random.next() * 9000)
      if (!Object.values(state.dynos).some((dyno) => dyno.kind === kind && dyno.number === number)) return number
    }
  }

  function ended(dyno: Dyno, end: DynoEnd): void {
    attachments.ended(dyno.id, end.exitStatus)
    phases.get(dyno.id)?.done(end)
    phases.delete(dyno.id)
  }

  function releasePhase(input: PhaseInput): Promise<{ exitStatus: number | null; message: string }> {
    const size = ownSize(state, input.appId, 'release')
    const host = createPlacement(state)(input.appId, 'release')
    if (host === null) return Promise.reject(new PlatformError('hosts-lost', { what: 'the release command' }))
    const dynoId = kernel.ids.next()
    return new Promise((resolve) => {
      phases.set(dynoId, {
        say: input.say,
        done: (end) => resolve({ exitStatus: end.exitStatus, message: phaseWords(end) }),
      })
      const dyno = create(input.cause, 'release', { type: 'release', dynoId, appId: input.appId, version: input.version, host, size: size.name, command: input.command })
      expireIn(dyno.id, limits.releasePhaseMs, input.cause)
    })
  }

  function expireIn(dynoId: string, ms: number, cause: Cause): void {
    clock.after(ms, () => {
      const current = state.dynos[dynoId]
      if (current !== undefined) supervisor.stop(cause, current, 'expired')
    })
  }

  return {
    run, ended, releasePhase,
    line: (dynoId, text) => phases.get(dynoId)?.say(`${text}\n`),
  }
}

function phaseWords({ exitStatus, failure }: DynoEnd): string {
  if (failure !== null) return `release command could not be run to its end: ${failure}`
  return exitStatus === 0 ? 'release command succeeded' : `release command ended with status ${exitStatus ?? 'unknown'}`
}

function runnable(state: PlatformState, nameOrId: string): { appId: string; version: number; processTypes: Readonly<Record<string, string>> } {
  const app = requireApp(state, nameOrId)
  const release = findRelease(state, app.id, app.currentVersion)
  const slug = release?.slugId == null ? undefined : state.slugs[release.slugId]
  if (release === null || slug === undefined) throw new PlatformError('nothing-to-run', { app: app.name })
  return { appId: app.id, version: release.version, processTypes: slug.processTypes }
}

/** What an app is on it stays on, whatever the era. */
function ownSize(state: PlatformState, appId: string, type: string): DynoSize {
  const formation = state.apps[appId]?.formation
  const name = (formation?.[type] ?? formation?.['web'])?.size ?? defaultDynoSize
  const size = findDynoSize(name)
  if (size === null) throw new Error(`the formation has an unknown dyno size: ${name}`)
  return size
}
