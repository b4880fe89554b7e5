// A program that is started, a dyno's first process or a shell, and its two ways of talking: pipes, or a pseudo-terminal.

import { spawn as spawnTerminal } from '@lydell/node-pty'
import { spawn } from 'node:child_process'
import { exitOf, signalName, type Exit } from './exit-status.ts'
import { untilDrained } from './until-drained.ts'
import { readToEnd } from './read-to-end.ts'

export type ProgramChild = {
  readonly pid: number
  /** Its own end. What it started may run on. */
  readonly exited: Promise<Exit>
  /** Its output has ended too, as far as anybody still holds the pipe. */
  readonly drained: Promise<void>
  onOutput(handler: (chunk: Buffer) => void): void
  pause(): void
  resume(): void
  /** Resolves when it may be given more. */
  write(input: Buffer): Promise<void> | void
  resize(columns: number, rows: number): void
  /** Lets go of its pipes. */
  close(): void
}

export type LaunchOptions = {
  readonly shell: string
  readonly parameters: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
}

/** End of input, as a terminal's Ctrl-D. */
const endOfInput = 4

/** Rejects when it could not be started. `withInput`: somebody may write to it. */
export function launchPiped(options: LaunchOptions, withInput: boolean): Promise<ProgramChild> {
  return new Promise((resolve, reject) => {
    // A session and group of its own, so that a signal reaches all it starts and none of ours. The launcher joins the outputs.
    const child = spawn(options.shell, options.parameters, {
      cwd: options.cwd, env: options.env, detached: process.platform !== 'win32', windowsHide: true, stdio: [withInput ? 'pipe' : 'ignore', 'pipe', 'ignore'],
    })
    child.once('error', reject)
    if (child.pid === undefined) return
    const { stdout, stdin } = child
    if (stdout === null) throw new Error('a piped child has an output')
    const exited = new Promise<Exit>((settle) => child.once('exit', (code, signal) => settle(exitOf(code, signal))))
    const drained = new Promise<void>((settle) => stdout.once('close', settle))
    stdin?.on('error', () => {})
    resolve({
      pid: child.pid,
      exited,
      drained,
      onOutput: (handler) => void stdout.on('data', handler),
      pause: () => void stdout.pause(),
      resume: () => void stdout.resume(),
      write: (input) => {
        if (stdin === null || !stdin.writable) return
        if (input.length === 1 && input[0] === endOfInput) stdin.end()
        else if (!stdin.write(input)) return untilDrained(stdin)
      },
      resize: () => {},
      close: () => {
        stdout.destroy()
        stdin?.destroy()
      },
    })
  })
}

export function launchInTerminal(options: LaunchOptions, size: { readonly columns: number; readonly rows: number }): ProgramChild {
  const terminal = spawnTerminal(options.shell, [...options.parameters], { name: options.env['TERM'] ?? 'xterm-256color', cols: size.columns, rows: size.rows, cwd: options.cwd, env: { ...options.env }, encoding: null })
  readToEnd(terminal)
  let open = true
  const exited = new Promise<Exit>((settle) => {
    terminal.onExit(({ exitCode, signal }) => {
      open = false
      settle(signal === undefined || signal === 0 ? exitOf(exitCode, null) : exitOf(null, signalName(signal)))
    })
  })
  return {
    pid: terminal.pid,
    exited,
    drained: exited.then(() => {}),
    // Without an encoding it gives bytes, whatever its types say.
    onOutput: (handler) => void terminal.onData((data: unknown) => handler(data as Buffer)),
    pause: () => terminal.pause(),
    resume: () => terminal.resume(),
    write: (input) => {
      // It takes bytes, whatever its types say.
      if (open) terminal.write(input as unknown as string)
    },
    resize: (columns, rows) => open && terminal.resize(columns, rows),
    close: () => {},
  }
}
