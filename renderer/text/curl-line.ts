// A request as a line for a shell. Headers and body of the first time are not kept, so they are not in it.

import type { RequestReport } from '../../shared/domain/route.ts'

export function curlLine({ method, host, path }: Pick<RequestReport, 'method' | 'host' | 'path'>, routerPort: number | null): string {
  const authority = /:\d+$/.test(host) || routerPort === null ? host : `${host}:${routerPort}`
  const how = method === 'GET' ? '-i' : method === 'HEAD' ? '-I' : `-i -X ${quoted(method)}`
  return `curl ${how} ${quoted(`http://${authority}${path}`)}`
}

/** Whole for a POSIX shell, whatever is in it. */
function quoted(text: string): string {
  return /^[A-Z]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
