// The processes of one server: PostgreSQL gives each of its children a session of its own, so they are known by the folder they work in
// (Linux) or by their titles (elsewhere). Windows shows neither: there only the first process is known.

import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

export type ServerOwner = { readonly id: string; readonly dataFolder: string }

const run = promisify(execFile)
const pauseMs = 10

/** All that live, the first one first. */
export async function processesOf(owner: ServerOwner, platform: NodeJS.Platform = process.platform): Promise<readonly number[]> {
  const first = await pidInFile(owner.dataFolder)
  const found = platform === 'linux' ? workingIn(owner.dataFolder) : platform === 'win32' ? [] : await titled(owner)
  const all = new Set([...(first !== null && found.includes(first) ? [first] : []), ...found])
  if (platform === 'win32' && first !== null && isAlive(first)) all.add(first)
  return [...all]
}

export function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) signalOne(pid, signal)
}

export function signalOne(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Resolves with whether none is left in time. */
export async function untilGone(owner: ServerOwner, withinMs: number): Promise<boolean> {
  const end = performance.now() + withinMs
  while ((await processesOf(owner)).length > 0) {
    if (performance.now() > end) return false
    await new Promise((soon) => setTimeout(soon, pauseMs))
  }
  return true
}

async function pidInFile(dataFolder: string): Promise<number | null> {
  const pid = Number((await readFile(join(dataFolder, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0])
  return Number.isInteger(pid) && pid > 1 ? pid : null
}

function workingIn(folder: string): readonly number[] {
  return readdirSync('/proc').map(Number).filter((pid) => Number.isInteger(pid) && pid !== process.pid && folderOf(pid) === folder && isAlive(pid)).sort((a, b) => a - b)
}

function folderOf(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return null
  }
}

async function titled({ id, dataFolder }: ServerOwner): Promise<readonly number[]> {
  const { stdout } = await run('ps', ['-A', '-ww', '-o', 'pid=,stat=,command='], { maxBuffer: 32 * 1024 * 1024 })
  return stdout.split('\n').flatMap((line) => {
    const [, pid, stat = '', command = ''] = /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? []
    const isOurs = command.includes(`postgres: ${id}: `) || (/\bpostgres\b/.test(command) && command.includes(`-D ${dataFolder}`))
    return isOurs && !stat.startsWith('Z') ? [Number(pid)] : []
  })
}

/** A process that ended and that nobody asked after still has its number. */
function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2))
  } catch {
    if (process.platform === 'linux') return false
  }
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
