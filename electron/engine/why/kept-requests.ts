// The requests that can be asked about: the last failed ones and the last of all others, so that a flood of good ones does not
// wash a failure away.

import type { RequestReport } from '../../../shared/domain/route.ts'

export type KeptRequests = {
  add(report: RequestReport): void
  find(requestId: string): RequestReport | null
  /** Oldest first. */
  failed(appId: string): readonly RequestReport[]
  forget(appId: string): void
}

const failedKept = 5000
const othersKept = 2000

/** A visitor got less than was asked for: a 5xx, or an answer cut short, whoever is to blame. */
const isFailed = ({ status, code }: RequestReport): boolean => code !== null || status === null || status >= 500

export function createKeptRequests(keepFailed: number = failedKept, keepOthers: number = othersKept): KeptRequests {
  const failed = new Map<string, RequestReport>()
  const others = new Map<string, RequestReport>()

  function keep(list: Map<string, RequestReport>, report: RequestReport, most: number): void {
    list.delete(report.requestId)
    list.set(report.requestId, report)
    if (list.size <= most) return
    const oldest = list.keys().next()
    if (oldest.done !== true) list.delete(oldest.value)
  }

  return {
    add: (report) => (isFailed(report) ? keep(failed, report, keepFailed) : keep(others, report, keepOthers)),
    find: (requestId) => failed.get(requestId) ?? others.get(requestId) ?? null,
    failed: (appId) => [...failed.values()].filter((report) => report.appId === appId),
    forget: (appId) => {
      for (const list of [failed, others]) for (const [id, report] of list) if (report.appId === appId) list.delete(id)
    },
  }
}
