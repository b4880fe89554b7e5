// Where the Dynarium of a data folder answers, for the commands of a terminal. It lasts as long as the process: who died at once left the
// file behind, and is not believed.

import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { isAlive } from './data-dir-lock.ts'
import { processStart } from './process-start.ts'

export type Address = {
  /** Of the control port, e.g. http://127.0.0.1:7070 */
  readonly url: string
  /** The certificate of the local authority. */
  readonly caFile: string
}

const written = z.object({ pid: z.number().int().positive(), start: z.string().nullable(), url: z.string().regex(/^http:\/\/127\.0\.0\.1:\d+$/), caFile: z.string() })
const fileIn = (dataDir: string): string => join(dataDir, 'address.json')

/** The answer removes it. */
export function writeAddress(dataDir: string, address: Address): () => void {
  const file = fileIn(dataDir)
  rmSync(file, { force: true })
  writeFileSync(file, `${JSON.stringify({ pid: process.pid, start: processStart(process.pid), ...address })}\n`, { mode: 0o600 })
  return () => rmSync(file, { force: true })
}

/** Null: none is running there. */
export function readAddress(dataDir: string): Address | null {
  if (!existsSync(fileIn(dataDir))) return null
  try {
    const { pid, start, url, caFile } = written.parse(JSON.parse(readFileSync(fileIn(dataDir), 'utf8')))
    return isAlive({ pid, start }) ? { url, caFile } : null
  } catch {
    return null
  }
}
