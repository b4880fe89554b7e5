// The published Heroku CLI against a running host, as a person uses it: `dynarium heroku`, a process for each command.

import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInTerminal, type Answer } from './in-terminal.ts'
import { cacheDir, cliFile } from '../../electron/headless/terminal/cli-package.ts'
import { herokuWords } from './terminal.ts'

export type Ran = { readonly line: string; readonly code: number | null; readonly stdout: string; readonly stderr: string }
export type RunOptions = {
  readonly cwd?: string
  readonly stdin?: string
  readonly env?: Readonly<Record<string, string>>
  /** In a terminal: its questions and what is typed. All that it prints is then standard output. */
  readonly answers?: readonly Answer[]
  /** It goes on for ever: Ctrl-C once this is printed, every second, as some take the first for a question. */
  readonly until?: RegExp
}

export type HerokuCli = {
  /** What is typed after `heroku`; words with spaces stand in single or double quotes. Never rejects for an exit code. */
  run(line: string, options?: RunOptions): Promise<Ran>
  /** The file that Node runs. */
  readonly cliFile: string
}

const limitMs = 120_000

/** `dynarium heroku`, from the build: its environment and its home folder are the product's own. */
export async function herokuCli(dataDir: string, folder: string): Promise<HerokuCli> {
  const words = [process.execPath, ...(await herokuWords(dataDir))]
  // Its first run tells of new terms of service, in among what it prints.
  const cache = join(dataDir, 'heroku-cli', 'home', '.cache', 'heroku')
  mkdirSync(cache, { recursive: true })
  writeFileSync(join(cache, 'terms-of-service'), '')
  const home = join(folder, 'home')
  mkdirSync(home, { recursive: true })
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, LANG: 'C.UTF-8', COLUMNS: '120', DYNARIUM_CACHE_DIR: cacheDir() }
  return { cliFile: cliFile(), run: (line, options = {}) => run([...words, ...wordsOf(line)], line, { ...options, cwd: options.cwd ?? home, env: { ...env, ...options.env } }) }
}

async function run(words: readonly string[], line: string, { cwd, env, answers, stdin, until }: RunOptions & { readonly cwd: string; readonly env: NodeJS.ProcessEnv }): Promise<Ran> {
  if (answers !== undefined) {
    const { code, output } = await runInTerminal(words, { cwd, env: { ...env, TERM: 'xterm' }, answers, limitMs })
    return { line, code, stdout: output, stderr: '' }
  }
  const [program = '', ...args] = words
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] })
    const limit = setTimeout(() => child.kill('SIGKILL'), limitMs)
    let asking: NodeJS.Timeout | undefined
    let [stdout, stderr] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      if (until?.test(stdout) !== true || asking !== undefined) return
      child.kill('SIGINT')
      asking = setInterval(() => child.kill('SIGINT'), 1000)
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.stdin.on('error', () => {}).end(stdin ?? '')
    child.on('error', reject)
    child.on('close', (code) => {
      clearTimeout(limit)
      clearInterval(asking)
      resolve({ line, code, stdout, stderr })
    })
  })
}

const wordsOf = (line: string): string[] => (line.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? []).map((word) => word.replace(/'([^']*)'|"([^"]*)"/g, (_, single?: string, double?: string) => single ?? double ?? ''))

/** For a failing test: all that is needed to see why. */
export const shownRun = ({ line, code, stdout, stderr }: Ran): string => `heroku ${line}\nended with ${code === null ? 'its time being up' : String(code)}\n--- stdout\n${stdout}\n--- stderr\n${stderr}`
