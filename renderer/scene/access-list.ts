// The access log as it is read: filtered, sorted, and honest about what share of the requests it shows.

import type { RequestReport } from '../../shared/domain/route.ts'

export type StatusClass = '2' | '3' | '4' | '5'
export type AccessFilter = {
  readonly status: StatusClass | null
  readonly code: string | null
  readonly dyno: string | null
  readonly path: string
}
export type AccessColumn = 'at' | 'status' | 'heldMs' | 'connectMs' | 'serviceMs' | 'totalMs' | 'bytes'

/** A client may send the id of another request again. */
export const keyOf = ({ requestId, at }: RequestReport): string => `${requestId}@${at}`

export const noFilter: AccessFilter = { status: null, code: null, dyno: null, path: '' }

export function isFiltered({ status, code, dyno, path }: AccessFilter): boolean {
  return status !== null || code !== null || dyno !== null || path !== ''
}

export function passes(report: RequestReport, { status, code, dyno, path }: AccessFilter): boolean {
  if (status !== null && String(report.status ?? '').slice(0, 1) !== status) return false
  if (code !== null && report.code !== code) return false
  if (dyno !== null && report.dyno !== dyno) return false
  return path === '' || report.path.toLowerCase().includes(path.toLowerCase())
}

/** Greatest first; of equals the newest first. What has no value comes last. */
export function sortedBy(requests: readonly RequestReport[], column: AccessColumn): readonly RequestReport[] {
  return [...requests].sort((a, b) => (b[column] ?? -1) - (a[column] ?? -1) || b.at - a.at)
}

/** One in how many of the requests since `since` is shown; 1 when all are. */
export function shownOneIn(beats: readonly { readonly at: number; readonly ended: number; readonly sent: number }[], since: number): number {
  const recent = beats.filter(({ at }) => at >= since)
  const sum = (read: (beat: { readonly ended: number; readonly sent: number }) => number): number => recent.reduce((total, beat) => total + read(beat), 0)
  const [ended, sent] = [sum((beat) => beat.ended), sum((beat) => beat.sent)]
  return sent === 0 ? 1 : Math.max(1, Math.round(ended / sent))
}

/** What there is to choose from, in order. */
export function choicesOf(requests: readonly RequestReport[], read: (report: RequestReport) => string | null): readonly string[] {
  return [...new Set(requests.map(read))].filter((value) => value !== null).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
}
