// One engine per data folder: two on one journal would each believe the other's dynos lost.

import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { processStart } from './process-start.ts'

/** A process; `start` tells it from a later one with the same id. */
export type Holder = { readonly pid: number; readonly start: string | null }

/** Throws Error with a sentence for people. The answer gives the folder free again. */
export function lockDataDir(dataDir: string): () => void {
  const file = join(dataDir, 'engine.lock')
  const own = JSON.stringify({ pid: process.pid, start: processStart(process.pid) } satisfies Holder)
  for (let attempt = 0; attempt < 3; attempt++) {
    if (tryWrite(file, own)) return () => release(file, own)
    const holder = readHolder(file)
    if (holder !== null && isAlive(holder)) {
      throw new Error(`Dynarium runs on ${dataDir} already (process ${holder.pid}). Stop it first, or choose another folder with --data-dir.`)
    }
    // What was there belonged to an engine that was killed.
    rmSync(file, { force: true })
  }
  throw new Error(`${file} keeps coming back. Is another Dynarium starting on ${dataDir} at this moment?`)
}

function tryWrite(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function readHolder(file: string): Holder | null {
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8')) as Holder
    return Number.isInteger(holder.pid) && holder.pid > 0 ? holder : null
  } catch {
    return null
  }
}

/** A process id alone proves nothing: ids are used again. */
export function isAlive({ pid, start }: Holder): boolean {
  if (pid === process.pid && start === processStart(pid)) return true
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return start === null || processStart(pid) === start
}

function release(file: string, own: string): void {
  try {
    if (readFileSync(file, 'utf8') === own) rmSync(file, { force: true })
  } catch {
    // Somebody removed it; there is nothing to give back.
  }
}
