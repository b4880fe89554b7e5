// The metrics service in the contract: what an app sent by StatsD, read back.

import { z } from 'zod'
import { appMetricSeconds, type AppMetricLosses, type AppMetricSeries } from '../domain/app-metrics.ts'

const addOn = z.string().min(1).max(80)
/** Ids; all if not given. */
const series = z.array(z.string().max(600)).max(50).optional()

export type AppMetricsNews = { readonly series: readonly AppMetricSeries[]; readonly lost: AppMetricLosses; /** There are more points than are sent at once: the newest are here. */ readonly isCut: boolean }

export const appMetricCalls = {
  /** Seconds that are over, of the last hour at most, since the engine started. */
  'statsd:read': { input: z.object({ addOn, seconds: z.number().int().min(1).max(appMetricSeconds).default(300), series }), output: z.custom<AppMetricsNews>() },
} as const

export const appMetricStream = z.object({ addOn, seconds: z.number().int().min(0).max(appMetricSeconds).default(120), series })
