// A server process of this machine that does not outlive the engine: a shell in front of it holds a pipe of the engine's, and when
// that ends, even by kill -9 of the engine, it stops the server: in order first, so that what it has is written.

import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process'

export type GuardedProcess = {
  readonly pid: number
  /** "exit status 1", or "SIGKILL". */
  readonly ended: Promise<string>
  signal(signal: 'SIGTERM' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void
}

/** `$!` is the server's number while the shell that waits for it lives: it can not have become another's. A write for which there is no room must not end it. */
const script = `trap '' XFSZ
exec 3<&0
"$@" 3<&- </dev/null &
server=$!
echo "$server"
{ cat <&3; kill -TERM "$server"; kill -CONT "$server"; sleep 5; kill -KILL "$server"; } >/dev/null 2>&1 &
guard=$!
exec 3<&-
wait "$server"
status=$?
kill "$guard" 2>/dev/null
exit "$status"`

export async function startGuarded(file: string, args: readonly string[], cwd: string): Promise<GuardedProcess> {
  const isWindows = process.platform === 'win32'
  const options: SpawnOptions = { cwd, stdio: ['pipe', 'pipe', 'ignore'], windowsHide: true, detached: !isWindows }
  const child: ChildProcess = isWindows ? spawn(file, args, options) : spawn('/bin/sh', ['-c', script, 'dynarium-guard', file, ...args], options)
  child.stdin?.on('error', () => {})
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (status, signal) => {
      // Whoever still reads it reads its end.
      child.stdin?.destroy()
      resolve(signal ?? (status !== null && status > 128 ? (signalNames[status - 128] ?? `exit status ${status}`) : `exit status ${status}`))
    })
  })
  const pid = isWindows ? (child.pid ?? 0) : await firstNumber(child, ended)
  return {
    pid, ended,
    signal: (signal) => {
      try {
        process.kill(pid, signal)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
      }
    },
  }
}

const signalNames: Readonly<Record<number, string>> = { 6: 'SIGABRT', 9: 'SIGKILL', 11: 'SIGSEGV', 15: 'SIGTERM' }

function firstNumber(child: ChildProcess, ended: Promise<string>): Promise<number> {
  return new Promise((resolve, reject) => {
    child.stdout?.once('data', (chunk: Buffer) => resolve(Number.parseInt(chunk.toString(), 10)))
    void ended.then((how) => reject(new Error(`It could not be started: ${how}.`)))
    child.stdout?.on('data', () => {})
  })
}
