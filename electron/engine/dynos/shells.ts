// `shell:open`: the owner's own shell, on this machine and beside the platform, for the window's drawer. Ours; Heroku has nothing like it.
// It is on a line as attached one-offs are, and no fact of the platform: it costs nothing and stands in no journal.

import { findApp, type PlatformState } from '../../../shared/domain/state.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { CallArgs, CallOutput } from '../../../shared/protocol/calls.ts'
import type { Kernel } from '../journal/kernel.ts'
import type { CallContext } from '../journal/room.ts'
import type { DynoRuntime } from '../ports/dyno-runtime.ts'
import type { ShellHost } from '../ports/shell-host.ts'
import type { Attachments } from './attachments.ts'

export type ShellDeps = {
  readonly host: ShellHost
  readonly owner: string
  /** Of the samples: sources of nobody's own. */
  readonly sampleFolders: readonly string[]
}

/** What a line can do with whatever is at its other end. */
export type Lines = Pick<DynoRuntime, 'write' | 'hold' | 'resize' | 'signal'>

export type Shells = {
  open(args: CallArgs<'shell:open'>, context: CallContext): Promise<CallOutput<'shell:open'>>
  /** Throws PlatformError: what leads to a shell is its owner's alone. */
  check(id: string, context: CallContext): void
  stop(): Promise<void>
}

/** At a time: a window has six terminals. */
const shellsMax = 24

/** To shells by their ids, to dynos by all others. */
export function linesTo(runtime: Lines, host: ShellHost | undefined, shellIds: ReadonlySet<string>): Lines {
  if (host === undefined) return runtime
  return {
    write: (id, text) => (shellIds.has(id) ? host : runtime).write(id, text),
    hold: (id, isHeld) => (shellIds.has(id) ? host : runtime).hold(id, isHeld),
    resize: (id, columns, rows) => (shellIds.has(id) ? host : runtime).resize(id, columns, rows),
    signal: (id, signal) => (shellIds.has(id) ? host.signal(id, signal === 'SIGKILL' ? signal : 'SIGHUP') : runtime.signal(id, signal)),
  }
}

/** `shellIds` has those that are open. */
export function createShells(kernel: Kernel, deps: ShellDeps | undefined, attachments: Attachments, shellIds: Set<string>): Shells {
  deps?.host.connect({
    said: attachments.said,
    ended: (id, exitStatus) => {
      shellIds.delete(id)
      attachments.ended(id, exitStatus)
    },
  })

  async function open(args: CallArgs<'shell:open'>, { cause }: CallContext): Promise<CallOutput<'shell:open'>> {
    if (deps === undefined) throw new PlatformError('shell-none', {})
    if (shellIds.size >= shellsMax) throw new PlatformError('shell-failed', { why: `${shellsMax} are open already` })
    const shellId = kernel.ids.next()
    const folder = args.app === undefined ? null : lastFolderOf(kernel.state, args.app, deps.sampleFolders)
    shellIds.add(shellId)
    attachments.attachExec(shellId, cause, { isOnWire: false, mayIdle: true })
    try {
      return { shellId, ...(await deps.host.open({ shellId, folder, terminal: args.terminal })) }
    } catch (error) {
      shellIds.delete(shellId)
      attachments.drop(shellId)
      throw new PlatformError('shell-failed', { why: error instanceof Error ? error.message : String(error) })
    }
  }

  return {
    open,
    check: (id, { by }) => {
      if (deps !== undefined && shellIds.has(id) && by !== deps.owner) throw new PlatformError('owner-only', { owner: deps.owner })
    },
    stop: async () => await deps?.host.stop(),
  }
}

/** Where the app's newest source that came from a folder of this machine is. */
function lastFolderOf(state: PlatformState, named: string, sampleFolders: readonly string[]): string | null {
  const buildIds = state.appBuilds[findApp(state, named)?.id ?? ''] ?? []
  const folders = buildIds.flatMap((id) => {
    const source = state.builds[id]?.source
    return source?.kind === 'folder' && !sampleFolders.includes(source.path) ? [source.path] : []
  })
  return folders.at(-1) ?? null
}
