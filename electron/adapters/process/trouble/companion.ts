// A process of ours that counts as the dyno's: it takes memory or computes in its name. A group is open to members of its own
// session only, so it leads a group of its own, is counted by its labels, and ends with the dyno as any stray. When the engine
// dies the warden ends it, or the next start; and by itself it leaves when its engine is gone.

import { spawn, type ChildProcess } from 'node:child_process'
import { hostEnvironment } from '../host-environment.ts'
import { signalGroup } from '../process-tree.ts'
import type { Afflicted } from './afflicted.ts'

export type Companion = {
  readonly child: ChildProcess
  hasEnded(): boolean
  end(): Promise<void>
  /** Without waiting. */
  drop(): void
}

/** Rejects when it can not be started. */
export function startCompanion(dyno: Afflicted, program: string, parameters: readonly string[]): Promise<Companion> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, {
      detached: process.platform !== 'win32', windowsHide: true, stdio: ['pipe', 'pipe', 'ignore'], cwd: '/',
      // The program may be Electron, which is a Node when told so.
      env: { ...hostEnvironment(process.env), ...dyno.labels, ELECTRON_RUN_AS_NODE: '1' },
    })
    child.once('error', reject)
    const { pid } = child
    if (pid === undefined) return
    child.stdin?.on('error', () => {})
    dyno.companions.add(pid)
    dyno.warden.guard(pid)
    let ended = false
    const exited = new Promise<void>((settle) => child.once('exit', () => {
      ended = true
      dyno.companions.delete(pid)
      dyno.warden.dismiss(pid)
      settle()
    }))
    const drop = (): void => {
      if (!ended) signalGroup(pid, 'SIGKILL')
    }
    resolve({
      child,
      hasEnded: () => ended,
      drop,
      end: () => {
        drop()
        return exited
      },
    })
  })
}
