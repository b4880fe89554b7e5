// Log lines of one app on disk: a file that grows to a bound, and the one before it. When the first is full it takes the
// place of the second, so an app's lines never take more than two bounds.

import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { LogLine } from '../../../shared/domain/log.ts'

export type LineFile = {
  /** All lines that are still there, oldest first; what can not be read is left out. */
  read(): LogLine[]
  /** Throws when the disk does not take it. */
  write(lines: readonly LogLine[]): void
  remove(): void
}

export function openLineFile(folder: string, segmentBytes: number): LineFile {
  const newer = join(folder, 'lines.jsonl')
  const older = join(folder, 'lines.1.jsonl')
  let bytes = existsSync(newer) ? statSync(newer).size : 0
  /** A write that was cut short must not run into the next line. */
  let needsLineEnd = bytes > 0

  function write(lines: readonly LogLine[]): void {
    if (bytes >= segmentBytes) {
      renameSync(newer, older)
      bytes = 0
      needsLineEnd = false
    }
    if (bytes === 0) mkdirSync(folder, { recursive: true })
    const text = (needsLineEnd ? '\n' : '') + lines.map(encode).join('')
    needsLineEnd = true
    appendFileSync(newer, text)
    needsLineEnd = false
    bytes += Buffer.byteLength(text)
  }

  return {
    read: () => [older, newer].flatMap(readLines),
    write,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function readLines(path: string): LogLine[] {
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8').split('\n').flatMap(decode)
}

const encode = ({ id, at, source, ps, text }: LogLine): string => `${JSON.stringify([id, at, source, ps, text])}\n`

function decode(text: string): LogLine[] {
  if (text === '') return []
  try {
    const [id, at, source, ps, line] = JSON.parse(text) as [number, number, LogLine['source'], string, string]
    return typeof line === 'string' ? [{ id, at, source, ps, text: line }] : []
  } catch {
    return []
  }
}
