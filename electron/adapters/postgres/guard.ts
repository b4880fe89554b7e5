// Looks after servers when the engine is gone: it holds one end of a pipe, and when that ends, even by kill -9 of the engine, the servers it was
// told of are woken and asked to stop properly. A shell of 2 MB; on Windows there is none, and the next start stops what was left.

import { spawn, type ChildProcess } from 'node:child_process'

export type Guard = {
  watch(pid: number): void
  dismiss(pid: number): void
  stop(): void
}

/** SIGINT is PostgreSQL's fast stop. Children are woken, too, as a server that is held still can not stop them. */
const script = `trap '' INT TERM HUP
pids=' '
while read -r sign pid; do
  case "$sign" in
    +) pids="$pids$pid " ;;
    -) pids=$(printf '%s' "$pids" | sed "s/ $pid / /") ;;
  esac
done
for pid in $pids; do
  kill -INT "$pid"
  ps -A -o pid=,ppid= | while read -r child parent; do [ "$parent" = "$pid" ] && kill -CONT "$child"; done
  kill -CONT "$pid"
done 2>/dev/null`

/** Starts with the first server. */
export function createGuard(platform: NodeJS.Platform = process.platform): Guard {
  const watched = new Set<number>()
  let child: ChildProcess | null = null

  function say(text: string): void {
    if (child === null && platform !== 'win32') child = hire()
    child?.stdin?.write(text)
  }

  function hire(): ChildProcess {
    const hired = spawn('/bin/sh', ['-c', script, 'dynarium-postgres-guard'], { detached: true, stdio: ['pipe', 'ignore', 'ignore'], env: { PATH: process.env['PATH'] }, cwd: '/' })
    const left = (): void => {
      if (child === hired) child = null
    }
    hired.once('exit', left)
    hired.once('error', left)
    hired.stdin?.on('error', () => {})
    hired.unref()
    for (const pid of watched) hired.stdin?.write(`+ ${pid}\n`)
    return hired
  }

  return {
    watch: (pid) => {
      say(`+ ${pid}\n`)
      watched.add(pid)
    },
    dismiss: (pid) => {
      if (watched.delete(pid)) child?.stdin?.write(`- ${pid}\n`)
    },
    stop: () => {
      for (const pid of watched) child?.stdin?.write(`- ${pid}\n`)
      watched.clear()
      child?.stdin?.end()
    },
  }
}
