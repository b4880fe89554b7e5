// One router line per request, in the field order of Heroku's legacy router (http-routing, 2025-07-31; error-codes, 2021-08-04):
// at=info method=GET path="/" host=... Fields without a value are printed as `key=`. Nothing a client sends can forge a field or
// a second line: quotes, blanks and control characters are written as %XX.

import type { LogDraft } from '../../../shared/domain/log.ts'
import type { RequestReport } from '../../../shared/domain/route.ts'
import { routerCodes } from '../../../shared/errors/router-codes.ts'

/** Whose socket broke; these codes begin with it. */
const sockets: Readonly<Record<string, string>> = { H18: 'backend', H27: 'client' }

const maxValueLength = 2000

/** null for a request to a host that no app has: it is nobody's. */
export function routerLine(report: RequestReport): LogDraft | null {
  if (report.appId === null) return null
  return { appId: report.appId, at: report.at, source: 'heroku', ps: 'router', text: requestLine(report) }
}

export function requestLine(report: RequestReport): string {
  const { code, method, path, host, requestId, fwd, dyno, connectMs, serviceMs, status, bytes, protocol } = report
  const tail = [
    `method=${safe(method)}`, `path="${safe(path)}"`, `host=${safe(host)}`, `request_id=${safe(requestId)}`, `fwd="${quoted(fwd)}"`, `dyno=${dyno ?? ''}`,
    `connect=${inMs(connectMs)}`, `service=${inMs(serviceMs)}`, `status=${status ?? ''}`, `bytes=${bytes ?? ''}`, `protocol=${protocol}`,
  ]
  return [...head(code), ...tail].join(' ')
}

function head(code: string | null): string[] {
  if (code === null) return ['at=info']
  const known = routerCodes.get(code)
  const socket = sockets[code]
  const at = [`at=${known?.level ?? 'error'}`, `code=${code}`, `desc="${known?.description ?? ''}"`]
  return socket === undefined ? at : [`sock=${socket}`, ...at]
}

const inMs = (value: number | null): string => (value === null ? '' : `${Math.round(value)}ms`)

const safe = (value: string): string => quoted(value).replaceAll(' ', '%20')

function quoted(value: string): string {
  // oxlint-disable-next-line no-control-regex
  return value.slice(0, maxValueLength).replace(/[\u0000-\u001f"\u007f-\u009f\u2028\u2029]/g, (unsafe) => encodeURIComponent(unsafe))
}
