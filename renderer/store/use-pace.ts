// Requests a second of one app, in all and by dyno, as the engine counted them over the last seconds.

import { useMemo } from 'react'
import { ratesByDyno, requestRate, trafficOf } from '../scene/sparkline.ts'
import { useMetrics } from './metrics.ts'

export type Pace = {
  /** Null while it is not measured. */
  readonly rate: number | null
  readonly failed: number
  readonly byDyno: Readonly<Record<string, number>>
}

/** Seconds over which the rates are averaged. */
const rateSeconds = 5

/** Of the app whose metrics are followed. */
export function usePace(): Pace {
  const tickedAt = useMetrics((metrics) => metrics.tickedAt)
  const seconds = useMetrics((metrics) => metrics.seconds)
  return useMemo(() => {
    if (tickedAt === null) return { rate: null, failed: 0, byDyno: {} }
    const until = Math.floor((tickedAt - 1000) / 1000) * 1000
    const traffic = trafficOf(seconds, until, rateSeconds)
    const failed = traffic.failed.reduce<number>((sum, count) => sum + (count ?? 0), 0) / rateSeconds
    return { rate: requestRate(traffic, rateSeconds), failed, byDyno: ratesByDyno(seconds, until, rateSeconds) }
  }, [seconds, tickedAt])
}
