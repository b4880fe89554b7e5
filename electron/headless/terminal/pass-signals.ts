import type { ChildProcess } from 'node:child_process'

const forwarded = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const

/** What ends us ends the child first, and we go on to its end. The answer takes that back. */
export function passSignals(child: ChildProcess): () => void {
  const handlers = forwarded.map((signal) => {
    // A terminal's Ctrl-C reaches both of us already.
    const handle = (): void => void (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal))
    process.on(signal, handle)
    return () => process.off(signal, handle)
  })
  return () => handlers.forEach((off) => off())
}
