// What may be asked of the traffic generator; both a call and an event carry it.

import { z } from 'zod'
import { trafficMaxPaths, trafficMaxRate } from '../domain/traffic.ts'

const rate = z.number().min(0.1).max(trafficMaxRate)
const shapeSeconds = z.number().int().min(1).max(3600)
export const trafficPath = z.string().min(1).max(2048).regex(/^\/[\x21-\x7e]*$/, 'a path begins with / and has no blanks')
/** A TrafficPlan of shared/domain/traffic.ts. */
export const trafficPlan = z.object({
  rate,
  shape: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('steady') }),
    z.object({ kind: z.literal('ramp'), to: rate, seconds: shapeSeconds }),
    z.object({ kind: z.literal('wave'), to: rate, seconds: shapeSeconds }),
    z.object({ kind: z.literal('bursts'), to: rate, seconds: shapeSeconds }),
  ]),
  paths: z.array(z.object({ path: trafficPath, weight: z.number().int().min(1).max(1000) })).min(1).max(trafficMaxPaths),
  seconds: z.number().int().min(1).max(86_400).nullable(),
})
