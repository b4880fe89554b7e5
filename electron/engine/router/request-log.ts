// One router line per request, in the field order of Heroku's two routers (http-routing, 2025-07-31; error-codes, 2021-08-04): classic
// ends with protocol=http; Router 2.0 with protocol=http1.1 tls=false tls_version=unknown, and writes fwd bare. Fields without a value
// are printed as `key=`. Nothing a client sends can forge a field or a second line: quotes, blanks and control characters are
// written as %XX. Simplified: the data plane speaks HTTP/1.1 without TLS, so the last three never say anything else.

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
  const { method, path, host, requestId, fwd, dyno, connectMs, serviceMs, status, bytes } = report
  const isCurrent = report.rules === 'current'
  const fields = [
    `method=${safe(method)}`, `path="${safe(path)}"`, `host=${safe(host)}`, `request_id=${safe(requestId)}`,
    isCurrent ? `fwd=${safe(fwd.replace(/,\s+/g, ','))}` : `fwd="${quoted(fwd)}"`, `dyno=${dyno ?? ''}`,
    `connect=${inMs(connectMs)}`, `service=${inMs(serviceMs)}`, `status=${status ?? ''}`, `bytes=${bytes ?? ''}`,
  ]
  return [...head(report, isCurrent), ...fields, ...transport(report, isCurrent), ...agent(report)].join(' ')
}

function head(report: RequestReport, isCurrent: boolean): string[] {
  const { code, cause } = report
  if (code === null) return ['at=info']
  const known = routerCodes.get(code)
  const socket = sockets[code]
  const description = (isCurrent ? known?.currentDescription : undefined) ?? known?.description ?? ''
  return [
    ...(socket === undefined ? [] : [`sock=${socket}`]),
    `at=${known?.level ?? 'error'}`, `code=${code}`,
    `desc="${code === 'H25' && cause !== undefined ? `${description}: ${quoted(cause)}` : description}"`,
    ...(code === 'H26' && cause !== undefined ? [`cause="${quoted(cause)}"`] : []),
  ]
}

function transport({ protocol }: RequestReport, isCurrent: boolean): string[] {
  return isCurrent ? ['protocol=http1.1', `tls=${protocol === 'https'}`, 'tls_version=unknown'] : [`protocol=${protocol}`]
}

function agent({ code, agent: name }: RequestReport): string[] {
  return code === 'H31' ? [`agent="${quoted(name ?? '')}"`] : []
}

const inMs = (value: number | null): string => (value === null ? '' : `${Math.round(value)}ms`)

const safe = (value: string): string => quoted(value).replaceAll(' ', '%20')

function quoted(value: string): string {
  // oxlint-disable-next-line no-control-regex
  return value.slice(0, maxValueLength).replace(/[\u0000-\u001f"\u007f-\u009f\u2028\u2029]/g, (unsafe) => encodeURIComponent(unsafe))
}
