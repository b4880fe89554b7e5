// One server process from its start to its end: waits until it says in its own pid file that it is ready, passes on its log, holds it still.

import { spawn, type ChildProcess } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { ServerStop } from '../../engine/ports/postgres-host.ts'
import { createLineSplitter } from '../parts/line-splitter.ts'
import { processesOf, signalAll, signalOne, untilGone, type ServerOwner } from './server-processes.ts'
import type { ServerPrograms } from './server-programs.ts'
import type { ServerUser } from './server-user.ts'

export type Launch = ServerOwner & {
  readonly programs: ServerPrograms
  readonly user: ServerUser | null
  readonly port: number
  /** Known again by it in its environment. */
  readonly dataDir: string
  logged(lines: readonly string[]): void
  /** Once, when the first process is gone. */
  exited(how: { readonly status: number | null; readonly signal: string | null }): void
}

export type RunningServer = {
  readonly pid: number
  readonly port: number
  isFrozen(): boolean
  hold(): Promise<void>
  goOn(): Promise<void>
  reload(): void
  end(how: ServerStop): Promise<void>
}

export type Refused = { readonly kind: 'port-taken' } | { readonly kind: 'failed'; readonly why: string }

const readyPollMs = 5
/** Recovery of a large database takes its time; a program that hangs is told of. */
const readyMs = 120_000
const properEndMs = 20_000
const endMs = 10_000
const keptLines = 40
const maxLineBytes = 4096
const holdRounds = 50

/** Resolves when it takes connections; a refusal of the program's own is an answer. */
export async function launchServer(launch: Launch): Promise<RunningServer | Refused> {
  const { programs, user, dataFolder, port } = launch
  const child = spawn(programs.postgres, ['-D', dataFolder, '-p', String(port)], {
    detached: process.platform !== 'win32', windowsHide: true, stdio: ['ignore', 'ignore', 'pipe'], cwd: dataFolder, ...(user === null ? {} : { uid: user.uid, gid: user.gid }),
    env: { PATH: process.env['PATH'], LC_ALL: 'C', LC_MESSAGES: 'C', TZ: 'UTC', PGTZ: 'UTC', DYNARIUM_POSTGRES: launch.dataDir, ...(process.platform === 'win32' ? { SystemRoot: process.env['SystemRoot'] } : {}) },
  })
  const log: string[] = []
  let isReady = false
  let isOver = false
  const over = new Promise<void>((resolve) => {
    const finish = (status: number | null, signal: string | null): void => {
      if (isOver) return
      isOver = true
      resolve()
      if (isReady) launch.exited({ status, signal })
    }
    child.once('error', (error) => {
      log.push(error.message)
      finish(null, null)
    })
    child.once('close', finish)
  })
  readLines(child, (lines) => {
    log.push(...lines)
    log.splice(0, log.length - keptLines)
    launch.logged(lines)
  })
  const end = performance.now() + readyMs
  while (!isOver && !(await saysReady(dataFolder, child.pid))) {
    if (performance.now() > end) {
      signalAll(await processesOf(launch), 'SIGKILL')
      await over
      return { kind: 'failed', why: `it was not ready within ${readyMs / 1000} s` }
    }
    await new Promise((soon) => setTimeout(soon, readyPollMs))
  }
  if (isOver || child.pid === undefined) return refusedBy(log)
  isReady = true
  return running(launch, child.pid, over)
}

function running(launch: Launch, pid: number, over: Promise<void>): RunningServer {
  let isFrozen = false

  async function hold(): Promise<void> {
    if (process.platform === 'win32') throw new PlatformError('postgres-unsupported', { what: 'Holding a server still', why: 'Windows has no signal for it', fix: 'Cut its links instead.' })
    isFrozen = true
    // The first process makes the others, so it is held first; one that was being born is found by the next look.
    let before = -1
    for (let round = 0; round < holdRounds; round++) {
      const pids = await processesOf(launch)
      signalAll(pids, 'SIGSTOP')
      if (pids.length === before) return
      before = pids.length
    }
  }

  async function goOn(): Promise<void> {
    isFrozen = false
    signalAll([...(await processesOf(launch))].reverse(), 'SIGCONT')
  }

  async function end(how: ServerStop): Promise<void> {
    if (how === 'kill') return kill()
    signalOne(pid, how === 'fast' ? 'SIGINT' : 'SIGQUIT')
    if (isFrozen) await goOn()
    if (!(await untilGone(launch, properEndMs))) {
      signalOne(pid, 'SIGQUIT')
      if (!(await untilGone(launch, endMs))) return kill()
    }
    await over
  }

  async function kill(): Promise<void> {
    isFrozen = false
    const until = performance.now() + endMs
    for (let pids = await processesOf(launch); pids.length > 0 && performance.now() < until; pids = await processesOf(launch)) {
      signalAll(pids, 'SIGKILL')
      await untilGone(launch, 50)
    }
    signalOne(pid, 'SIGKILL')
    await over
  }

  return { pid, port: launch.port, isFrozen: () => isFrozen, hold, goOn, reload: () => signalOne(pid, 'SIGHUP'), end }
}

/** What an engine that was killed left: stopped properly, however it was held. Says whether there was something. */
export async function endLeftover(owner: ServerOwner): Promise<boolean> {
  const pids = await processesOf(owner)
  const [first] = pids
  if (first !== undefined) {
    signalOne(first, 'SIGINT')
    signalAll([...pids].reverse(), 'SIGCONT')
    if (!(await untilGone(owner, properEndMs))) {
      signalAll(await processesOf(owner), 'SIGKILL')
      await untilGone(owner, endMs)
    }
  }
  // Its number may be another's by now, or a process that ended and that nobody asks after.
  if ((await processesOf(owner)).length === 0) await rm(join(owner.dataFolder, 'postmaster.pid'), { force: true })
  return first !== undefined
}

/** The eighth line of the pid file, as pg_ctl reads it. A standby is ready when it can be read. */
async function saysReady(dataFolder: string, pid: number | undefined): Promise<boolean> {
  const lines = (await readFile(join(dataFolder, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  return Number(lines[0]) === pid && /^(ready|standby)\b/.test(lines[7] ?? '')
}

function readLines(child: ChildProcess, take: (lines: readonly string[]) => void): void {
  const splitter = createLineSplitter(maxLineBytes)
  child.stderr?.on('data', (chunk: Buffer) => {
    const { lines } = splitter.feed(chunk, 1000)
    if (lines.length > 0) take(lines)
  })
  child.stderr?.on('error', () => {})
}

function refusedBy(log: readonly string[]): Refused {
  if (log.some((line) => /could not bind|Address already in use/.test(line))) return { kind: 'port-taken' }
  const newest = [...log].reverse()
  const why = newest.find((line) => /^(FATAL|PANIC)/.test(line)) ?? newest.find((line) => line !== '') ?? 'it ended without a word'
  return { kind: 'failed', why: why.replace(/^(FATAL|PANIC):\s*/, '') }
}
