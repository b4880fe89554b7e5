// Which process a dyno's folder belongs to, written at spawn so that a later engine can tell it from another process that was
// given the same number.

import { writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

export type PidRecord = { readonly pid: number; readonly start: string }

const fileName = 'pid'

/** At once: between spawn and this file nothing may happen that could end the engine. */
export function writePidFile(folder: string, record: PidRecord): void {
  writeFileSync(join(folder, fileName), `${record.pid} ${record.start}\n`)
}

export async function readPidFile(folder: string): Promise<PidRecord | null> {
  const text = await readFile(join(folder, fileName), 'utf8').catch(() => '')
  const found = /^(\d+) (.+)\n$/.exec(text)
  return found === null ? null : { pid: Number(found[1]), start: found[2] ?? '' }
}
