// Writes one commit's tree into a folder, all of it, as a checkout would: `git archive` would leave out what .gitattributes
// marks export-ignore, and Heroku does not.

import { randomUUID } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { gitSettings } from './git-environment.ts'
import { readingEnvironment, type Quarantine } from './quarantine.ts'
import { complaint, runGit, type GitResult } from './run-git.ts'

export type CommitExport = {
  readonly quarantine: Quarantine
  readonly commit: string
  /** Empty or absent. */
  readonly folder: string
  readonly output: (text: string) => void
  /** Where temporary files may go. */
  readonly scratch: string
}

/** A path that stands for a commit of another repository: a submodule. */
export type Gitlink = { readonly path: string; readonly commit: string }

const settings = gitSettings({ 'core.autocrlf': 'false', 'core.bare': 'false', 'core.fsmonitor': 'false', 'safe.directory': '*' })

/** Returns the submodules, whose folders are there and empty. */
export async function exportTree(request: CommitExport): Promise<Gitlink[]> {
  const index = join(request.scratch, `.index-${randomUUID()}`)
  const env = { ...readingEnvironment(request.quarantine), GIT_INDEX_FILE: index, GIT_WORK_TREE: request.folder }
  const git = async (...args: string[]) => succeeded(await runGit({ args: [...settings, ...args], env, cwd: request.folder })).stdout
  try {
    await mkdir(request.folder, { recursive: true })
    await git('read-tree', request.commit)
    await git('checkout-index', '--all', '--quiet')
    return gitlinks(await git('ls-files', '--stage', '-z'))
  } finally {
    await rm(index, { force: true })
  }
}

function gitlinks(listing: string): Gitlink[] {
  return listing.split('\0').flatMap((line) => {
    const match = /^160000 ([0-9a-f]+) 0\t(.+)$/s.exec(line)
    return match === null ? [] : [{ commit: match[1] ?? '', path: match[2] ?? '' }]
  })
}

function succeeded(result: GitResult): GitResult {
  if (result.status === 0) return result
  if (/No space left on device/i.test(result.stderr)) throw new PlatformError('disk-full', { what: 'the source' })
  throw new PlatformError('source-unreadable', { why: complaint(result.stderr) })
}
