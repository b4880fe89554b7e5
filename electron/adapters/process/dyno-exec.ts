// A program beside a dyno's own: in its folder, with its environment and so with its labels, by which it is found and ended with it.

import type { DynoSignal, DynoSink, ExecSpec } from '../../engine/ports/dyno-runtime.ts'
import { launcherArguments } from '../parts/launcher.ts'
import { createPace } from '../parts/pace.ts'
import { createRawPump } from '../parts/raw-pump.ts'
import { launchInTerminal, launchPiped, type LaunchOptions } from './dyno-child.ts'
import { signalGroup } from './process-tree.ts'
import type { Warden } from './warden.ts'

export type RunningExec = {
  signal(signal: DynoSignal): void
  write(text: string): void
  resize(columns: number, rows: number): void
  /** After its end was observed. */
  readonly ended: Promise<void>
}

/** Its home is that of the dyno. */
export type ExecHome = Pick<LaunchOptions, 'shell' | 'cwd' | 'env'>

const drainMs = 1000

export async function startExec({ execId, command, terminal, env }: ExecSpec, home: ExecHome, sink: DynoSink, warden: Warden): Promise<RunningExec> {
  const launch = { ...home, parameters: launcherArguments(command), env: { ...home.env, ...env } }
  const child = terminal === null ? await launchPiped(launch, true) : launchInTerminal(launch, terminal)
  warden.guard(child.pid)
  let alive = true
  const pump = createRawPump((text) => sink.output({ dynoId: execId, kind: 'raw', lines: [text], dropped: 0 }))
  const pace = createPace(child)
  child.onOutput((chunk) => {
    pump.take(chunk)
    pace.took(chunk.length)
  })

  async function live(): Promise<void> {
    const exit = await child.exited
    alive = false
    signalGroup(child.pid, 'SIGKILL')
    warden.dismiss(child.pid)
    pace.release()
    await Promise.race([child.drained, new Promise((resolve) => setTimeout(resolve, drainMs))])
    child.close()
    pump.end()
    sink.observed({ kind: 'exited', dynoId: execId, ...exit, failure: null })
  }

  return {
    signal: (signal) => alive && signalGroup(child.pid, signal),
    write: (text) => alive && child.write(text),
    resize: (columns, rows) => alive && child.resize(columns, rows),
    ended: live(),
  }
}
