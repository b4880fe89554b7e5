// A guard outside the engine. It holds one end of a pipe; when the engine dies, even by kill -9, the pipe ends and the warden
// stops the dyno groups it was told about: SIGTERM, SIGCONT for those that a fault holds still, and SIGKILL ten seconds later. So nothing runs on that nobody manages, even
// if Dynarium is never started again. A bash of 4 MB, as every machine that runs dynos has one, and a Node would take ten times that.

import { spawn, type ChildProcess } from 'node:child_process'
import { labelNames } from './labels.ts'
import { signalOne } from './process-tree.ts'

export type Warden = {
  guard(pid: number): void
  dismiss(pid: number): void
  /** It leaves on its own, at once. */
  stop(): Promise<void>
}

const wardenGraceMs = 10_000
const pollMs = 250

/**
 * Reads `+ pid` and `- pid`. A group that ended is struck off within a poll, so that its number can not have become another's.
 * Last, where there is a /proc, whatever left its group but bears the label of this run of the engine: not of the data folder,
 * as a new engine may be at work there by now.
 * Written for the bash 3.2 of macOS: no maps, no fractions in `read -t`.
 */
const script = `trap '' TERM INT HUP
groups=' '
while read -r sign pid; do
  if [ "$sign" = + ]; then groups="$groups$pid "; else groups="\${groups/ $pid / }"; fi
done
end() {
  case "$OSTYPE" in
    msys*|cygwin*) taskkill //PID "$2" //T //F ;;
    *) kill "-$1" -- "-$2" ;;
  esac
} >/dev/null 2>&1
if [ "$groups" = ' ' ]; then exit 0; fi
for pid in $groups; do end TERM "$pid"; done
for pid in $groups; do end CONT "$pid"; done
for (( poll = 0; poll < $1; poll++ )); do
  left=' '
  for pid in $groups; do if kill -0 -- "-$pid" 2>/dev/null; then left="$left$pid "; fi; done
  groups=$left
  if [ "$groups" = ' ' ]; then break; fi
  sleep ${pollMs / 1000}
done
for pid in $groups; do end KILL "$pid"; done
for file in $(grep -lzxF -- "$2" /proc/[0-9]*/environ 2>/dev/null); do
  file=\${file#/proc/}
  kill -KILL "\${file%/environ}" 2>/dev/null
done`

/** Starts with the first dyno: an engine without dynos needs no guard. */
export function createWarden(shell: () => string, sessionId: string, graceMs: number = wardenGraceMs): Warden {
  let child: ChildProcess | null = null
  let gone: Promise<void> = Promise.resolve()
  const guarded = new Set<number>()

  function say(text: string): void {
    if (child === null) hire()
    child?.stdin?.write(text)
  }

  function hire(): void {
    const parameters = ['--noprofile', '--norc', '-c', script, 'dynarium-warden', String(Math.ceil(graceMs / pollMs)), `${labelNames.session}=${sessionId}`]
    // A session of its own: Ctrl-C in the terminal of the engine is not for it.
    const hired = spawn(shell(), parameters, { detached: process.platform !== 'win32', windowsHide: true, stdio: ['pipe', 'ignore', 'ignore'], env: { PATH: process.env['PATH'] }, cwd: '/' })
    child = hired
    gone = new Promise((resolve) => {
      const left = (): void => {
        if (child === hired) child = null
        resolve()
      }
      hired.once('exit', left)
      hired.once('error', left)
    })
    // It was ended from outside: the next dyno brings a new one, which hears of all that run.
    hired.stdin?.on('error', () => {})
    hired.unref()
    for (const pid of guarded) hired.stdin?.write(`+ ${pid}\n`)
  }

  return {
    guard: (pid) => {
      say(`+ ${pid}\n`)
      guarded.add(pid)
    },
    dismiss: (pid) => {
      if (guarded.delete(pid)) child?.stdin?.write(`- ${pid}\n`)
    },
    stop: async () => {
      if (child === null) return
      const { pid } = child
      for (const one of guarded) child.stdin?.write(`- ${one}\n`)
      guarded.clear()
      child.stdin?.end()
      const impatience = setTimeout(() => pid !== undefined && signalOne(pid, 'SIGKILL'), 1000)
      await gone
      clearTimeout(impatience)
    },
  }
}
