// What a look sees of one app: the seconds and samples that the metrics keep, cut into whole minutes, and how many web dynos were up
// then. Heroku makes the same of router lines.

import type { AppId } from '../../../shared/domain/app.ts'
import type { DynoSample, RequestSecond } from '../../../shared/domain/metrics.ts'
import { dynosOf, type PlatformState } from '../../../shared/domain/state.ts'
import type { AutoscaleSeen } from '../../../shared/protocol/autoscale.ts'
import type { Minute, Observed } from './policies/policy.ts'
import { added, quantileWithin, sum } from './quantile.ts'
import type { StepRecord } from './step-record.ts'

export type Readings = { readonly seconds: readonly RequestSecond[]; readonly samples: readonly DynoSample[] }

export type Sight = {
  readonly state: PlatformState
  readonly appId: AppId
  readonly readings: Readings
  readonly up: StepRecord
  readonly inFlight: StepRecord | null
  readonly now: number
  readonly minuteMs: number
  /** Minutes looked back over, at most. */
  readonly minutes: number
}

export function observe({ state, appId, readings, up, inFlight, now, minuteMs, minutes: count }: Sight): Observed {
  const end = secondOf(now)
  const columns = Array.from({ length: count }, (): RequestSecond[] => [])
  for (const second of readings.seconds) {
    // The second that has just ended is in the last minute.
    const back = Math.floor((end - 1 - second.at) / minuteMs)
    if (second.at < end) columns[count - 1 - back]?.push(second)
  }
  const minutes = columns.map((seconds, index) => minuteOf(seconds, end - (count - index) * minuteMs, minuteMs, up))
  const last = minutes[minutes.length - 1] ?? minuteOf([], end - minuteMs, minuteMs, up)
  return {
    minutes: [...minutes.slice(0, -1), last], quantity: state.apps[appId]?.formation['web']?.quantity ?? 0, up: webUp(state, appId),
    inFlight: inFlight?.mean(now - minuteMs, now) ?? null, cpuPercent: cpuOf(readings.samples, now - minuteMs),
  }
}

/** Web dynos that may get requests. */
export const webUp = (state: PlatformState, appId: AppId): number => dynosOf(state, appId).filter((dyno) => dyno.kind === 'formation' && dyno.type === 'web' && dyno.state.kind === 'up' && dyno.stopping === null).length

export function seenIn({ minutes, inFlight, cpuPercent, up }: Observed): AutoscaleSeen {
  const last = minutes[minutes.length - 1] as Minute
  const [p95, wait] = [quantileWithin(last.latency, 0.95), quantileWithin(last.waited, 0.95)]
  return {
    requestsPerSecond: tenths((last.requests * 1000) / last.ms), p95Ms: p95 === null ? null : Math.round(p95), waitMs: wait === null ? null : Math.round(wait),
    inFlight: inFlight === null ? null : tenths(inFlight), cpuPercent: cpuPercent === null ? null : Math.round(cpuPercent), up,
  }
}

function minuteOf(seconds: readonly RequestSecond[], at: number, ms: number, up: StepRecord): Minute {
  const latency = added(seconds.map((second) => second.latency))
  const waited = added(seconds.map((second) => second.waited ?? []))
  const requests = sum(latency)
  // Those that did not wait are counted by the others only.
  waited[0] = Math.max(0, requests - sum(waited)) + (waited[0] ?? 0)
  return { at, ms, requests, failed: sum(seconds.map((second) => second.failed)), latency, waited, up: up.mean(at, at + ms), isMixed: up.changedWithin(at, at + ms) }
}

/** Each dyno's average, added up. */
function cpuOf(samples: readonly DynoSample[], since: number): number | null {
  const byDyno = new Map<string, number[]>()
  for (const { at, dynoId, name, cpuPercent } of samples) if (at >= since && name.startsWith('web.')) byDyno.set(dynoId, [...(byDyno.get(dynoId) ?? []), cpuPercent])
  if (byDyno.size === 0) return null
  return sum([...byDyno.values()].map((percents) => sum(percents) / percents.length))
}

const secondOf = (at: number): number => Math.floor(at / 1000) * 1000
const tenths = (value: number): number => Math.round(value * 10) / 10
