// The published Heroku CLI, unchanged, fetched by the user's own npm into the cache when it is asked for the first time. It is no
// dependency: nothing of it is passed on, and no start-up script of its packages is run.

import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { passSignals } from './pass-signals.ts'

const version = '11.10.0'
const installMs = 15 * 60_000
const outputKept = 20_000
const linesTold = 6
const runFile = (folder: string): string => join(folder, 'node_modules', 'heroku', 'bin', 'run.js')

/** Where it is, or will be. */
export const cliFile = (): string => runFile(join(cacheDir(), 'heroku-cli', version))

/** The file that node runs. `say` is told when it has to be fetched. Rejects with an Error in words for people. */
export async function ensureHerokuCli(say: (line: string) => void): Promise<string> {
  const home = join(cacheDir(), 'heroku-cli')
  const folder = join(home, version)
  if (existsSync(runFile(folder))) return runFile(folder)
  say(`Fetching the Heroku CLI ${version} with npm, once, into ${folder} ...`)
  mkdirSync(home, { recursive: true })
  const draft = mkdtempSync(join(home, 'fetching-'))
  try {
    await install(draft)
    moveIntoPlace(draft, folder)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  return runFile(folder)
}

async function install(draft: string): Promise<void> {
  const { code, output, isMissing } = await npm(['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--prefix', draft, `heroku@${version}`], draft)
  if (code === 0 && existsSync(runFile(draft))) return
  if (isMissing) throw notFetched('it comes by npm, and there is no npm on your PATH.', ['install Node.js, which brings npm (https://nodejs.org), open a new shell and try again', 'git works here without it'])
  throw notFetched(
    code === null ? 'npm was ended before it had finished; 15 minutes are its limit.' : `npm stopped with an error:\n${output.trim().split('\n').slice(-linesTold).join('\n')}`,
    ['check the network, and behind a proxy or a mirror `npm config get registry`', `try again, or see npm's whole output with \`npm view heroku@${version}\``],
  )
}

const notFetched = (why: string, tryNext: readonly string[]): Error => new Error(['The Heroku CLI could not be fetched.', `Why: ${why}`, 'What to try:', ...tryNext.map((line) => `  - ${line}`)].join('\n'))

type NpmRun = { readonly code: number | null; readonly output: string; readonly isMissing: boolean }

/** By the npm that runs us, where one does; its own settings say which registry and proxy. */
function npm(args: readonly string[], cwd: string): Promise<NpmRun> {
  const running = process.env['npm_execpath']
  const [program = '', ...words] = running?.endsWith('.js') === true ? [process.execPath, running] : process.platform === 'win32' ? ['cmd.exe', '/d', '/s', '/c', 'npm'] : ['npm']
  const child = spawn(program, [...words, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'], timeout: installMs, windowsHide: true })
  const letGo = passSignals(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-outputKept)))
  return new Promise((resolve) => {
    const finish = (code: number | null, isMissing: boolean): void => {
      letGo()
      resolve({ code, output, isMissing })
    }
    child.on('error', (error: NodeJS.ErrnoException) => {
      output += error.message
      finish(1, error.code === 'ENOENT')
    })
    // cmd itself is there; it says 9009, or 1 with these words, when npm is not.
    child.on('close', (code) => finish(code, process.platform === 'win32' && /'npm' is not recognized/.test(output)))
  })
}

/** Another process may have been first; theirs is as good as ours. */
function moveIntoPlace(draft: string, folder: string): void {
  if (existsSync(folder) && !existsSync(runFile(folder))) rmSync(folder, { recursive: true, force: true })
  try {
    renameSync(draft, folder)
  } catch (error) {
    if (!existsSync(runFile(folder))) throw error
  }
}

/** The place for what can be fetched again. */
export function cacheDir(): string {
  const { env, platform } = process
  if (env['DYNARIUM_CACHE_DIR']) return env['DYNARIUM_CACHE_DIR']
  if (platform === 'win32') return join(env['LOCALAPPDATA'] || join(homedir(), 'AppData', 'Local'), 'Dynarium', 'Cache')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'Dynarium')
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'dynarium')
}
