// One line of output as log lines. Heroku splits lines over 10,000 bytes; so do we, never inside a character. Control characters
// that would move a terminal's cursor stay: the window draws colours from them.

import { logLineMaxBytes } from '../../../shared/domain/log.ts'

/** Longest UTF-8 form of one UTF-16 unit. */
const maxBytesPerUnit = 3

/** What the platform tells may hold names and messages from outside, with line ends in them: one log line is one line. */
export function linesOf(text: string): readonly string[] {
  return text.includes('\n') ? text.split(/\r?\n/).flatMap((line) => splitLine(line)) : splitLine(text)
}

export function splitLine(text: string, maxBytes: number = logLineMaxBytes): readonly string[] {
  if (text.length * maxBytesPerUnit <= maxBytes) return [text]
  const parts: string[] = []
  let start = 0
  let bytes = 0
  for (let index = 0; index < text.length; ) {
    const code = text.codePointAt(index) ?? 0
    const size = utf8Bytes(code)
    if (bytes + size > maxBytes) {
      parts.push(text.slice(start, index))
      start = index
      bytes = 0
    }
    bytes += size
    index += code > 0xffff ? 2 : 1
  }
  parts.push(text.slice(start))
  return parts
}

function utf8Bytes(code: number): number {
  if (code < 0x80) return 1
  if (code < 0x800) return 2
  return code < 0x10000 ? 3 : 4
}
