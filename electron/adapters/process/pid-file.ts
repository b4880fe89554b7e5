// Which process a dyno's folder belongs to, written at spawn so that a later engine can tell it from another process that was
// given the same number.

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export type PidRecord = { readonly pid: number; readonly start: string }

const fileName = 'pid'

/** Not waited for at a start: until it is there, and if the disk is full, the label in its environment tells whose a process is. */
export function writePidFile(folder: string, record: PidRecord): Promise<void> {
  return writeFile(join(folder, fileName), `${record.pid} ${record.start}\n`)
}

export async function readPidFile(folder: string): Promise<PidRecord | null> {
  const text = await readFile(join(folder, fileName), 'utf8').catch(() => '')
  const found = /^(\d+) (.+)\n$/.exec(text)
  return found === null ? null : { pid: Number(found[1]), start: found[2] ?? '' }
}
