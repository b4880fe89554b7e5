import { spawn } from 'node:child_process'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { endGroup } from './process-group.ts'

export type GitRun = {
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd?: string
  /** Milliseconds; the whole process group is ended after it. */
  readonly limitMs?: number
}

export type GitResult = { readonly status: number; readonly stdout: string; readonly stderr: string; readonly timedOut: boolean }

/** Output beyond this is left out; lists of 200,000 paths fit. */
const maxOutputBytes = 64 * 1024 * 1024
const defaultLimitMs = 120_000

/** Resolves whatever the status; rejects with PlatformError `unsupported` when there is no git. */
export function runGit(run: GitRun): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', [...run.args], { env: { ...run.env }, cwd: run.cwd, stdio: ['ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32', windowsHide: true })
    let timedOut = false
    const limit = setTimeout(() => {
      timedOut = true
      endGroup(child)
    }, run.limitMs ?? defaultLimitMs)
    const stdout = collect(child.stdout)
    const stderr = collect(child.stderr)
    child.on('error', (error) => {
      clearTimeout(limit)
      reject(gitMissing(error))
    })
    child.on('close', (status) => {
      clearTimeout(limit)
      resolve({ status: status ?? 1, stdout: stdout(), stderr: stderr(), timedOut })
    })
  })
}

export function gitMissing(error: Error): Error {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return error
  return new PlatformError('unsupported', {
    what: 'git push',
    why: 'there is no git on the PATH',
    fix: 'Install git (Debian and Ubuntu: apt install git; macOS: xcode-select --install; Windows: winget install Git.Git), then start Dynarium again.',
  })
}

/** The lines of git's complaint that say why, without its usual prefixes. */
export function complaint(stderr: string): string {
  const lines = stderr.split('\n').map((line) => line.trim()).filter((line) => /^(fatal|error|remote|ssh|warning):/.test(line))
  const worst = lines.filter((line) => line.startsWith('fatal:'))
  const chosen = (worst.length > 0 ? worst : lines).slice(0, 2).map((line) => line.replace(/^\w+: /, ''))
  return chosen.join('; ') || 'git gave no reason'
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = []
  let bytes = 0
  stream.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes <= maxOutputBytes) chunks.push(chunk)
  })
  return () => Buffer.concat(chunks).toString('utf8')
}
