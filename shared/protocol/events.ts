// The event union: every fact the journal keeps. Events are `noun.pastTense`; a new kind is one entry here and one case in fold.ts.
// Format version 1. Old events must keep parsing: add optional fields, never change a meaning.

import { z } from 'zod'
import { buildStages } from '../domain/build.ts'
import { routingStrategies } from '../domain/app.ts'
import { realRuntimes } from '../domain/runtime.ts'
import { addOnServerEvents } from './addon-servers.ts'
import { addOnEvents } from './addons.ts'
import { budgetReached, budgetSet, outageEnded, poolEmptied, poolRenewed, pricesChanged } from './billing.ts'
import { autoscaleEvents } from './autoscale.ts'
import { certificateEvents } from './certificates.ts'
import { drainEvents } from './drains.ts'
import { factorEvents } from './factors.ts'
import { faultParams, faultTarget } from './fault-input.ts'
import { papertrailEvents } from './papertrail.ts'
import { postgresEvents } from './postgres.ts'
import { peopleEvents } from './people.ts'
import { pipelineEvents } from './pipelines.ts'
import { partnerEvents } from './partners.ts'
import { schedulerEvents } from './scheduler.ts'
import { trafficPlan } from './traffic-plan.ts'
import { webhookEvents } from './webhooks.ts'

const config = z.record(z.string(), z.string())
const by = z.string()
const processTypes = z.record(z.string(), z.string())
const source = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('git'), commit: z.string(), subject: z.string() }),
  z.object({ kind: z.literal('folder'), path: z.string() }),
  z.object({ kind: z.literal('tarball'), name: z.string() }),
])
const runtime = z.enum(['process', 'docker', 'simulated'])
const entry = z.object({ quantity: z.number().int().min(0), size: z.string() })
const stopReason = z.enum(['release', 'scale', 'restart', 'runtime', 'cycling', 'idle', 'destroy', 'stop', 'boot-timeout', 'memory', 'shutdown', 'expired'])
const crashReason = z.enum(['exit', 'boot-timeout', 'memory', 'launch-failed', 'lost'])

