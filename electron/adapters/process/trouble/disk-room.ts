// A disk without room. Heroku gives a dyno a disk of its own; here it has a folder on yours, which nobody may fill up. What can be
// taken from programs that run already, root's too, is the right to make files longer: the kernel then fails their writes with
// EFBIG (File too large) where a full disk gives ENOSPC. It holds for every file they write, not only those of their folder, and
// also for what they overwrite. Pipes, sockets and reading go on. Linux only, by `prlimit` of util-linux.
// The kernel sends SIGXFSZ as well, which ends a program that does not ignore it; the launcher makes dynos ignore it.

import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { InForce } from '../../parts/trouble-leases.ts'
import { membersOf } from '../process-finder.ts'
import type { ProcessRow } from '../process-table.ts'
import { findOnPath } from '../shell.ts'
import type { Afflicted, DiskHold } from './afflicted.ts'

const mostRounds = 20
const noRoom = '0'
const tooLargeSignal = 25n

export async function takeDiskRoom(dyno: Afflicted): Promise<InForce> {
  const prlimit = findPrlimit()
  const { name } = dyno
  const { diskHold } = dyno
  diskHold.count++
  const unforced = await limitAll(dyno, prlimit, diskHold)
  if (unforced > 0) {
    await giveBack(dyno, prlimit, diskHold)
    throw new Error(`${name} starts processes faster than their disk can be taken from them. Try again when it is calmer.`)
  }
  const endangered = countEndangered(await rowsOf(dyno))
  return {
    changed: [
      `${name}: every write to a file fails with EFBIG, File too large; a full disk would say ENOSPC. That holds for all files, not only those of its own folder.`,
      ...(endangered > 0 ? [`${name}: ${endangered} of its processes do not ignore SIGXFSZ and end at their first write.`] : []),
    ],
    undo: async () => {
      const left = await giveBack(dyno, prlimit, diskHold)
      if (diskHold.count > 0) return { restored: [`${name}: this fault is over, but another still keeps it from writing.`], residue: [] }
      return { restored: [`${name} can write files again.`], residue: left > 0 ? [`${name}: ${left} of its processes still can not write files. A restart of the dyno cures it.`] : [] }
    },
    end: () => {},
  }
}

export function findPrlimit(platform: NodeJS.Platform = process.platform, path: string = `${process.env['PATH'] ?? ''}:/usr/bin:/bin`): string {
  if (platform !== 'linux') throw new Error('The disk of a running process can only be taken from it on Linux. Use the simulated runtime, or a machine with Linux.')
  const found = findOnPath('prlimit', path)
  if (found === null) throw new Error('The program prlimit was not found, which takes the disk from a running process. Install util-linux.')
  return found
}

/** Until a look finds nobody who can still write: children have the limits of their parents. Returns how many are left. */
async function limitAll(dyno: Afflicted, prlimit: string, { limits }: DiskHold): Promise<number> {
  let free = 0
  for (let round = 0; round < mostRounds; round++) {
    const rows = await rowsOf(dyno)
    const now = rows.map(limitOf)
    free = now.filter((limit) => limit !== null && limit !== noRoom).length
    if (free === 0) return 0
    await Promise.all(rows.map((row, index) => {
      const limit = now[index] ?? null
      if (limit === null || limit === noRoom) return null
      limits.set(keyOf(row), limit)
      return setLimit(prlimit, row.pid, noRoom)
    }))
  }
  return free
}

/** Returns how many could not be given back what they had. */
async function giveBack(dyno: Afflicted, prlimit: string, hold: DiskHold): Promise<number> {
  hold.count--
  if (hold.count > 0) return 0
  // What was started since had the limits of its parents.
  const usual = hold.limits.values().next().value ?? 'unlimited'
  let left = 0
  for (let round = 0; round < mostRounds; round++) {
    const rows = await rowsOf(dyno)
    const now = rows.map(limitOf)
    const limited = rows.filter((_, index) => now[index] === noRoom)
    left = limited.length
    if (left === 0) return 0
    await Promise.all(limited.map((row) => setLimit(prlimit, row.pid, hold.limits.get(keyOf(row)) ?? usual)))
  }
  return left
}

const rowsOf = async ({ finder, owner }: Afflicted): Promise<readonly ProcessRow[]> => membersOf(owner, await finder.look())
const keyOf = (row: ProcessRow): string => `${row.pid} ${row.start}`

/** The soft limit, as prlimit takes it; the hard one stays, so that it can be given back without rights. Null when it ended. */
function limitOf({ pid }: ProcessRow): string | null {
  return /^Max file size\s+(\S+)/m.exec(told(pid, 'limits'))?.[1] ?? null
}

/** These reads never wait for a disk. Handed to another thread they would wait for the files of dynos that start. */
function told(pid: number, file: 'limits' | 'status'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return '' // It ended.
  }
}

/** Of one that ended meanwhile it fails, and the next look does not find it. */
function setLimit(prlimit: string, pid: number, limit: string): Promise<void> {
  return new Promise((resolve) => execFile(prlimit, ['--pid', String(pid), `--fsize=${limit}:`], () => resolve()))
}

function countEndangered(rows: readonly ProcessRow[]): number {
  const texts = rows.map(({ pid }) => told(pid, 'status'))
  return texts.filter((text) => text !== '' && !heeds(text, tooLargeSignal)).length
}

/** Ignores or catches the signal, by its /proc status. */
export function heeds(status: string, signal: bigint): boolean {
  const masks = [...status.matchAll(/^Sig(?:Ign|Cgt):\s+([0-9a-f]+)/gm)].map((found) => BigInt(`0x${found[1]}`))
  return masks.some((mask) => ((mask >> (signal - 1n)) & 1n) === 1n)
}
