// A log line as a drain sends it: RFC 5424 as Logplex writes it. On HTTPS the host is `host` and the structured data is left out, on
// syslog the host is the drain's token. Priorities: devcenter http-routing (2025-07-31) for the router; the others from public logs.

import type { LogLine } from '../domain/log.ts'
import { isoTime } from '../text/time.ts'

export type DrainForm = { readonly host: string; readonly hasStructuredData: boolean }

type Line = Pick<LogLine, 'at' | 'source' | 'ps' | 'text'>

/** facility * 8 + severity: local7.info, local3.info, local5.warning, syslog.notice. */
const priorities = { app: 190, router: 158, logplex: 172, heroku: 45 } as const

export function syslogLine({ at, source, ps, text }: Line, { host, hasStructuredData }: DrainForm): string {
  return `<${priorityOf(source, ps)}>1 ${isoTime(at)} ${host} ${source} ${ps} -${hasStructuredData ? ' -' : ''} ${text}\n`
}

/** What a drain is told in place of the lines that it did not get. */
export function overflowText(dropped: number, since: number): string {
  return `Error L10 (output buffer overflow): ${dropped} messages dropped since ${isoTime(since).replace(/\.\d+/, '')}.`
}

export function priorityOf(source: LogLine['source'], ps: string): number {
  if (source === 'app') return priorities.app
  return ps === 'router' ? priorities.router : ps === 'logplex' ? priorities.logplex : priorities.heroku
}
