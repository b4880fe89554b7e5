// For tests: a git host behind a real loopback server, and a person's repository to push from.

import { spawn } from 'node:child_process'
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Push, PushHandler } from '../../engine/ports/git-host.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { createGitHost, type SystemGitHost } from './git-host.ts'

export type Ran = { readonly status: number; readonly output: string }

export type GitWorld = {
  readonly folder: string
  readonly dataDir: string
  readonly host: SystemGitHost
  readonly logged: string[]
  /** `url('hello')` is its remote. App ids are the names with `id-` before them; `nobody` is no app. */
  url(app: string): string
  receive: PushHandler['receive']
  /** Pushes whose refs have moved. */
  readonly landed: Push[]
  git(cwd: string, ...args: string[]): Promise<Ran>
  start(cwd: string, args: readonly string[]): { readonly pid: number; readonly ended: Promise<Ran>; shown(): string }
  /** A new repository with one commit of these files. */
  repository(name: string, files: Readonly<Record<string, string | Buffer>>): Promise<string>
  commit(folder: string, files: Readonly<Record<string, string | Buffer>>, subject?: string): Promise<string>
  close(): Promise<void>
}

export async function gitWorld(options: { readonly maxPushBytes?: number } = {}): Promise<GitWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'dynarium-git-'))
  const dataDir = join(folder, 'data')
  await mkdir(dataDir)
  const logged: string[] = []
  const host = createGitHost({ dataDir, log: (text) => logged.push(text), ...options })
  const server = createServer((req, res) => host.handle(req, res, { by: 'tester@localhost' }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const env = { ...process.env, HOME: folder, GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0' }
  await writeFile(join(folder, '.gitconfig'), '[user]\n name = T\n email = t@localhost\n[init]\n defaultBranch = main\n[protocol "file"]\n allow = always\n')

  const world: GitWorld = {
    folder, dataDir, host, logged, git, start, repository, commit, close,
    url: (app) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/${app}.git`,
    receive: () => Promise.resolve({ accept: true }),
    landed: [],
  }
  host.connect({
    admit: (app) => {
      if (app === 'nobody') throw new PlatformError('app-not-found', { app })
      return `id-${app}`
    },
    receive: (...call) => world.receive(...call),
    landed: (pushes) => void world.landed.push(...pushes),
  })

  function start(cwd: string, args: readonly string[]): ReturnType<GitWorld['start']> {
    const child = spawn('git', [...args], { cwd, env, detached: true })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text))
    const ended = new Promise<Ran>((resolve) => child.on('close', (status) => resolve({ status: status ?? -1, output })))
    return { pid: child.pid ?? 0, ended, shown: () => output }
  }

  function git(cwd: string, ...args: string[]): Promise<Ran> {
    return start(cwd, args).ended
  }

  async function repository(name: string, files: Readonly<Record<string, string | Buffer>>): Promise<string> {
    const path = join(folder, name)
    await mkdir(path)
    await git(path, 'init', '--quiet')
    await commit(path, files, 'Begin')
    return path
  }

  async function commit(path: string, files: Readonly<Record<string, string | Buffer>>, subject = 'Change'): Promise<string> {
    for (const [file, content] of Object.entries(files)) {
      await mkdir(dirname(join(path, file)), { recursive: true })
      await writeFile(join(path, file), content)
    }
    await git(path, 'add', '--all')
    await git(path, 'commit', '--quiet', '--allow-empty', '-m', subject)
    return (await git(path, 'rev-parse', 'HEAD')).output.trim()
  }

  async function close(): Promise<void> {
    await host.stop()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }

  return world
}