/** Data of each event type. The app and, where there is one, the dyno, build or release it is about are in the envelope or data. */
export const eventData = {
  /** An engine began to run on this journal. */
  'platform.started': z.object({ session: z.string(), runtime, version: z.string() }),
  /** What a start found of an earlier engine that did not stop properly. */
  'platform.recovered': z.object({ lostDynos: z.number(), reapedProcesses: z.number(), interruptedBuilds: z.number() }),
  'platform.stopped': z.object({ session: z.string() }),
  /** The engine before this one did not stop properly: all that is known of when is that it still wrote at `lastAt`. */
  'platform.lost': z.object({ lastAt: z.number().int() }),
  /** Time goes so many times as fast as the machine's from now on. */
  'pace.changed': z.object({ times: z.number().int() }),
  'era.changed': z.object({ era: z.enum(['classic', 'current']) }),

  'app.created': z.object({ name: z.string(), owner: by, stack: z.string() }),
  'app.renamed': z.object({ from: z.string(), to: z.string() }),
  'app.destroyed': z.object({ name: z.string() }),
  /** null removes a key. */
  'config.changed': z.object({ changes: z.record(z.string(), z.string().nullable()) }),
  'maintenance.changed': z.object({ on: z.boolean() }),
  'preboot.changed': z.object({ on: z.boolean() }),
  'stack.changed': z.object({ stack: z.string() }),
  'buildpacks.changed': z.object({ buildpacks: z.array(z.string()) }),
  'domain.added': z.object({ id: z.string(), hostname: z.string() }),
  'domain.removed': z.object({ hostname: z.string() }),
  /** Only the types that changed. */
  'formation.changed': z.object({ changes: z.record(z.string(), entry) }),
  /** `heroku ps:restart`: dynos named, or all of the app. The restarts follow as dyno events. */
  'restart.requested': z.object({ dynos: z.array(z.string()).nullable() }),

  'push.received': z.object({ ref: z.string(), oldCommit: z.string(), newCommit: z.string(), by }),
  'push.refused': z.object({ ref: z.string(), code: z.string(), message: z.string() }),
  'build.started': z.object({ buildId: z.string(), source, by }),
  'build.advanced': z.object({ buildId: z.string(), stage: z.enum(buildStages) }),
  'build.detected': z.object({
    buildId: z.string(), buildpack: z.string(), matched: z.boolean(), label: z.string().nullable(), file: z.string().nullable(), reason: z.string(),
  }),
  'build.succeeded': z.object({ buildId: z.string(), slugId: z.string(), buildpacks: z.array(z.string()), sticky: z.string().nullable() }),
  'build.failed': z.object({ buildId: z.string(), code: z.string(), message: z.string(), help: z.string() }),
  'slug.created': z.object({
    slugId: z.string(), bytes: z.number(), files: z.number(), commit: z.string().nullable(), stack: z.string(), language: z.string().nullable(), processTypes,
  }),
  /** No release of any app refers to it any more, so it leaves the disk. */
  'slug.removed': z.object({ slugId: z.string() }),

  'release.created': z.object({
    releaseId: z.string(), version: z.number().int(), slugId: z.string().nullable(), config, description: z.string(), by,
    buildId: z.string().nullable(),
  }),
  'release.succeeded': z.object({ version: z.number().int() }),
  'release.failed': z.object({ version: z.number().int(), exitStatus: z.number().nullable(), message: z.string() }),
  /** From now on the web dynos of this version get the traffic. */
  'release.routed': z.object({ version: z.number().int() }),

  'dyno.created': z.object({
    dynoId: z.string(), name: z.string(), type: z.string(), number: z.number().int(), kind: z.enum(['formation', 'run', 'release']),
    size: z.string(), version: z.number().int(), command: z.string(), runtime, crashes: z.number().int(), host: z.string().optional(),
  }),
  /** The process exists. */
  'dyno.launched': z.object({ dynoId: z.string(), pid: z.number().nullable(), address: z.object({ host: z.string(), port: z.number() }).nullable() }),
  /** Web: PORT answered. Others: it runs. */
  'dyno.up': z.object({ dynoId: z.string(), bootMs: z.number().int() }),
  /** An R code was raised; `params` fill its log line. */
  'dyno.erred': z.object({ dynoId: z.string(), code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }),
  /** SIGTERM is sent, once the router has let go of it; SIGKILL follows after graceMs. */
  'dyno.stopping': z.object({ dynoId: z.string(), why: stopReason, graceMs: z.number().int() }),
  'dyno.killed': z.object({ dynoId: z.string() }),
  'dyno.exited': z.object({ dynoId: z.string(), exitStatus: z.number().nullable(), signal: z.string().nullable() }),
  /** Nobody asked for the exit. */
  'dyno.crashed': z.object({
    dynoId: z.string(), reason: crashReason, exitStatus: z.number().nullable(), signal: z.string().nullable(), crashes: z.number().int(), restartAt: z.number().nullable(),
  }),
  /** It ended as asked, or a one-off ended: it leaves the state. */
  'dyno.removed': z.object({ dynoId: z.string() }),
  /** A sleeping size had no web traffic for 30 minutes. The process ends; the place in the formation stays. */
  'dyno.idled': z.object({ dynoId: z.string() }),
  /** Dynarium's own generator began to send requests, or goes on by another plan. */
  'traffic.started': z.object({ plan: trafficPlan, by }),
  /** `asked`, `over`: its seconds were up, or `lost`: what it ran in broke. A start of the engine ends every generator without an event. */
  'traffic.stopped': z.object({ why: z.enum(['asked', 'over', 'lost']), sent: z.number(), missed: z.number() }),
  /** A request arrived for a sleeping app. */
  'app.woken': z.object({ requestId: z.string() }),

  /** Only what changed. */
  'runtime.changed': z.object({ runtime: z.enum(realRuntimes) }),
  'routing.changed': z.object({ strategy: z.enum(routingStrategies).optional(), sticky: z.boolean().optional(), readinessPath: z.string().nullable().optional() }),
  /** The readiness check of a web dyno found something else than before. */
  'dyno.probed': z.object({ dynoId: z.string(), ready: z.boolean(), detail: z.string() }),
  /** A fault is in force: a lease until `expiresAt` at the latest. */
  'fault.started': z.object({
    leaseId: z.string(), kind: z.string(), title: z.string(), layer: z.enum(['dyno', 'network', 'http', 'host', 'release', 'router', 'client', 'addon']), target: faultTarget,
    dynoIds: z.array(z.string()), params: faultParams, expiresAt: z.number().int(), owner: by, heartbeatMs: z.number().int().nullable(),
    experimentId: z.string().nullable(), changed: z.array(z.string()),
  }),
  /** What was really done of the plan, where that is not what the plan said: `changed` stands in place of `planned`. Runtimes say what they did to dynos. */
  'fault.tookHold': z.object({ leaseId: z.string(), planned: z.array(z.string()), changed: z.array(z.string()) }),
  /** It is over; with the events before this is its receipt. */
  'fault.ended': z.object({
    leaseId: z.string(), why: z.enum(['done', 'expired', 'released', 'stop-all', 'owner-silent', 'engine-restarted', 'target-gone', 'links-reset', 'experiment-over', 'failed']),
    restored: z.array(z.string()), residue: z.array(z.string()),
  }),
  'experiment.started': z.object({ runId: z.string(), title: z.string(), text: z.string(), by }),
  'experiment.advanced': z.object({ runId: z.string(), phase: z.enum(['before', 'method', 'after', 'rollback', 'verify']), doing: z.string() }),
  'experiment.ended': z.object({ runId: z.string(), verdict: z.enum(['held', 'broke', 'aborted', 'not-steady', 'not-restored']), reason: z.string() }),

  'prices.changed': pricesChanged,
  /** Every hour while something costs: so that a killed engine leaves at most one hour unknown. */
  'meter.read': z.object({}),
  'pool.emptied': poolEmptied,
  'pool.renewed': poolRenewed,
  'budget.set': budgetSet,
  'budget.removed': z.object({ scope: z.string() }),
  'budget.reached': budgetReached,
  'outage.started': z.object({ outageId: z.string(), startedAt: z.number().int(), leaseIds: z.array(z.string()) }),
  'outage.ended': outageEnded,
  ...autoscaleEvents,
  ...pipelineEvents,
  ...addOnEvents,
  ...schedulerEvents,
  ...partnerEvents,
  ...peopleEvents,
  ...addOnServerEvents,
  ...postgresEvents,
  /** A check of the twelve factors. `app` is the one that is checked, or null. */
  ...drainEvents,
  ...webhookEvents,
  ...certificateEvents,
  ...papertrailEvents,
  'factors.started': factorEvents.started,
  'factors.advanced': factorEvents.advanced,
  'factors.ended': factorEvents.ended,
} as const

