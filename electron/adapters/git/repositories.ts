// One bare repository per app id under <dataDir>/repos, made when it is first asked for.

import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ownEnvironment } from './git-environment.ts'
import { complaint, runGit } from './run-git.ts'

export type Repositories = {
  readonly root: string
  folderOf(appId: string): string
  /** Makes it when it is not there, and once per engine clears what pushes of a killed one left. */
  open(appId: string): Promise<string>
  /** A push begins. The answer ends it: after the last one under way, what interrupted ones left is cleared (git ended by a signal leaves its quarantine). */
  hold(appId: string): () => Promise<void>
  forget(appId: string): Promise<void>
  /** Clones check out HEAD: after a first push to master only, that is what it should name. */
  pointHead(appId: string): Promise<void>
}

const appIdPattern = /^[A-Za-z0-9][\w-]{0,63}$/
/** Names git gives to the quarantine of a push under way. */
const quarantinePattern = /^(tmp_objdir-)?incoming-/
const headOf = (branch: string): string => `ref: refs/heads/${branch}\n`

export function createRepositories(dataDir: string): Repositories {
  const root = join(dataDir, 'repos')
  const opening = new Map<string, Promise<string>>()
  const pushing = new Map<string, number>()

  function folderOf(appId: string): string {
    if (!appIdPattern.test(appId)) throw new Error(`not an app id: ${appId}`)
    return join(root, `${appId}.git`)
  }

  function open(appId: string): Promise<string> {
    const known = opening.get(appId)
    if (known !== undefined) return known
    const folder = folderOf(appId)
    const ready = (existsSync(join(folder, 'HEAD')) ? sweep(appId) : make(root, folder)).then(() => folder)
    opening.set(appId, ready)
    ready.catch(() => opening.delete(appId))
    return ready
  }

  function hold(appId: string): () => Promise<void> {
    pushing.set(appId, (pushing.get(appId) ?? 0) + 1)
    return async () => {
      const left = (pushing.get(appId) ?? 1) - 1
      if (left > 0) return void pushing.set(appId, left)
      pushing.delete(appId)
      await sweep(appId)
    }
  }

  async function sweep(appId: string): Promise<void> {
    const objects = join(folderOf(appId), 'objects')
    const names = await readdir(objects).catch(() => [])
    // Names are random, so a push that begins after this line is not among them.
    if (pushing.has(appId)) return
    const left = names.filter((name) => quarantinePattern.test(name))
    await Promise.all(left.map((name) => rm(join(objects, name), { recursive: true, force: true })))
  }

  async function forget(appId: string): Promise<void> {
    opening.delete(appId)
    const folder = folderOf(appId)
    const doomed = join(root, `.gone-${randomUUID()}`)
    // Renamed first, so that a removal that is cut short leaves no half repository under the app's name.
    await rename(folder, doomed).catch(ignoreMissing)
    await rm(doomed, { recursive: true, force: true, maxRetries: 3 })
  }

  async function pointHead(appId: string): Promise<void> {
    const env = ownEnvironment({ GIT_DIR: folderOf(appId) })
    const exists = async (branch: string) => (await runGit({ args: ['rev-parse', '--verify', '--quiet', `refs/heads/${branch}`], env })).status === 0
    const branch = (await exists('main')) || !(await exists('master')) ? 'main' : 'master'
    await runGit({ args: ['symbolic-ref', 'HEAD', `refs/heads/${branch}`], env })
  }

  return { root, folderOf, open, hold, forget, pointHead }
}

async function make(root: string, folder: string): Promise<void> {
  await mkdir(root, { recursive: true })
  const draft = join(root, `.new-${randomUUID()}`)
  const made = await runGit({ args: ['init', '--quiet', '--bare', '--template=', draft], env: ownEnvironment() })
  if (made.status !== 0) throw new Error(`git init failed: ${complaint(made.stderr)}`)
  await writeFile(join(draft, 'HEAD'), headOf('main'))
  await rename(draft, folder)
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}
