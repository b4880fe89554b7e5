// What the engine is told of a request that ended.

import type { Exchange } from './exchange.ts'
import type { ReportDraft } from './packed-reports.ts'

/** Filled anew for each. */
export const emptyDraft = (): ReportDraft => ({
  at: 0, appId: null, method: '', path: '', host: '', requestId: '', fwd: '', dynoId: null, dyno: null, connectMs: null, serviceMs: null, totalMs: 0, heldMs: undefined,
  status: null, bytes: null, protocol: 'http', code: null, rules: undefined, cause: undefined, agent: undefined, tries: undefined, faults: undefined,
})

/** Good until it is asked for the next. */
export function reportOf(exchange: Exchange, now: number, code: string | null, status: number | null, cause: string | undefined): ReportDraft {
  const { head, entry, target, connectedMark, connectMs, edge } = exchange
  const { draft } = edge
  // A host that no app has any more is nobody's, but its old app hears of it.
  const isAtDyno = target !== null && !dynoless.has(code ?? '')
  draft.at = exchange.arrivedAt + Math.round(now - exchange.arrivedMark)
  draft.appId = entry?.appId ?? null
  draft.method = head.method
  draft.path = head.path
  draft.host = head.host
  draft.requestId = exchange.requestId
  draft.fwd = exchange.forwardedFor
  draft.dynoId = isAtDyno ? target.target.dynoId : null
  draft.dyno = isAtDyno ? target.target.name : null
  draft.connectMs = isAtDyno && connectMs !== null ? Math.round(connectMs) : null
  draft.serviceMs = connectedMark === null ? null : Math.round(now - connectedMark)
  draft.totalMs = Math.round(now - exchange.arrivedMark)
  draft.heldMs = exchange.heldMs > 0 ? Math.round(exchange.heldMs) : undefined
  draft.status = status
  draft.bytes = connectedMark === null ? null : exchange.bytes
  draft.code = code
  draft.rules = entry?.route?.rules
  draft.cause = cause
  draft.agent = code === 'H31' ? (head.value('user-agent') ?? undefined) : undefined
  draft.tries = exchange.tries > 1 ? exchange.tries : undefined
  draft.faults = exchange.faults?.leases
  return draft
}

/** All dynos were tried or none was to be had: none of them answers for it. */
const dynoless: ReadonlySet<string> = new Set(['H20', 'H34', 'H99', 'H11', 'H10', 'H14', 'H80', 'H81', 'H82', 'H83'])
