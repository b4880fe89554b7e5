// The last requests of each app, so that who begins to look sees something at once. Heroku keeps 1,500 log lines for that.

import type { AppId } from '../../../shared/domain/app.ts'
import type { RequestReport } from '../../../shared/domain/route.ts'

export type RecentRequests = {
  add(report: RequestReport): void
  /** The last `count` of one app, or of all and of no app; oldest first. */
  last(appId: AppId | null, count: number): RequestReport[]
  forget(appId: AppId): void
}

const requestsKept = 1000

/** Requests to hosts that no app has. */
const nobody = ''

export function createRecentRequests(keep: number = requestsKept): RecentRequests {
  const lists = new Map<AppId, RequestReport[]>()

  function add(report: RequestReport): void {
    const appId = report.appId ?? nobody
    const list = lists.get(appId)
    if (list === undefined) {
      lists.set(appId, [report])
      return
    }
    list.push(report)
    // Twice as many are held, so that cutting is rare.
    if (list.length >= 2 * keep) list.splice(0, list.length - keep)
  }

  function last(appId: AppId | null, count: number): RequestReport[] {
    const few = Math.min(count, keep)
    if (few === 0) return []
    if (appId !== null) return (lists.get(appId) ?? []).slice(-few)
    return [...lists.values()].flatMap((list) => list.slice(-few)).sort((a, b) => a.at - b.at).slice(-few)
  }

  return { add, last, forget: (appId) => void lists.delete(appId) }
}
