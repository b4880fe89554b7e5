// A program beside a dyno's own: in its folder, with its environment and so with its labels, by which it is found and ended with it.

import type { DynoSink, ExecSpec } from '../../engine/ports/dyno-runtime.ts'
import { inputBytes } from '../parts/input-bytes.ts'
import { launcherArguments } from '../parts/launcher.ts'
import type { LiveExec } from '../parts/live-dynos.ts'
import { launchInTerminal, launchPiped, type LaunchOptions } from '../parts/program-child.ts'
import { passOn } from './pass-on.ts'
import { signalGroup } from './process-tree.ts'
import type { Warden } from './warden.ts'

/** Its home is that of the dyno. */
export type ExecHome = Pick<LaunchOptions, 'shell' | 'cwd' | 'env'>

const drainMs = 1000

export async function startExec({ execId, command, terminal, env, isBytes }: ExecSpec, home: ExecHome, sink: DynoSink, warden: Warden): Promise<LiveExec> {
  const launch = { ...home, parameters: launcherArguments(command), env: { ...home.env, ...env } }
  const child = terminal === null ? await launchPiped(launch, true) : launchInTerminal(launch, terminal)
  warden.guard(child.pid)
  let alive = true
  const output = passOn(child, { dynoId: execId, isRaw: true, isBytes }, sink.output)

  async function live(): Promise<void> {
    const exit = await child.exited
    alive = false
    signalGroup(child.pid, 'SIGKILL')
    warden.dismiss(child.pid)
    output.release()
    await Promise.race([child.drained, new Promise((resolve) => setTimeout(resolve, drainMs))])
    child.close()
    output.end()
    sink.observed({ kind: 'exited', dynoId: execId, ...exit, failure: null })
  }

  return {
    signal: (signal) => alive && signalGroup(child.pid, signal),
    write: (text) => {
      if (alive) return child.write(inputBytes(text, isBytes))
    },
    hold: output.hold,
    resize: (columns, rows) => alive && child.resize(columns, rows),
    ended: live(),
  }
}
