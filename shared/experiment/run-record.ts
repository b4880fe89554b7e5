// What is kept of a run beside the journal: its readings, its requests by the second, what failed and why, and what is still to be
// undone. Written before each thing that needs undoing, so that a start after a crash can finish the rollback.

import { z } from 'zod'
import { routingStrategies } from '../domain/app.ts'
import { trafficPlan } from '../protocol/traffic-plan.ts'

const phase = z.enum(['before', 'method', 'after', 'rollback', 'verify', 'ended'])

/** The opposite of something a run did. `traffic` with null stops it. */
const undo = z.discriminatedUnion('do', [
  z.object({ do: z.literal('scale'), type: z.string(), to: z.number() }),
  z.object({ do: z.literal('maintenance'), on: z.boolean() }),
  z.object({ do: z.literal('config'), set: z.record(z.string(), z.string().nullable()) }),
  z.object({ do: z.literal('routing'), strategy: z.enum(routingStrategies), sticky: z.boolean() }),
  z.object({ do: z.literal('traffic'), plan: trafficPlan.nullable() }),
])
export type Undo = z.infer<typeof undo>

const failure = z.object({
  kind: z.enum(['fault', 'action', 'app', 'client', 'unknown']),
  /** A sentence. */
  cause: z.string(),
  /** An H code, or the status in words. */
  code: z.string(),
  count: z.number(),
  /** Of one of them. */
  requestId: z.string(),
})
export type Failure = z.infer<typeof failure>

const faultSpan = z.object({
  leaseId: z.string(), title: z.string(), target: z.string(), dynoIds: z.array(z.string()), startedAt: z.number(), endedAt: z.number().nullable(),
  changed: z.array(z.string()), restored: z.array(z.string()), residue: z.array(z.string()),
})
export type FaultSpan = z.infer<typeof faultSpan>

const record = z.object({
  format: z.literal(1),
  runId: z.string(), title: z.string(), about: z.string(), appName: z.string(), text: z.string(), by: z.string(),
  startedAt: z.number(), endedAt: z.number().nullable(),
  verdict: z.enum(['held', 'broke', 'aborted', 'not-steady', 'not-restored']).nullable(), reason: z.string().nullable(),
  probes: z.array(z.object({ name: z.string(), words: z.string(), when: z.string(), unit: z.string(), bounds: z.array(z.number()) })),
  radius: z.string(),
  steps: z.array(z.object({ at: z.number(), phase, doing: z.string() })),
  /** Milliseconds from the start, place in `probes`, number or null, within its bounds or not (1 or 0), and its words where they are no number. */
  readings: z.array(z.tuple([z.number(), z.number(), z.number().nullable(), z.union([z.literal(0), z.literal(1)]), z.string().optional()])),
  /** Milliseconds from the start, answered well, failed. */
  seconds: z.array(z.tuple([z.number(), z.number(), z.number()])),
  /** Requests whose reports were lost, because they came faster than they could be taken. */
  unreported: z.number(),
  faults: z.array(faultSpan),
  failures: z.array(failure),
  /** In the order they have to be done. */
  undo: z.array(undo),
  undone: z.array(z.string()),
})
export type RunRecord = z.infer<typeof record>

/** null for what is not one, e.g. a file that was cut off. */
export function parseRunRecord(text: string): RunRecord | null {
  try {
    const parsed = record.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
