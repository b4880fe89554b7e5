// What a check of the twelve factors found: one finding for each factor, with the evidence that a run gave. A factor passes only when a
// run showed it; what was not shown is unknown, with the reason.

import { z } from 'zod'

export const verdicts = ['pass', 'warn', 'fail', 'not-applicable', 'unknown'] as const
export type Verdict = (typeof verdicts)[number]

const line = z.string().max(400)

export const evidence = z.object({
  kind: z.enum(['request', 'line of code', 'diff', 'log line', 'process', 'file', 'release', 'measure']),
  text: line,
  /** The check it belongs to, as in `dynamic-checks.ts`. */
  check: z.string().max(8).nullable(),
  file: z.string().max(400).optional(), line: z.number().int().optional(),
  /** Of the event that it stands on. */
  seq: z.number().int().optional(),
})
export type Evidence = z.infer<typeof evidence>

/** Bounds of what goes into the journal. */
export const maxEvidence = 8
export const maxOpen = 5

export const finding = z.object({
  factor: z.number().int().min(1).max(12),
  verdict: z.enum(verdicts),
  /** One sentence. */
  summary: line,
  evidence: z.array(evidence).max(maxEvidence),
  /** What this run could not show, in sentences. */
  open: z.array(line).max(maxOpen),
})
export type Finding = z.infer<typeof finding>

/** From reading the code. It proves nothing. */
export const foundHint = z.object({
  check: z.string().max(8), factor: z.number().int().min(1).max(12), severity: z.enum(['error', 'warn', 'info']),
  text: line, file: z.string().max(400).nullable(), line: z.number().int().nullable(), excerpt: z.string().max(300).nullable(),
})
export type FoundHint = z.infer<typeof foundHint>

export const maxHints = 60

/** What is checked: an app of this platform, a sample, or a folder of this machine. */
export const subject = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('app'), app: z.string().min(1).max(64) }),
  z.object({ kind: z.literal('sample'), sample: z.string().min(1).max(64) }),
  z.object({ kind: z.literal('folder'), path: z.string().min(1).max(4096) }),
])
export type Subject = z.infer<typeof subject>

export const subjectName = (of: Subject): string => (of.kind === 'app' ? of.app : of.kind === 'sample' ? `sample ${of.sample}` : of.path)

/** Words within the bounds of an event. */
export const clipped = (text: string, most = 400): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`)
