// Fetches what a commit's submodules point to. Heroku does so for addresses it can reach without a password; so do we.

import { randomUUID } from 'node:crypto'
import { lstat, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { exportTree, type CommitExport, type Gitlink } from './export-tree.ts'
import { outsideEnvironment, ownEnvironment } from './git-environment.ts'
import { readingEnvironment } from './quarantine.ts'
import { complaint, runGit } from './run-git.ts'

export type SubmoduleLevel = {
  /** Shared by all levels of one export. */
  readonly budget: { left: number }
  readonly depth: number
  /** Path of the repository they are in, ending in a slash, for messages. */
  readonly prefix: string
}

export const maxSubmodules = 50
const fetchLimitMs = 60_000
const maxDepth = 5
const addressPattern = /^((https?|git|ssh|file):\/\/|\/|[A-Za-z]:[\\/]|[\w.-]+@[\w.-]+:)[^\0\n]+$/

export async function exportSubmodules(parent: CommitExport, links: readonly Gitlink[], level: SubmoduleLevel): Promise<void> {
  if (links.length === 0) return
  const addresses = await readAddresses(parent)
  if (addresses === null) {
    return parent.output(` !     ${links.map((link) => level.prefix + link.path).join(', ')}: a repository inside the repository and no .gitmodules, so its files are not in the push.\n`)
  }
  for (const link of links) await exportSubmodule(parent, link, addresses.get(link.path), level)
}

async function exportSubmodule(parent: CommitExport, link: Gitlink, url: string | undefined, level: SubmoduleLevel): Promise<void> {
  const path = level.prefix + link.path
  const fail = (why: string) => new PlatformError('submodule-failed', { path, url: withoutPassword(url ?? '(no address)'), why })
  if (url === undefined) throw fail('.gitmodules does not mention it')
  if (!addressPattern.test(url)) throw fail('only http, https, git, ssh and file addresses are fetched, and none that is relative')
  if (level.budget.left <= 0 || level.depth >= maxDepth) throw fail('there are too many submodules, or too many inside each other')
  level.budget.left -= 1
  const folder = join(parent.folder, link.path)
  if (!(await isWithinPlainFolders(parent.folder, link.path))) throw fail('its place is not a plain folder')
  parent.output(`       Fetching submodule ${path}\n`)
  const repository = join(parent.scratch, `.submodule-${randomUUID()}.git`)
  try {
    const trouble = await fetchCommit(repository, url, link.commit)
    if (trouble !== null) throw fail(trouble)
    const child = { ...parent, quarantine: { repository, objects: '' }, commit: link.commit, folder }
    const links = await exportTree(child)
    await exportSubmodules(child, links, { ...level, depth: level.depth + 1, prefix: `${path}/` })
  } finally {
    await rm(repository, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** null when the commit is there; else why it is not. */
async function fetchCommit(repository: string, url: string, commit: string): Promise<string | null> {
  const made = await runGit({ args: ['init', '--quiet', '--bare', '--template=', repository], env: ownEnvironment() })
  if (made.status !== 0) return complaint(made.stderr)
  const env = { ...outsideEnvironment(), GIT_DIR: repository }
  const fetch = (what: readonly string[], limitMs: number) =>
    runGit({ args: ['fetch', '--quiet', '--no-tags', '--no-recurse-submodules', ...what], env, limitMs })
  const until = Date.now() + fetchLimitMs
  const exact = await fetch(['--depth=1', '--', url, commit], fetchLimitMs)
  if (exact.status === 0) return null
  if (exact.timedOut) return `it took longer than ${fetchLimitMs / 1000} seconds`
  // Older servers give out only what a branch or tag names.
  const all = await fetch(['--', url, '+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'], Math.max(1000, until - Date.now()))
  if (all.timedOut) return `it took longer than ${fetchLimitMs / 1000} seconds`
  if (all.status !== 0) return complaint(all.stderr)
  const found = await runGit({ args: ['cat-file', '-e', `${commit}^{commit}`], env })
  return found.status === 0 ? null : `it has no commit ${commit.slice(0, 10)}; was that pushed there?`
}

/** Path to address, from the .gitmodules of the commit itself; null when it has none. */
async function readAddresses(parent: CommitExport): Promise<Map<string, string> | null> {
  const listed = await runGit({ args: ['config', '--no-includes', '--blob', `${parent.commit}:.gitmodules`, '--list', '-z'], env: readingEnvironment(parent.quarantine) })
  if (listed.status !== 0) return null
  const modules = new Map<string, { path?: string; url?: string }>()
  for (const entry of listed.stdout.split('\0')) {
    const match = /^submodule\.(.+)\.(path|url)\n(.*)$/s.exec(entry)
    if (match === null) continue
    const [, name = '', key = '', value = ''] = match
    modules.set(name, { ...modules.get(name), [key]: value })
  }
  return new Map([...modules.values()].flatMap(({ path, url }) => (path !== undefined && url !== undefined ? [[path, url]] : [])))
}

/** A pushed symbolic link must not lead the export out of its folder. */
async function isWithinPlainFolders(root: string, path: string): Promise<boolean> {
  for (let part = path; part !== '.' && part !== ''; part = dirname(part)) {
    const found = await lstat(join(root, part)).catch(() => null)
    if (found !== null && !found.isDirectory()) return false
  }
  return !path.split(/[\\/]/).includes('..')
}

function withoutPassword(url: string): string {
  return url.replace(/^(\w+:\/\/)[^@/]*@/, '$1')
}
