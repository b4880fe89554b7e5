export type CgiHead = { readonly status: number; readonly headers: Record<string, string>; readonly rest: Buffer }

/** Splits a CGI answer into its head and what follows; null while the head is not whole. */
export function parseCgiHead(answer: Buffer): CgiHead | null {
  const end = /\r?\n\r?\n/.exec(answer.toString('latin1'))
  if (end === null) return null
  const headers: Record<string, string> = {}
  let status = 200
  for (const line of answer.subarray(0, end.index).toString('latin1').split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (colon < 1) continue
    const name = line.slice(0, colon).trim()
    const value = line.slice(colon + 1).trim()
    if (name.toLowerCase() === 'status') status = Number.parseInt(value, 10) || 500
    else headers[name] = value
  }
  return { status, headers, rest: answer.subarray(end.index + end[0].length) }
}
