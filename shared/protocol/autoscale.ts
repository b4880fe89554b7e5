// What is said about autoscaling and threshold alerts.

import { z } from 'zod'
import { alertKinds, daylightRules, policyTargets, scheduleEntriesMost, sensitivities, usualDownAfterMinutes } from '../domain/autoscale.ts'

const app = z.string().min(1).max(64)
const quantity = z.number().int().min(1).max(100)
const target = (kind: keyof typeof policyTargets) => z.object({ kind: z.literal(kind), target: z.number().min(policyTargets[kind].least).max(policyTargets[kind].most) })

const policy = z.discriminatedUnion('kind', [
  target('p95'), target('cpu'), target('queue-time'), target('concurrency'),
  z.object({
    kind: z.literal('schedule'),
    zone: z.object({ offsetMinutes: z.number().int().min(-840).max(840), daylight: z.enum(daylightRules) }),
    entries: z.array(z.object({ days: z.array(z.number().int().min(0).max(6)).min(1).max(7).readonly(), minute: z.number().int().min(0).max(1439), quantity })).min(1).max(scheduleEntriesMost).readonly(),
  }),
])

const setting = z.object({ policy, min: quantity, max: quantity, downAfterMinutes: z.number().int().min(1).max(60), anySize: z.boolean() })

export const autoscaleEnable = z.object({
  app, policy: policy.default({ kind: 'p95', target: policyTargets.p95.usual }), min: quantity, max: quantity,
  downAfterMinutes: z.number().int().min(1).max(60).default(usualDownAfterMinutes), anySize: z.boolean().default(false),
})

/** What the readings said at a look. */
const seen = z.object({
  requestsPerSecond: z.number(), p95Ms: z.number().nullable(), waitMs: z.number().nullable(), inFlight: z.number().nullable(), cpuPercent: z.number().nullable(), up: z.number().int(),
})
export type AutoscaleSeen = z.infer<typeof seen>

const hindrance = z.enum(['none', 'max', 'refused', 'no-readings'])

export const autoscaleLook = z.object({
  isOn: z.boolean(),
  /** Of the last look; null before the first. */
  look: z.object({
    at: z.number(), quantity: z.number().int(), wanted: z.number().int().nullable(), reason: z.string(),
    /** What it waits for: a minute since the last step, or that fewer are wanted for long enough. */
    waits: z.enum(['cool-down', 'patience']).nullable(), until: z.number().nullable(), hindrance, seen,
  }).nullable(),
})
export type AutoscaleLook = z.infer<typeof autoscaleLook>

const alertSetting = z.object({ over: z.number().positive().max(60_000), sensitivity: z.enum(sensitivities), remindMinutes: z.number().int().min(1).max(1440).nullable() })
const alertKind = z.enum(alertKinds)
/** `setting` null turns it off. */
export const alertChoice = z.object({ app, kind: alertKind, setting: alertSetting.nullable() })

export const autoscaleEvents = {
  /** It was turned on or off, or set anew. `why`: asked for, or turned off because web was scaled by hand, or by a size it is not offered for. */
  'autoscale.changed': z.object({ isOn: z.boolean(), why: z.enum(['asked', 'scaled-by-hand', 'size']), setting }),
  /** It acts: one dyno `up` or `down`, or `pulled` into the limits at once; or what keeps it from acting changed (`kept`). A scaling follows. */
  'autoscale.decided': z.object({
    act: z.enum(['up', 'down', 'pulled', 'kept']), from: z.number().int(), to: z.number().int(), wanted: z.number().int().nullable(), reason: z.string(), hindrance, seen,
    /** When the next step may come at the earliest. */
    nextAt: z.number(),
    /** It takes back the step before. */
    isTurn: z.boolean(),
  }),
  'alert.changed': z.object({ kind: alertKind, setting: alertSetting.nullable() }),
  /** Over the threshold in each of the last `minutes`. `reminder` counts from 1; 0 is the first word of it. */
  'alert.raised': z.object({ kind: alertKind, over: z.number(), value: z.number(), minutes: z.number().int(), reminder: z.number().int() }),
  'alert.recovered': z.object({ kind: alertKind, over: z.number(), value: z.number().nullable(), minutes: z.number().int() }),
} as const
