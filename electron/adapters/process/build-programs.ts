// All programs of one build: they share a way to be cancelled, and nothing of them is left when the build is closed.

import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { ProgramOptions, ProgramRunner } from '../parts/build-programs.ts'
import type { ProcessFinder } from './process-finder.ts'
import { reap } from './process-tree.ts'
import { runProgram } from './run-program.ts'

/** Ended after a limit it is status 124, as timeout(1) has it. */
export type BuildPrograms = ProgramRunner & {
  check(): void
  cancel(): void
  onCancel(handler: () => void): () => void
  /** Also ends what left its group, e.g. the daemons of build tools. */
  close(): Promise<void>
}

const captureBytes = 1024 * 1024
const timedOut = 124

export function createBuildPrograms(buildId: string, finder: ProcessFinder): BuildPrograms {
  const handlers = new Set<() => void>()
  let cancelled = false
  let started = false

  function check(): void {
    if (cancelled) throw new PlatformError('build-cancelled')
  }

  async function run(options: ProgramOptions): Promise<number> {
    check()
    started = true
    const program = runProgram(options)
    handlers.add(program.kill)
    try {
      const status = await program.ended
      check()
      return status
    } finally {
      handlers.delete(program.kill)
    }
  }

  async function capture(options: Omit<ProgramOptions, 'output'>, withinMs?: number): Promise<{ exitStatus: number; text: string }> {
    check()
    started = true
    let text = ''
    let late = false
    const program = runProgram({ ...options, output: (more) => void (text.length < captureBytes && (text += more)) })
    const limit = withinMs === undefined ? null : setTimeout(() => {
      late = true
      program.kill()
    }, withinMs)
    handlers.add(program.kill)
    try {
      const exitStatus = await program.ended
      check()
      return { exitStatus: late ? timedOut : exitStatus, text }
    } finally {
      handlers.delete(program.kill)
      if (limit !== null) clearTimeout(limit)
    }
  }

  function cancel(): void {
    cancelled = true
    for (const handler of handlers) handler()
  }

  return {
    run, capture, check, cancel,
    onCancel: (handler) => {
      handlers.add(handler)
      return () => void handlers.delete(handler)
    },
    close: async () => {
      cancel()
      if (started) await reap(finder, { pid: null, label: { kind: 'build', id: buildId } })
    },
  }
}
