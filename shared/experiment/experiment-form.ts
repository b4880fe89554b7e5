// What stands in an experiment file, as a schema: the one source of the parser, of the JSON schema for editors and of the types.
// Times are whole seconds and stand last in a name. An experiment names no app: that is chosen when it is run.

import { z } from 'zod'
import { routingStrategies } from '../domain/app.ts'
import { longestLeaseSeconds } from '../domain/fault.ts'
import { trafficMaxPaths, trafficMaxRate } from '../domain/traffic.ts'
import { unsafePattern } from './safe-pattern.ts'

const maxProbes = 12
const maxSteps = 30
const maxSetupSteps = 10
/** A run ends then at the latest. */
const longestRunSeconds = 1800

const name = z.string().min(1).max(80)
const path = z.string().min(1).max(2048).regex(/^\/[\x21-\x7e]*$/, 'it has to begin with / and to have no blanks')
const type = z.string().regex(/^(?!__)[-\w]{1,128}$/, 'it is not the name of a process type')
const seconds = (least: number, most: number) => z.number().int().min(least).max(most)

/** When a probe is looked at; `continuously` is every second while the method runs, `during` once, at its end. */
export const probeMoments = ['before', 'during', 'continuously', 'after'] as const
export type ProbeMoment = (typeof probeMoments)[number]

const bounds = {
  /** Exactly this, or one of these. */
  is: z.union([z.number(), z.array(z.number()).min(1).max(20)], { error: 'it has to be a number, or a list of numbers' }).optional(),
  atLeast: z.number().optional(),
  atMost: z.number().optional(),
  /** From, to; both included. */
  within: z.tuple([z.number(), z.number()], { error: 'it has to be two numbers: [from, to]' }).optional(),
}
const everyProbe = {
  name,
  when: z.array(z.enum(probeMoments)).min(1).max(4).default(['before', 'continuously', 'after']),
  /** Out of bounds for no longer than this does not count. */
  tolerateSeconds: seconds(0, 600).default(0),
}
const overSeconds = seconds(1, 300).default(10)
const measure = <K extends string, S extends z.ZodRawShape>(kind: K, shape: S) => z.strictObject({ ...everyProbe, probe: z.literal(kind), ...shape, ...bounds })

export const probeForm = z.discriminatedUnion('probe', [
  /** One request through the router each time: its status, the milliseconds it takes, or whether its text fits a pattern. */
  measure('http-status', { path }),
  measure('http-time', { path }),
  z.strictObject({ ...everyProbe, probe: z.literal('http-body'), path, matches: z.string().min(1).max(200).superRefine((pattern, context) => {
    const why = unsafePattern(pattern)
    if (why !== null) context.addIssue({ code: 'custom', message: why })
  }) }),
  /** Percent of the requests of the last seconds that failed: status 500 and above, an H code, or no answer. */
  measure('failed-share', { overSeconds }),
  /** Requests a second that were answered well. */
  measure('throughput', { overSeconds }),
  /** Milliseconds that 95 of 100 requests stayed within. */
  measure('p95', { overSeconds }),
  /** Dynos of a type that are up. */
  measure('dynos-up', { type: type.default('web') }),
  /** Requests that wait in the router for a dyno, now. */
  measure('held', {}),
  /** Of the dyno of this type that has most, in megabytes; its last sample. */
  measure('memory', { type: type.default('web') }),
])
export type Probe = z.output<typeof probeForm>

export const targetForm = z.union([
  z.strictObject({ type }),
  z.strictObject({ dynos: z.array(z.string().min(1).max(140)).min(1).max(100) }),
  z.strictObject({ host: z.string().min(1).max(64) }),
  z.strictObject({ zone: z.string().min(1).max(64) }),
  z.strictObject({ proxy: z.string().min(1).max(128) }),
  z.strictObject({ router: z.literal(true) }),
], { error: 'it has to be one of: {type: web}, {dynos: [web.1]}, {host: a1}, {zone: a}, {proxy: name}, {router: true}' })
export type TargetForm = z.output<typeof targetForm>