export type EventType = keyof typeof eventData
export type EventData<T extends EventType> = z.infer<(typeof eventData)[T]>

/** What led to an event. Walking `event` causes back ends at a person's command, an observation or the clock. */
export const cause = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('event'), seq: z.number().int() }),
  /** `text` is the equal CLI command, values masked. */
  z.object({ kind: z.literal('command'), id: z.string(), name: z.string(), by: z.string(), text: z.string() }),
  /** The outside world did it, e.g. a process ended by itself. */
  z.object({ kind: z.literal('observed'), text: z.string() }),
  z.object({ kind: z.literal('platform'), text: z.string() }),
])
export type Cause = z.infer<typeof cause>

export type EventDraft = { [T in EventType]: { readonly type: T; readonly app: string | null; readonly data: EventData<T> } }[EventType]

export type PlatformEvent = {
  [T in EventType]: {
    readonly seq: number
    /** Milliseconds since the epoch, from the engine's clock; never goes back. */
    readonly at: number
    readonly type: T
    readonly app: string | null
    readonly causedBy: Cause
    readonly data: EventData<T>
  }
}[EventType]

export type EventOf<T extends EventType> = Extract<PlatformEvent, { type: T }>

/** The wire form is checked by this; the body by eventData[type]. */
const eventEnvelope = z.object({
  seq: z.number().int().positive(), at: z.number().int(), type: z.string(), app: z.string().nullable(), causedBy: cause, data: z.unknown(),
})

export function parseEvent(value: unknown): PlatformEvent {
  const envelope = eventEnvelope.parse(value)
  if (!Object.hasOwn(eventData, envelope.type)) throw new Error(`unknown event type ${envelope.type}`)
  return { ...envelope, data: eventData[envelope.type as EventType].parse(envelope.data) } as PlatformEvent
}
