// What a fault is aimed at and how it is set, as it comes over the wire. The knobs of one kind are checked against its own list.

import { z } from 'zod'

const app = z.string().min(1).max(64)

export const faultTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('type'), app, type: z.string().min(1).max(128) }),
  z.object({ kind: z.literal('dynos'), app, dynos: z.array(z.string().min(1).max(140)).min(1).max(100).readonly() }),
  z.object({ kind: z.literal('host'), host: z.string().min(1).max(64) }),
  z.object({ kind: z.literal('zone'), zone: z.string().min(1).max(64) }),
  z.object({ kind: z.literal('router') }),
  z.object({ kind: z.literal('proxy'), proxy: z.string().min(1).max(128) }),
  z.object({ kind: z.literal('addon'), addOn: z.string().min(1).max(80), server: z.string().min(1).max(64).optional() }),
])

export const faultParams = z.record(z.string().max(64), z.union([z.number(), z.string().max(4096), z.boolean()]))
