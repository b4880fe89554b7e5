// A command in a one-off dyno of an app, waited for: the scripts of app.json. A dyno lives a day at most, and so does the wait.

import type { Kernel } from '../journal/kernel.ts'
import type { CallContext } from '../journal/room.ts'
import type { PipelineDeps } from './deps.ts'

/** Resolves with the exit status; null when there is none, as it was ended by a signal or never began. */
export type RunToEnd = (app: string, command: string, context: CallContext) => Promise<number | null>

export function createOneOffRuns(kernel: Kernel, deps: Pick<PipelineDeps, 'command'>): RunToEnd {
  const waiting = new Map<string, (exitStatus: number | null) => void>()
  const over = (dynoId: string, exitStatus: number | null): void => {
    waiting.get(dynoId)?.(exitStatus)
    waiting.delete(dynoId)
  }
  kernel.on('dyno.exited', ({ data }) => over(data.dynoId, data.exitStatus))
  kernel.on('dyno.removed', ({ data }) => over(data.dynoId, null))

  return async (app, command, context) => {
    const { dynoId } = await deps.command('run:start', { app, command, attach: false }, context)
    if (kernel.state.dynos[dynoId] === undefined) return null
    return new Promise((resolve) => waiting.set(dynoId, resolve))
  }
}
