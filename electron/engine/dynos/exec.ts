// `ps:exec`: a shell or a command inside a dyno that runs, to look around where an app really is. Heroku's (devcenter exec) is an SSH
// connection to the dyno, web.1 unless another is named; ours is a program that the runtime starts in it. It is part of the dyno: it counts
// to its memory and ends with it. Like Heroku's it leaves no release and no log line.

import { hasFeature } from '../../../shared/domain/app-features.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { CallArgs, CallOutput } from '../../../shared/protocol/calls.ts'
import type { Kernel } from '../journal/kernel.ts'
import type { CallContext } from '../journal/room.ts'
import { requireApp } from '../platform/require-app.ts'
import type { DynoRuntime } from '../ports/dyno-runtime.ts'
import type { Attachments } from './attachments.ts'

const usualDyno = 'web.1'
const shell = 'bash'

export type Execs = { start(args: CallArgs<'ps:exec'>, context: CallContext): Promise<CallOutput<'ps:exec'>> }

export function createExecs(kernel: Kernel, runtime: DynoRuntime, attachments: Attachments): Execs {
  async function start(args: CallArgs<'ps:exec'>, { cause }: CallContext): Promise<CallOutput<'ps:exec'>> {
    const app = requireApp(kernel.state, args.app)
    if (!hasFeature(app, 'runtime-heroku-exec')) throw new PlatformError('exec-off', { app: app.name })
    const name = args.dyno ?? usualDyno
    const named = Object.values(kernel.state.dynos).filter((dyno) => dyno.appId === app.id && dyno.name === name)
    if (named.length === 0) throw new PlatformError('dyno-not-found', { dyno: name, app: app.name })
    const dyno = named.find(({ state, stopping }) => state.kind === 'up' && stopping === null)
    if (dyno === undefined) throw new PlatformError('exec-not-up', { dyno: name, why: 'it is not up' })
    const execId = kernel.ids.next()
    attachments.attachExec(execId, cause, { isOnWire: args.onWire === true })
    try {
      await runtime.exec({ execId, dynoId: dyno.id, command: args.command ?? shell, terminal: args.terminal ?? null, env: {}, isBytes: args.onWire === true })
    } catch (error) {
      attachments.drop(execId)
      throw new PlatformError('exec-not-up', { dyno: name, why: error instanceof Error ? error.message : String(error) })
    }
    return { execId, dyno: name, dynoId: dyno.id }
  }

  return { start }
}
