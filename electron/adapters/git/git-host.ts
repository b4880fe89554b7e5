// Smart HTTP over one bare repository per app, through the system's own git. Heroku does the same; its build, too, runs inside
// the push's pre-receive hook, which is why a push waits for its build and a failed build leaves the ref alone.

import { statfs } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { refusals } from '../../../shared/errors/refusals.ts'
import type { GitHost, PushHandler } from '../../engine/ports/git-host.ts'
import { exportCommit } from './export-commit.ts'
import { isGitPath, parseGitAddress, type GitAddress } from './git-address.ts'
import { installHook } from './hook-script.ts'
import { createKeptCommits, landedOf } from './kept-commits.ts'
import { runBackend, type Backend } from './http-backend.ts'
import { createPushDesk, type PushTicket } from './push-desk.ts'
import { subjectOf } from './quarantine.ts'
import { findInHistory, lookAt } from './look-at-folder.ts'
import { createRepositories } from './repositories.ts'

export type GitHostOptions = {
  readonly dataDir: string
  readonly log: (text: string) => void
  /** Largest pack of one push, in bytes. */
  readonly maxPushBytes?: number
}

export type SystemGitHost = GitHost & {
  /** Is this path one of git's? Then `handle` answers it. */
  ownsPath(path: string): boolean
  /** Answers a request that was let in already. */
  handle(req: IncomingMessage, res: ServerResponse, who: { readonly by: string }): void
  /** Writes the full tree of a pushed commit, submodules included, into the empty folder `folder`. */
  exportGit(handle: string, commit: string, folder: string, output: (text: string) => void): Promise<void>
}

const defaultMaxPushBytes = 1024 * 1024 * 1024
/** A push is not begun with less room than this. */
const diskReserveBytes = 64 * 1024 * 1024
/** Requests of git at once; more are asked to come again. */
const maxServing = 32
const stopLimitMs = 5000
/** For git to pass on why a push was broken off. */
const lastWordMs = 500

export function createGitHost(options: GitHostOptions): SystemGitHost {
  const repositories = createRepositories(options.dataDir)
  const kept = createKeptCommits(repositories)
  const desk = createPushDesk({ handler, subjectOf, log: options.log })
  const backends = new Set<Backend>()
  const serving = new Set<Promise<void>>()
  let hooks: Promise<string> | null = null
  let engine: PushHandler | null = null

  function handler(): PushHandler {
    if (engine === null) throw new PlatformError('engine-gone', { why: 'it is still starting' })
    return engine
  }

  function handle(req: IncomingMessage, res: ServerResponse, who: { readonly by: string }): void {
    const served = serve(req, res, who.by).catch((error: unknown) => refuse(req, res, error))
    serving.add(served)
    void served.finally(() => serving.delete(served))
  }

  async function serve(req: IncomingMessage, res: ServerResponse, by: string): Promise<void> {
    const address = parseGitAddress(req.method ?? '', req.url ?? '')
    if (address === null) return refuse(req, res, new PlatformError('call-unknown', { call: 'that in git: use http://.../<app>.git' }))
    if (serving.size > maxServing) throw new PlatformError('rate-limited', { why: `${maxServing} git connections are open already` })
    const appId = handler().admit(address.appName)
    const repository = await repositories.open(appId)
    if (address.service === 'git-receive-pack') await wantRoom(options.dataDir)
    if (address.part === 'git-receive-pack') await takePush(req, res, { address, appId, by, repository })
    else await run(req, res, { address, appId, by, ticket: null })
  }

  async function takePush(req: IncomingMessage, res: ServerResponse, to: { address: GitAddress; appId: string; by: string; repository: string }): Promise<void> {
    const release = repositories.hold(to.appId)
    const ticket = await desk.issue(to.repository, to.address.appName, to.by)
    res.once('close', () => ticket.gone())
    try {
      await run(req, res, { ...to, ticket })
    } finally {
      ticket.close()
      await release()
    }
    if (!ticket.accepted()) return
    await repositories.pointHead(to.appId)
    handler().landed(await landedOf(ticket.pushes(), to.repository))
  }

  async function run(req: IncomingMessage, res: ServerResponse, to: { address: GitAddress; appId: string; by: string; ticket: PushTicket | null }): Promise<void> {
    hooks ??= installHook(options.dataDir)
    hooks.catch(() => (hooks = null))
    const folder = await hooks
    if (res.destroyed) return
    const backend = runBackend({
      root: repositories.root, path: `/${to.appId}.git/${to.address.part}`, query: to.address.query, by: to.by,
      settings: settings(folder, options.maxPushBytes ?? defaultMaxPushBytes), env: to.ticket?.env ?? {},
      mayEnd: () => to.ticket?.accepted() !== true, log: options.log,
    }, req, res)
    backends.add(backend)
    await backend.ended.finally(() => backends.delete(backend))
  }

  async function exportGit(handle: string, commit: string, folder: string, output: (text: string) => void): Promise<void> {
    const quarantine = desk.find(handle) ?? kept.find(handle)
    if (quarantine === null) throw new PlatformError('source-unreadable', { why: 'the push it came with has ended' })
    await exportCommit({ quarantine, commit, folder, output, scratch: repositories.root })
  }

  function refuse(req: IncomingMessage, res: ServerResponse, error: unknown): void {
    if (!(error instanceof PlatformError)) options.log(`git: ${error instanceof Error ? error.stack : String(error)}`)
    const refusal = error instanceof PlatformError ? error : new PlatformError('bug', { why: 'git gave no answer' })
    req.resume()
    if (res.headersSent || res.destroyed) return void res.destroy()
    // git shows a plain text answer to the person as `remote:` lines.
    res.writeHead(refusals[refusal.code].status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
    res.end(` !     ${refusal.message}\n !     ${refusal.help}\n`)
  }

  async function stop(): Promise<void> {
    await Promise.race([Promise.allSettled(serving), pause(lastWordMs)])
    for (const backend of backends) backend.end()
    await Promise.race([Promise.allSettled(serving), pause(stopLimitMs)])
    await desk.stop()
  }

  return {
    connect: (given) => (engine = given), handle, exportGit, ownsPath: isGitPath, stop,
    branches: kept.branches, readFile: kept.readFile, compare: kept.compare, adopt: kept.adopt, lookAt, findInHistory,
    forgetApp: (appId) => repositories.forget(appId),
  }
}

function settings(hooksPath: string, maxPushBytes: number): Record<string, string> {
  return {
    'core.hooksPath': hooksPath,
    'http.receivepack': 'true',
    'safe.directory': '*',
    'receive.autogc': 'false',
    'receive.maxInputSize': String(maxPushBytes),
    'receive.fsckObjects': 'true',
    // Old histories have these; they do no harm.
    'receive.fsck.zeroPaddedFilemode': 'ignore',
    'receive.fsck.missingSpaceBeforeDate': 'ignore',
    'receive.fsck.badTimezone': 'ignore',
    'receive.fsck.multipleAuthors': 'ignore',
  }
}

/** Asked before git begins, because only an answer at that point is shown to the person in whole. */
async function wantRoom(folder: string): Promise<void> {
  const disk = await statfs(folder)
  if (disk.bavail * disk.bsize < diskReserveBytes) throw new PlatformError('disk-full', { what: 'the push' })
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref()
  })
}
