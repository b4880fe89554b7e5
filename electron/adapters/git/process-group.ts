import { spawn, type ChildProcess } from 'node:child_process'

/** How long git has to tidy its quarantine away before it is killed outright. */
const tidyMs = 2000

/** Ends a child started with `detached` and everything it started. */
export function endGroup(child: ChildProcess): void {
  const { pid } = child
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  if (process.platform === 'win32') {
    spawn('taskkill', ['/T', '/F', '/PID', String(pid)], { stdio: 'ignore', windowsHide: true }).on('error', () => child.kill())
    return
  }
  signalGroup(pid, 'SIGTERM')
  const insist = setTimeout(() => signalGroup(pid, 'SIGKILL'), tidyMs)
  child.once('exit', () => clearTimeout(insist))
}

function signalGroup(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(-pid, signal)
  } catch {
    // It ended by itself in the meantime.
  }
}
