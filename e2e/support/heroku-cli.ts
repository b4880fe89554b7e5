// The published Heroku CLI against a running host, as a person would use it: a process of its own for each command, in a home of its
// own, so that nothing of this machine's settings or of a real login is read or changed.

import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureHerokuCli } from '../../scripts/setup/heroku-cli.mjs'
import type { Host } from './host.ts'

export type Ran = { readonly line: string; readonly code: number | null; readonly stdout: string; readonly stderr: string }
type RunOptions = { readonly cwd?: string; readonly stdin?: string; readonly env?: Readonly<Record<string, string>>; readonly limitMs?: number }

export type HerokuCli = {
  /** What is typed after `heroku`; words with spaces stand in single or double quotes. Never rejects for an exit code. */
  run(line: string, options?: RunOptions): Promise<Ran>
  /** What the CLI finds in its environment: mode A of its own host selection, nothing that leaves loopback. */
  readonly env: NodeJS.ProcessEnv
  readonly home: string
}

const usualLimitMs = 120_000

export async function herokuCli(host: Host, folder: string): Promise<HerokuCli> {
  const file = (await ensureHerokuCli((line: string) => console.log(line))) as string
  const home = join(folder, 'home')
  // Its first run tells of new terms of service, in among what it prints.
  mkdirSync(join(home, 'cache', 'heroku'), { recursive: true })
  writeFileSync(join(home, 'cache', 'heroku', 'terms-of-service'), '')
  const url = `http://127.0.0.1:${host.controlPort}`
  const env = {
    PATH: process.env['PATH'] ?? '', HOME: home, XDG_CACHE_HOME: join(home, 'cache'), XDG_DATA_HOME: join(home, 'data'), XDG_CONFIG_HOME: join(home, 'config'), LANG: 'C.UTF-8', COLUMNS: '120',
    HEROKU_HOST: url, HEROKU_API_KEY: host.token, HEROKU_DATA_HOST: '127.0.0.1', HEROKU_PARTICLEBOARD_URL: url, HEROKU_STATUS_HOST: url, HEROKU_LOGIN_HOST: url, HEROKU_BUILDPACK_REGISTRY_URL: url,
    DISABLE_TELEMETRY: 'true', HEROKU_SKIP_NEW_VERSION_CHECK: 'true', HEROKU_DISABLE_AUTOUPDATE: '1',
  }
  return { env, home, run: (line, options = {}) => run(file, line, { ...options, cwd: options.cwd ?? home, env: { ...env, ...options.env } }) }
}

function run(file: string, line: string, options: RunOptions): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...wordsOf(line)], { cwd: options.cwd, env: options.env, stdio: ['pipe', 'pipe', 'pipe'] })
    const limit = setTimeout(() => child.kill('SIGKILL'), options.limitMs ?? usualLimitMs)
    let [stdout, stderr] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.stdin.on('error', () => {}).end(options.stdin ?? '')
    child.on('error', reject)
    child.on('close', (code) => {
      clearTimeout(limit)
      resolve({ line, code, stdout, stderr })
    })
  })
}

const wordsOf = (line: string): string[] => [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, bare]) => single ?? double ?? bare ?? '')

/** For a failing test: all that is needed to see why. */
export const shownRun = ({ line, code, stdout, stderr }: Ran): string => `heroku ${line}\nended with ${code === null ? 'its time being up' : String(code)}\n--- stdout\n${stdout}\n--- stderr\n${stderr}`
