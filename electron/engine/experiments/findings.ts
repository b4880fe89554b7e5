// What a run leaves to tell: its faults with their receipts, and the requests that failed, by what caused them. Ours.

import type { AppId } from '../../../shared/domain/app.ts'
import type { Receipt } from '../../../shared/domain/fault.ts'
import type { PlatformState } from '../../../shared/domain/state.ts'
import type { Failure, FaultSpan } from '../../../shared/experiment/run-record.ts'
import { targetInWords } from '../../../shared/experiment/target-words.ts'
import type { ExperimentDeps } from './deps.ts'
import type { RequestTally } from './request-tally.ts'

/** Of this run, and of others that were in force meanwhile where its app could feel them. */
export function faultSpans(state: PlatformState, { runId, appId, since }: { readonly runId: string; readonly appId: AppId; readonly since: number }): FaultSpan[] {
  const isFelt = (fault: Pick<Receipt, 'experimentId' | 'appId'>): boolean => fault.experimentId === runId || fault.appId === null || fault.appId === appId
  const running = Object.values(state.leases).filter(isFelt).map(({ id, title, target, dynoIds, startedAt, changed, experimentId }) => ({
    leaseId: id, title: named(title, experimentId, runId), target: targetInWords(target), dynoIds: [...dynoIds], startedAt, endedAt: null, changed: [...changed], restored: [], residue: [],
  }))
  return [...state.receipts.filter((receipt) => isFelt(receipt) && (receipt.endedAt >= since || receipt.experimentId === runId)).map((receipt) => over(receipt, runId)), ...running].sort((a, b) => a.startedAt - b.startedAt)
}

const over = ({ leaseId, title, target, dynoIds, startedAt, endedAt, changed, restored, residue, experimentId }: Receipt, runId: string): FaultSpan => ({
  leaseId, title: named(title, experimentId, runId), target: targetInWords(target), dynoIds: [...dynoIds], startedAt, endedAt, changed: [...changed], restored: [...restored], residue: [...residue],
})

const named = (title: string, experimentId: string | null, runId: string): string => (experimentId === runId ? title : `${title} (not of this experiment)`)

/** The most frequent first. Each group is explained by one of its requests. */
export function failuresOf(tally: RequestTally, why: ExperimentDeps['why']): Failure[] {
  const found = new Map<string, Failure>()
  for (const { report, count } of tally.failedGroups()) {
    const { blame, sentence } = why(report)
    const kind = blame === 'none' ? 'unknown' : blame
    const code = report.code ?? (report.status === null ? 'no answer' : `status ${report.status}`)
    const key = JSON.stringify([kind, sentence, code])
    const known = found.get(key)
    found.set(key, known === undefined ? { kind, cause: sentence, code, count, requestId: report.requestId } : { ...known, count: known.count + count })
  }
  const more: Failure[] = tally.ungrouped === 0 ? [] : [{ kind: 'unknown', cause: 'There were more kinds of failures than are looked into.', code: '', count: tally.ungrouped, requestId: '' }]
  return [...found.values(), ...more].sort((a, b) => b.count - a.count)
}
