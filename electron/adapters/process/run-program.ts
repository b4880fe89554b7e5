// Runs one program of a build in a group of its own, with a clean environment, and streams what it prints.

import { spawn } from 'node:child_process'
import { StringDecoder } from 'node:string_decoder'
import type { ProgramOptions } from '../parts/build-programs.ts'
import { exitOf } from '../parts/exit-status.ts'
import { createPace } from '../parts/pace.ts'
import { signalGroup } from './process-tree.ts'
import { findShell } from './shell.ts'

export type RunningProgram = {
  /** Its status as a shell tells it: 127 when it is not there, 128 and the number of the signal that ended it. */
  readonly ended: Promise<number>
  kill(): void
}

/** A daemon it left behind may hold the pipe for ever. */
const drainMs = 300

/** Two pipes would lose the order of the outputs, so a shell joins them first; the arguments are never part of its script. */
const joined = 'exec 2>&1; exec "$@"'

export function runProgram(options: ProgramOptions): RunningProgram {
  const { argv, cwd, env, outputs } = options
  const script = outputs === 'both' ? joined : 'exec "$@"'
  const child = spawn(findShell(), ['--noprofile', '--norc', '-c', script, 'build', ...argv], {
    cwd, env, detached: process.platform !== 'win32', windowsHide: true, stdio: ['ignore', 'pipe', 'ignore'],
  })
  const decoder = new StringDecoder('utf8')
  const pace = createPace(child.stdout)
  const pass = (text: string): void => {
    if (text !== '') options.output(text)
  }
  child.stdout.on('data', (chunk: Buffer) => {
    pass(decoder.write(chunk))
    pace.took(chunk.length)
  })
  const drained = new Promise<void>((resolve) => child.stdout.once('close', resolve))
  const kill = (): void => {
    if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL')
  }
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(exitOf(code, signal).exitStatus ?? 1))
  }).then(async (status) => {
    kill()
    pace.release()
    await Promise.race([drained, new Promise((resolve) => setTimeout(resolve, drainMs))])
    child.stdout.destroy()
    pass(decoder.end())
    return status
  })
  return { ended, kill }
}
