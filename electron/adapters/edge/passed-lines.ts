// Which header lines go on, as one text: whole runs of lines are kept as they came, in order and spelling.

import type { Field, FieldKind } from './field-scan.ts'

/** `close, X-Secret` is `close` and `x-secret`. */
export const tokensOf = (list: string): string[] => list.toLowerCase().split(',').map((token) => token.trim())

/** Plain words of Connection, and headers that frame or address the message and so are not its to take. */
const notToTake: ReadonlySet<string> = new Set(['', 'close', 'keep-alive', 'upgrade', 'host', 'content-length', 'transfer-encoding'])

/** null when Connection names no further headers, as nearly always. */
export function namedByConnection(tokens: readonly string[]): ReadonlySet<string> | null {
  const named = tokens.filter((token) => !notToTake.has(token))
  return named.length === 0 ? null : new Set(named)
}

/**
 * The lines from `from` to `to` without the fields that `isCut` names, with no more than `lengths` lines of Content-Length, and without
 * those `named`.
 */
export function linesWithout(
  text: string, from: number, to: number, fields: readonly Field[], isCut: (kind: FieldKind) => boolean, lengths: number, named: ReadonlySet<string> | null,
): string {
  let passed = ''
  let at = from
  let kept = 0
  for (let index = 0; index < fields.length; index++) {
    const field = fields[index] as Field
    const isSurplus = field.kind === 'content-length' && ++kept > lengths
    if (!isSurplus && !isCut(field.kind)) continue
    if (field.start > at) passed += text.slice(at, field.start)
    at = field.end
  }
  if (to > at) passed += text.slice(at, to)
  return named === null ? passed : passed.split(/(?<=\r\n)/).filter((line) => !named.has(line.slice(0, line.indexOf(':')).toLowerCase())).join('')
}
