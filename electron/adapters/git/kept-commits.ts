// What was pushed and stays: branches, files of commits, how commits of several apps lie to each other, and a commit that moves on
// to another app.

import { delimiter, join } from 'node:path'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { keptHandle, type Branch, type CommitFacts, type CommitsBetween, type GitHost, type Push } from '../../engine/ports/git-host.ts'
import { gitSettings, ownEnvironment } from './git-environment.ts'
import type { Quarantine } from './quarantine.ts'
import type { Repositories } from './repositories.ts'
import { complaint, runGit, type GitResult } from './run-git.ts'

export type KeptCommits = Pick<GitHost, 'branches' | 'readFile' | 'compare' | 'adopt'> & {
  /** Where the commit is that a handle of `adopt` stands for; null when it is none. */
  find(handle: string): Quarantine | null
}

const maxBranches = 500
const maxFileBytes = 512 * 1024
const maxSubject = 200
const handlePattern = /^kept\.([A-Za-z0-9][\w-]{0,63})$/
const commitPattern = /^[0-9a-f]{40,64}$/
const settings = gitSettings({ 'safe.directory': '*', 'gc.auto': '0', 'receive.autogc': 'false' })

export function createKeptCommits(repositories: Repositories): KeptCommits {
  async function read(appId: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<GitResult> {
    const repository = await repositories.open(appId)
    return runGit({ args: [...settings, ...args], env: ownEnvironment({ GIT_DIR: repository, GIT_OPTIONAL_LOCKS: '0', ...env }) })
  }

  async function branches(appId: string): Promise<Branch[]> {
    const listed = await read(appId, ['for-each-ref', '--sort=refname', `--count=${maxBranches}`, '--format=%(refname:lstrip=2)%00%(objectname)%00%(contents:subject)', 'refs/heads'])
    return lines(listed.stdout).map((line) => {
      const [name = '', commit = '', subject = ''] = line.split('\0')
      return { name, commit, subject: subject.slice(0, maxSubject) }
    })
  }

  async function readFile({ appId, commit, path }: Parameters<GitHost['readFile']>[0]): Promise<string | null> {
    const place = `${checked(commit)}:${path}`
    const size = await read(appId, ['cat-file', '-s', place])
    if (size.status !== 0 || Number(size.stdout) > maxFileBytes) return null
    const shown = await read(appId, ['cat-file', 'blob', place])
    return shown.status === 0 ? shown.stdout : null
  }

  async function compare({ appIds: [first, ...others], from, to, most }: Parameters<GitHost['compare']>[0]): Promise<CommitsBetween> {
    if (first === undefined) throw new Error('a comparison of commits of no app')
    const shared = await Promise.all(others.map(async (appId) => join(await repositories.open(appId), 'objects')))
    const env = { GIT_ALTERNATE_OBJECT_DIRECTORIES: shared.map(quoted).join(delimiter) }
    const git = (...args: string[]): Promise<GitResult> => read(first, args, env)
    for (const commit of [from, to]) if ((await git('cat-file', '-e', `${checked(commit)}^{commit}`)).status !== 0) return { kind: 'absent', commit }
    if ((await git('merge-base', from, to)).status !== 0) return { kind: 'unrelated' }
    const counted = succeeded(await git('rev-list', '--left-right', '--count', `${from}...${to}`))
    const [behindCount = 0, aheadCount = 0] = counted.stdout.trim().split(/\s+/).map(Number)
    const list = async (range: string): Promise<CommitFacts[]> => lines(succeeded(await git('log', '--no-show-signature', `--max-count=${most}`, '--format=%H%x00%an%x00%ct%x00%s', range, '--')).stdout).map(commitOf)
    return { kind: 'related', ahead: await list(`${from}..${to}`), aheadCount, behind: await list(`${to}..${from}`), behindCount }
  }

  async function adopt({ from, commit, to }: Parameters<GitHost['adopt']>[0]): Promise<{ handle: string }> {
    const target = await repositories.open(to)
    const release = repositories.hold(to)
    try {
      const pushed = await read(from, ['push', '--quiet', target, `+${checked(commit)}:refs/heads/main`])
      if (pushed.status !== 0) throw new PlatformError('source-unreadable', { why: complaint(pushed.stderr) })
    } finally {
      await release()
    }
    return { handle: keptHandle(to) }
  }

  function find(handle: string): Quarantine | null {
    const appId = handlePattern.exec(handle)?.[1]
    return appId === undefined ? null : { repository: repositories.folderOf(appId), objects: '' }
  }

  return { branches, readFile, compare, adopt, find }
}

/** Of an accepted push, those refs that git really moved: it may still refuse one. */
export async function landedOf(pushes: readonly Push[], repository: string): Promise<Push[]> {
  const listed = await runGit({ args: [...settings, 'for-each-ref', '--format=%(objectname) %(refname)'], env: ownEnvironment({ GIT_DIR: repository, GIT_OPTIONAL_LOCKS: '0' }) })
  const refs = new Map(lines(listed.stdout).map((line) => [line.slice(line.indexOf(' ') + 1), line.slice(0, line.indexOf(' '))]))
  return pushes.filter(({ ref, newCommit }) => (/^0+$/.test(newCommit) ? !refs.has(ref) : refs.get(ref) === newCommit))
}

/** Nothing but a commit goes where git might read an option or a range. */
function checked(commit: string): string {
  if (!commitPattern.test(commit)) throw new Error(`not a commit: ${commit}`)
  return commit
}

function commitOf(line: string): CommitFacts {
  const [id = '', author = '', seconds = '', subject = ''] = line.split('\0')
  return { id, author, subject: subject.slice(0, maxSubject), at: Number(seconds) * 1000 }
}

/** git takes such a list apart at its separator unless a path is in quotes. */
const quoted = (path: string): string => `"${path.replace(/[\\"]/g, '\\$&')}"`

const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '')

function succeeded(result: GitResult): GitResult {
  if (result.status !== 0) throw new PlatformError('source-unreadable', { why: complaint(result.stderr) })
  return result
}
