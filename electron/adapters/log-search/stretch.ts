// A stretch of lines that are searched together: their texts in small letters as one string, which is searched far faster than a string a
// line, and the lines themselves packed away until some are wanted.

import { gunzipSync, gzipSync } from 'node:zlib'
import type { FoundLine } from '../../../shared/domain/log-search.ts'
import { addLine, emptyMask, fullMask, hasLine, type LineMask } from './line-mask.ts'
import { fromArchive } from './archive-line.ts'

export const stretchLines = 1024

/** A program and a priority that lines may have: numbers take less than names. */
export type Head = { readonly program: string; readonly priority: number }

export type Stretch = {
  readonly firstId: number
  readonly count: number
  readonly oldestAt: number
  /** Each line between two line ends. */
  readonly text: string
  /** Where each line begins in it, and where the next would. */
  readonly starts: Uint32Array
  /** Numbers of their heads. */
  readonly heads: Uint16Array
  readonly packed: Buffer
}

/** `heads` numbers each line's program and priority. */
export function sealStretch(lines: readonly FoundLine[], heads: readonly number[], packed: Buffer): Stretch {
  const starts = new Uint32Array(lines.length + 1)
  const small = lines.map(({ text }) => text.toLowerCase())
  let at = 1
  small.forEach((text, index) => {
    starts[index] = at
    at += text.length + 1
  })
  starts[lines.length] = at
  return {
    firstId: lines[0]?.id ?? 0, count: lines.length, oldestAt: lines[0]?.at ?? 0, text: `\n${small.join('\n')}\n`, starts, heads: Uint16Array.from(heads),
    packed,
  }
}

/** `rows` as archives have them. The fastest level: packing must keep up with a flood. */
export const packRows = (rows: readonly string[]): Buffer => gzipSync(rows.join(''), { level: 1 })

/** Those of `wanted`, the newest `most`, oldest first. Only their rows are read. */
export function linesOf({ packed, count }: Stretch, wanted: LineMask, most: number): FoundLine[] {
  const rows = gunzipSync(packed).toString().split('\n')
  const found: string[] = []
  for (let line = count - 1; line >= 0 && found.length < most; line -= 1) {
    const row = rows[line]
    if (row !== undefined && hasLine(wanted, line)) found.push(row)
  }
  return fromArchive(found.reverse().join('\n'))
}

/** Lines whose text has `wanted` in it. `anchor`: the place in it where its rarest letter is, which is looked for first. */
export function linesWith({ text, starts, count }: Stretch, wanted: string, anchor: number): LineMask {
  const mask = emptyMask(count)
  const tail = anchor === 0 ? wanted : wanted.slice(anchor)
  const head = wanted.slice(0, anchor)
  let line = 0
  for (let at = text.indexOf(tail); at !== -1; ) {
    if (anchor > 0 && !text.startsWith(head, at - anchor)) {
      at = text.indexOf(tail, at + 1)
      continue
    }
    line = lineAt(starts, at, line, count)
    addLine(mask, line)
    at = text.indexOf(tail, starts[line + 1])
  }
  return mask
}

/** The same for those of `among` only, each looked at by itself: cheaper where they are few. */
export function linesWithAmong({ text, starts, count }: Stretch, wanted: string, among: LineMask): LineMask {
  const mask = emptyMask(count)
  for (let line = 0; line < count; line += 1) {
    if (hasLine(among, line) && text.slice(starts[line], (starts[line + 1] ?? 0) - 1).includes(wanted)) addLine(mask, line)
  }
  return mask
}

/** Often the next line or one soon after; else it is looked for by halves. */
function lineAt(starts: Uint32Array, at: number, from: number, count: number): number {
  for (let line = from; line < from + 8; line += 1) if (at < (starts[line + 1] ?? Infinity)) return line
  let [low, high] = [from, count - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? Infinity) <= at) low = middle
    else high = middle - 1
  }
  return low
}

/** Lines whose head is one of those. */
export function linesWithHead({ heads, count }: Stretch, isWanted: readonly boolean[]): LineMask {
  if (isWanted.every((wanted) => wanted)) return fullMask(count)
  const mask = emptyMask(count)
  if (!isWanted.includes(true)) return mask
  for (let line = 0; line < count; line += 1) if (isWanted[heads[line] ?? 0] === true) addLine(mask, line)
  return mask
}
