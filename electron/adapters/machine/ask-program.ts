// Runs a program only to hear what it says: nothing is typed into it, what it says is bounded, and no part of it stays behind.

import { spawn } from 'node:child_process'
import type { Answer, Environment } from './check.ts'

const textMax = 8192

export function askProgram(argv: readonly string[], env: Environment, signal: AbortSignal): Promise<Answer> {
  const [program = '', ...args] = argv
  return new Promise((resolve, reject) => {
    const isGroup = process.platform !== 'win32'
    // Windows starts .cmd files, such as npm's, only through its shell; the words come from our own checks.
    const child = spawn(program, args, { env: { ...env }, detached: isGroup, windowsHide: true, stdio: ['ignore', 'pipe', 'pipe'], shell: !isGroup && /\.(cmd|bat)$/i.test(program) })
    let text = ''
    const hear = (chunk: Buffer): void => {
      if (text.length < textMax) text = (text + chunk.toString()).slice(0, textMax)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    const end = (): void => endGroup(child.pid, isGroup)
    const giveUp = (): void => {
      end()
      reject(new Error('it did not answer in time'))
    }
    if (signal.aborted) giveUp()
    signal.addEventListener('abort', giveUp, { once: true })
    child.once('error', (error) => {
      signal.removeEventListener('abort', giveUp)
      reject(error)
    })
    child.once('close', (code) => {
      signal.removeEventListener('abort', giveUp)
      resolve({ exitStatus: code ?? 1, text: text.trim() })
    })
    // Something it started may hold its pipes: the answer is there when the program itself has ended.
    child.once('exit', end)
  })
}

function endGroup(pid: number | undefined, isGroup: boolean): void {
  if (pid === undefined) return
  try {
    process.kill(isGroup ? -pid : pid, 'SIGKILL')
  } catch {
    // It has ended already.
  }
}
