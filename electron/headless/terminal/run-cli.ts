// The Heroku CLI with a home of its own: what it keeps, a login, its caches, git's global settings, never meets those of the real Heroku.

import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { constants, homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { findOnPath } from '../../adapters/process/shell.ts'
import { gitsAuthority, type Variables } from './cli-environment.ts'
import { writeExecTunnel } from './exec-tunnel.ts'
import { passSignals } from './pass-signals.ts'

/** A proxy of the user's would be asked first, and carry what is meant for this machine out of it. */
const otherProxies = /^(https?|all|no)_proxy$/i

type Command = readonly [program: string, file: string]

export type CliPlace = {
  readonly dataDir: string
  /** Of the platform. */
  readonly url: string
  readonly variables: Variables
}

/** Resolves with the exit code. The first of `args` is a command of the CLI. */
export function runCli(file: string, args: readonly string[], { dataDir, url, variables }: CliPlace): Promise<number> {
  const program = nodeProgram()
  const env = { ...ownEnvironment(dataDir, [program, file]), ...Object.fromEntries(variables), HTTP_PROXY: url }
  const child = spawn(program, ['--require', writeExecTunnel(join(dataDir, 'heroku-cli'), Number(new URL(url).port)), file, ...args], { stdio: 'inherit', env })
  const letGo = passSignals(child)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      letGo()
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]))
    })
  })
}

/** The desktop app is an older node than the CLI asks for, and so the last resort. */
function nodeProgram(): string {
  const found = process.versions['electron'] === undefined ? null : findOnPath('node', process.env['PATH'] ?? '')
  // What the CLI starts, an editor for one, may be an Electron of its own.
  if (found !== null) delete process.env['ELECTRON_RUN_AS_NODE']
  return found ?? process.execPath
}

function ownEnvironment(dataDir: string, command: Command): NodeJS.ProcessEnv {
  const folder = join(dataDir, 'heroku-cli')
  const home = join(folder, 'home')
  mkdirSync(home, { recursive: true, mode: 0o700 })
  keepKeys(home)
  const kept = Object.fromEntries(Object.entries(process.env).filter(([name]) => !otherProxies.test(name) && !name.startsWith('HEROKU_') && name !== gitsAuthority))
  return {
    ...kept, HOME: home, USERPROFILE: home, LOCALAPPDATA: join(home, 'AppData', 'Local'),
    XDG_CONFIG_HOME: join(home, '.config'), XDG_CACHE_HOME: join(home, '.cache'), XDG_DATA_HOME: join(home, '.local', 'share'),
    GIT_CONFIG_GLOBAL: ownGitConfig(folder), PATH: [ownCommand(folder, command), kept['PATH'] ?? ''].join(delimiter),
  }
}

/** `heroku keys:add` looks for the user's keys in the home folder. */
function keepKeys(home: string): void {
  const keys = join(homedir(), '.ssh')
  if (!existsSync(join(home, '.ssh')) && existsSync(keys)) symlinkSync(keys, join(home, '.ssh'), 'junction')
}

/** The CLI writes its credential helper into git's global settings: into these, which begin with the user's own. */
function ownGitConfig(folder: string): string {
  const file = join(folder, 'gitconfig')
  const config = process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config')
  const theirs = process.env['GIT_CONFIG_GLOBAL'] ? [process.env['GIT_CONFIG_GLOBAL']] : [join(config, 'git', 'config'), join(homedir(), '.gitconfig')]
  const includes = theirs.map((path) => `[include]\n\tpath = "${path.replaceAll('\\', '/').replaceAll('"', '\\"')}"\n`)
  if (!existsSync(file)) writeFileSync(file, includes.join(''), { mode: 0o600 })
  return file
}

/** git calls `heroku git:credentials`, which has to be this CLI. */
function ownCommand(folder: string, command: Command): string {
  const bin = join(folder, 'bin')
  mkdirSync(bin, { recursive: true, mode: 0o700 })
  const quoted = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ')
  writeFileSync(join(bin, 'heroku'), `#!/bin/sh\nexec ${quoted} "$@"\n`)
  chmodSync(join(bin, 'heroku'), 0o700)
  if (process.platform === 'win32') writeFileSync(join(bin, 'heroku.cmd'), `@"${command[0]}" "${command[1]}" %*\r\n`)
  return bin
}
