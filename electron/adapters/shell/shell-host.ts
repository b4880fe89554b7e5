// The person's own shell in a pseudo-terminal: their environment, files and home, and besides what the Heroku CLI and git need to take
// this Dynarium for Heroku. It ends when its terminal is closed, as the engine's death closes it, too.

import { accessSync, chmodSync, constants, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { homedir, userInfo } from 'node:os'
import { delimiter, dirname, isAbsolute, join } from 'node:path'
import type { OpenedShell, ShellHost, ShellSink, ShellSpec } from '../../engine/ports/shell-host.ts'
import { launchInTerminal, type ProgramChild } from '../parts/program-child.ts'
import { createRawPump } from '../parts/raw-pump.ts'
import { herokuBatch, herokuScript, type HerokuCommand } from './heroku-command.ts'
import { nameOf, startOfShell, welcome } from './start-of-shell.ts'

type Environment = Readonly<Record<string, string | undefined>>

export type ShellHostOptions = {
  readonly heroku: HerokuCommand
  /** That of whoever started Dynarium. */
  readonly env: Environment
  /** What the CLI and git are told, given what is there; asked for anew for each shell. */
  settings(env: Environment): Readonly<Record<string, string>>
}

/** Of npm and Electron, which may have started us, of another Heroku, and what `settings` has another place for. */
const notPassedOn = /^(npm_.*|INIT_CWD|ELECTRON_RUN_AS_NODE|HEROKU_.*|GIT_SSL_CAINFO)$/i
const hangUpMs = 1500
const loopback = '127.0.0.1,localhost'

export function createShellHost({ heroku, env, settings }: ShellHostOptions): ShellHost {
  const folder = join(heroku.dataDir, 'shell')
  const shells = new Map<string, { readonly child: ProgramChild; readonly over: Promise<void> }>()
  let sink: ShellSink = { said: () => {}, ended: () => {} }

  async function open({ shellId, folder: wanted, terminal }: ShellSpec): Promise<OpenedShell> {
    const program = usualShell(env)
    const name = nameOf(program)
    const cwd = wanted !== null && isFolder(wanted) ? wanted : homedir()
    const start = startOfShell({ name, platform: process.platform, folder, home: homedir(), env })
    const bin = writeHeroku(folder, heroku)
    for (const [file, text] of start.files) writePrivate(join(folder, file), text)
    const child = launchInTerminal({
      shell: program, parameters: start.parameters, cwd,
      env: { ...ownEnvironment(env, bin), ...settings(env), ...start.env },
    }, terminal)
    if (process.platform !== 'win32') sink.said(shellId, `\u001b[2m${welcome}\u001b[0m\r\n`)
    shells.set(shellId, { child, over: follow(shellId, child) })
    return { name, folder: cwd }
  }

  async function follow(shellId: string, child: ProgramChild): Promise<void> {
    const pump = createRawPump((text) => sink.said(shellId, text), false)
    child.onOutput(pump.take)
    const { exitStatus } = await child.exited
    await child.drained
    pump.end()
    child.close()
    shells.delete(shellId)
    sink.ended(shellId, exitStatus)
  }

  async function stop(): Promise<void> {
    const all = [...shells.values()]
    for (const { child } of all) send(child, 'SIGHUP')
    const late = setTimeout(() => [...shells.values()].forEach(({ child }) => send(child, 'SIGKILL')), hangUpMs)
    await Promise.all(all.map(({ over }) => over))
    clearTimeout(late)
  }

  return {
    connect: (given) => void (sink = given),
    open,
    write: (id, text) => void shells.get(id)?.child.write(Buffer.from(text)),
    hold: (id, isHeld) => void (isHeld ? shells.get(id)?.child.pause() : shells.get(id)?.child.resume()),
    resize: (id, columns, rows) => shells.get(id)?.child.resize(columns, rows),
    signal: (id, signal) => {
      const shell = shells.get(id)
      if (shell !== undefined) send(shell.child, signal)
    },
    stop,
  }
}

/** Throws Error with words for people. */
function usualShell(env: Environment): string {
  const named = env['SHELL'] || (process.platform === 'win32' ? 'powershell.exe' : userInfo().shell) || '/bin/sh'
  if (!isAbsolute(named)) return named
  try {
    accessSync(named, constants.X_OK)
  } catch {
    throw new Error(`${named} is no program that can be run here`)
  }
  return named
}

/** The person's own, with our folder in front. */
function ownEnvironment(env: Environment, bin: string): Record<string, string> {
  const kept = Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined && !notPassedOn.test(entry[0])))
  const path = Object.keys(kept).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH'
  // A proxy would be asked for this machine's own addresses.
  const direct = [kept['NO_PROXY'] ?? kept['no_proxy'] ?? '', loopback].filter((word) => word !== '').join(',')
  return { ...kept, NO_PROXY: direct, no_proxy: direct, TERM: 'xterm-256color', COLORTERM: 'truecolor', DYNARIUM_SHELL_BIN: bin, [path]: [bin, kept[path] ?? ''].join(delimiter) }
}

/** Anew for each shell: the program may be another one by now. */
function writeHeroku(folder: string, heroku: HerokuCommand): string {
  const bin = join(folder, 'bin')
  writePrivate(join(bin, 'heroku'), herokuScript(heroku))
  if (process.platform === 'win32') writePrivate(join(bin, 'heroku.cmd'), herokuBatch(heroku))
  return bin
}

function writePrivate(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(file, text)
  chmodSync(file, 0o700)
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true

function send(child: ProgramChild, signal: 'SIGHUP' | 'SIGKILL'): void {
  try {
    process.kill(child.pid, signal)
  } catch {
    // It has ended.
  }
}
