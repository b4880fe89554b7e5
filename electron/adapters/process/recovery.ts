// After a kill -9 of the engine: what it left running is ended, and its folders go. A process is ours when its environment bears
// the label of our data folder, or when the pid file of a dyno names it and it started at the very moment written there.

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { removeTree } from '../parts/copy-tree.ts'
import { readPidFile, type PidRecord } from './pid-file.ts'
import type { ProcessFinder } from './process-finder.ts'
import type { ProcessRow } from './process-table.ts'
import { signalOne } from './process-tree.ts'

export type RecoveryOptions = {
  readonly dynosFolder: string
  readonly dataDir: string
  readonly finder: ProcessFinder
}

const rounds = 500
const pauseMs = 10

/** Returns how many processes were found. */
export async function recoverProcesses(options: RecoveryOptions): Promise<number> {
  const { dynosFolder, dataDir, finder } = options
  const folders = (await readdir(dynosFolder).catch(() => [])).map((name) => join(dynosFolder, name))
  const records = (await Promise.all(folders.map(readPidFile))).filter((record) => record !== null)
  const found = new Set<number>()
  for (let round = 0; round < rounds; round++) {
    const left = leftovers(await finder.look(), records, dataDir)
    if (left.length === 0) break
    for (const row of left) {
      found.add(row.pid)
      signalOne(row.pid, 'SIGKILL')
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
  await Promise.all(folders.map(removeTree))
  return found.size
}

/** Pure, so that a test can show what is spared. */
export function leftovers(rows: readonly ProcessRow[], records: readonly PidRecord[], dataDir: string, self: number = process.pid): readonly ProcessRow[] {
  const byPid = new Map(rows.map((row) => [row.pid, row]))
  const leaders = new Set(records.filter((record) => byPid.get(record.pid)?.start === record.start).map((record) => record.pid))
  const spared = ancestorsOf(self, byPid)
  const ours = new Set<number>()
  for (const row of rows) if (row.labels?.data === dataDir || leaders.has(row.pid) || leaders.has(row.session) || leaders.has(row.group)) ours.add(row.pid)
  for (const pid of spared) ours.delete(pid)
  // What they started without a label, while the parent still lives.
  for (let before = -1; before !== ours.size;) {
    before = ours.size
    for (const row of rows) if (ours.has(row.parent) && !spared.has(row.pid)) ours.add(row.pid)
  }
  return rows.filter((row) => ours.has(row.pid))
}

/** An engine that was itself started inside a dyno must not end itself. */
function ancestorsOf(self: number, byPid: ReadonlyMap<number, ProcessRow>): ReadonlySet<number> {
  const line = new Set<number>()
  for (let pid = self; pid > 0 && !line.has(pid); pid = byPid.get(pid)?.parent ?? 0) line.add(pid)
  return line
}
