// Log drains in the contract.

import { z } from 'zod'
import type { DrainReading } from '../domain/drain.ts'

const app = z.string().min(1).max(64)
const url = z.string().min(1).max(2048)
const done = z.object({ seq: z.number().int() })
const drain = z.object({
  id: z.string(), token: z.string(),
  /** As it was given, with its password if there is one. In state and events that is masked. */
  url: z.string(),
  createdAt: z.number(), reading: z.custom<DrainReading>().nullable(),
})

export const drainCalls = {
  /** `leavesMachine`: it leads to another host than this one. */
  'drains:add': { input: z.object({ app, url }), output: z.object({ seq: z.number().int(), id: z.string(), token: z.string(), leavesMachine: z.boolean() }) },
  /** `drain`: its address, token or id. */
  'drains:remove': { input: z.object({ app, drain: url }), output: done },
  /** With how each fares; null before anything is known. */
  'drains:list': { input: z.object({ app }), output: z.object({ drains: z.array(drain) }) },
} as const

export const drainEvents = {
  'drain.added': z.object({ id: z.string(), token: z.string(), url: z.string() }),
  'drain.removed': z.object({ id: z.string(), url: z.string() }),
} as const
