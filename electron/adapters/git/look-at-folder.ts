// What git knows of a folder of this machine. Nothing is changed in it.

import { realpath } from 'node:fs/promises'
import type { RepositoryLook } from '../../engine/ports/git-host.ts'
import { gitSettings, ownEnvironment } from './git-environment.ts'
import { runGit, type GitResult } from './run-git.ts'

const settings = gitSettings({ 'core.fsmonitor': 'false', 'safe.directory': '*' })
/** A long history is not read to its end. */
const limitMs = 5000

export async function lookAt(folder: string): Promise<RepositoryLook | null> {
  const [root, commit] = await Promise.all([ask(folder, 'rev-parse', '--show-toplevel'), ask(folder, 'rev-parse', '--verify', 'HEAD')])
  if (root.status !== 0 || commit.status !== 0) return null
  const [changes, count] = await Promise.all([ask(folder, 'status', '--porcelain', '--', '.'), ask(folder, 'rev-list', '--count', 'HEAD', '--', '.')])
  const commits = Number(count.stdout.trim())
  // A folder that an outer repository does not track is in no history.
  if (changes.status !== 0 || !(commits > 0)) return null
  const [here, top] = await Promise.all([realpath(folder), realpath(root.stdout.trim())])
  return { commit: commit.stdout.trim(), commits, isClean: changes.stdout.trim() === '', isRoot: here === top }
}

export async function findInHistory(folder: string, text: string): Promise<string | null> {
  const found = await ask(folder, 'log', '--all', '--no-ext-diff', '--no-textconv', `-S${text}`, '--format=%h %s', '--max-count=1', '--', '.')
  const line = found.stdout.trim()
  return found.status !== 0 || line === '' ? null : line
}

const ask = (folder: string, ...args: string[]): Promise<GitResult> => runGit({ args: [...settings, ...args], env: ownEnvironment({ GIT_OPTIONAL_LOCKS: '0' }), cwd: folder, limitMs })