/** In seconds from the start of the method, or after the step before; neither: at once after it. */
const moment = { atSeconds: seconds(0, longestRunSeconds).optional(), afterSeconds: seconds(0, longestRunSeconds).optional() }
const step = <K extends string, S extends z.ZodRawShape>(kind: K, shape: S) => z.strictObject({ do: z.literal(kind), ...moment, ...shape })
const configValue = z.union([z.string().max(65_536), z.null()], { error: 'it has to be a text, or null to unset it' })
const commands = {
  scale: { type: type.default('web'), to: z.number().int().min(0).max(100) },
  restart: { dyno: z.string().min(1).max(140).optional() },
  maintenance: { on: z.boolean() },
  config: { set: z.record(z.string().regex(/^(?!__)[A-Za-z_][A-Za-z0-9_]*$/, 'it is not the name of a config var'), configValue) },
  routing: { strategy: z.enum(routingStrategies).optional(), sticky: z.boolean().optional() },
  'roll-back': {},
}

/** The closed list of commands a setup may give; each is undone at the end. */
export const setupForm = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('scale'), ...commands.scale }),
  z.strictObject({ do: z.literal('config'), ...commands.config }),
  z.strictObject({ do: z.literal('routing'), ...commands.routing }),
])
export type SetupStep = z.output<typeof setupForm>

export const stepForm = z.discriminatedUnion('do', [
  step('fault', {
    fault: z.string().min(1).max(64), on: targetForm,
    params: z.record(z.string().max(64), z.union([z.number(), z.string().max(4096), z.boolean()])).default({}),
    seconds: seconds(1, longestLeaseSeconds).default(30),
  }),
  step('scale', commands.scale),
  step('restart', commands.restart),
  step('maintenance', commands.maintenance),
  step('config', commands.config),
  step('routing', commands.routing),
  step('roll-back', commands['roll-back']),
  step('wait', { seconds: seconds(1, longestRunSeconds) }),
  /** The probe of that name has to be within its bounds then. */
  step('check', { probe: name }),
])
export type Step = z.output<typeof stepForm>

const limit = seconds(1, 600).default(60)

export const experimentForm = z.strictObject({
  title: z.string().min(1).max(120),
  about: z.string().max(4000).default(''),
  /** Requests that are sent from the start to the end, so that there is something to see. */
  traffic: z.strictObject({ rate: z.number().min(0.1).max(trafficMaxRate), paths: z.array(path).min(1).max(trafficMaxPaths).default(['/']) }).optional(),
  /** Done before the first look, undone after the last. */
  setup: z.array(setupForm).max(maxSetupSteps).default([]),
  steadyState: z.array(probeForm).min(1).max(maxProbes),
  method: z.array(stepForm).min(1).max(maxSteps),
  /** The run is refused when its faults and restarts would touch more. */
  blastRadius: z.strictObject({ dynos: z.number().int().min(1).max(1000).optional(), percentOfWeb: z.number().min(0).max(100).optional() }),
  abort: z.strictObject({
    probes: z.array(z.strictObject({ probe: name, forSeconds: seconds(1, 600).default(10) })).max(maxProbes).default([]),
    /** Counted from the start of the method. */
    failedRequests: z.number().int().min(1).max(10_000_000).optional(),
    seconds: seconds(10, longestRunSeconds).default(600),
  }).default({ probes: [], seconds: 600 }),
  /** How long to wait for the steady state: before the method, after it, and after the rollback. */
  limits: z.strictObject({ beforeSeconds: limit, afterSeconds: limit, verifySeconds: limit }).default({ beforeSeconds: 60, afterSeconds: 60, verifySeconds: 60 }),
})
export type Experiment = z.output<typeof experimentForm>
/** As a person may write it, with what has a default left out. */
export type ExperimentInput = z.input<typeof experimentForm>
