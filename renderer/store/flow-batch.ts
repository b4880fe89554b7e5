// What a window keeps of the flow of requests: the newest ones, the loads of now, and counts of the last seconds.

import type { RequestReport } from '../../shared/domain/route.ts'
import type { AppLoad } from '../../shared/domain/traffic.ts'
import { outcomeOf } from '../scene/map-particles.ts'

/** Counts of one batch. `ended` counts all of them, `sampled` those that were sent one by one. */
export type FlowCount = { readonly at: number; readonly ended: number; readonly sampled: number; readonly byApp: Readonly<Record<string, { readonly count: number; readonly failed: number }>> }

export type Flow = {
  /** Whose requests; null: of all apps. */
  readonly appId: string | null
  /** Newest last, at most `requestsKept`. */
  readonly requests: readonly RequestReport[]
  readonly loads: Readonly<Record<string, AppLoad>>
  /** Oldest first, of the last `countSpanMs`. */
  readonly counts: readonly FlowCount[]
  /** Answered since this was opened; `failed` is of the sample. */
  readonly total: { readonly ended: number; readonly sampled: number; readonly failed: number }
  /** The request that was chosen, kept beyond the others. */
  readonly chosen: RequestReport | null
}

export type FlowBatch = { readonly requests: readonly RequestReport[]; readonly ended: number; readonly loads: readonly AppLoad[]; readonly now: number }

const requestsKept = 200
export const countSpanMs = 5000

export const emptyFlow = (appId: string | null): Flow => ({ appId, requests: [], loads: {}, counts: [], total: { ended: 0, sampled: 0, failed: 0 }, chosen: null })

const hasFailed = (report: RequestReport): boolean => outcomeOf(report) === 'failed'

export function takeFlow(flow: Flow, batch: FlowBatch): Flow {
  const loads = batch.loads.length === 0 ? flow.loads : { ...flow.loads }
  for (const load of batch.loads) (loads as Record<string, AppLoad>)[load.appId] = load
  const failed = batch.requests.filter(hasFailed).length
  return {
    ...flow,
    loads,
    requests: batch.requests.length === 0 ? flow.requests : joined(flow.requests, batch.requests),
    counts: [...flow.counts.filter(({ at }) => at > batch.now - countSpanMs), ...(batch.ended === 0 ? [] : [countOf(batch)])],
    total: batch.ended === 0 ? flow.total : { ended: flow.total.ended + batch.ended, sampled: flow.total.sampled + batch.requests.length, failed: flow.total.failed + failed },
  }
}

export type Pace = { readonly rate: number; readonly failed: number; readonly isEstimate: boolean }

/** Requests a second of one app over the last seconds; an estimate when they are a sample. */
export function paceOf(flow: Pick<Flow, 'counts'>, appId: string, now: number): Pace {
  let count = 0
  let failed = 0
  let isEstimate = false
  for (const entry of flow.counts) {
    const own = entry.byApp[appId]
    if (own === undefined || entry.at <= now - countSpanMs) continue
    const weight = entry.sampled === 0 ? 1 : entry.ended / entry.sampled
    count += own.count * weight
    failed += own.failed * weight
    isEstimate ||= weight > 1
  }
  return { rate: (count * 1000) / countSpanMs, failed: (failed * 1000) / countSpanMs, isEstimate }
}

function countOf({ requests, ended, now }: FlowBatch): FlowCount {
  const byApp: Record<string, { count: number; failed: number }> = {}
  for (const report of requests) {
    if (report.appId === null) continue
    const own = (byApp[report.appId] ??= { count: 0, failed: 0 })
    own.count += 1
    own.failed += Number(hasFailed(report))
  }
  return { at: now, ended, sampled: requests.length, byApp }
}

/** After a lost line the history comes again: what is known already is not doubled. */
function joined(before: readonly RequestReport[], fresh: readonly RequestReport[]): readonly RequestReport[] {
  const known = new Set(before.map(({ requestId }) => requestId))
  return [...before, ...fresh.filter(({ requestId }) => !known.has(requestId))].slice(-requestsKept)
}
