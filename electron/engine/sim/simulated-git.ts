// git without disk: commits are sources with a parent, an app's repository is its branches, and every commit is in reach of every app. Real
// repositories keep commits apart; here only what can be asked for is kept apart, by branches.

import type { Branch, CommitFacts, CommitsBetween, GitHost, Push, PushAnswer, PushHandler } from '../ports/git-host.ts'
import type { Clock } from '../ports/clock.ts'
import type { Files } from './simulated-build-host.ts'

export type NewCommit = { readonly files: Files; readonly parent: string | null; readonly subject: string }

export type SimulatedGit = GitHost & {
  commit(commit: NewCommit): string
  /** null deletes the branch. Resolves with what the person read. */
  push(appName: string, branch: string, commit: string | null): Promise<{ readonly accepted: boolean; readonly text: string }>
  filesOf(commit: string): Files | null
}

type Kept = CommitFacts & { readonly parent: string | null; readonly files: Files }

const noCommit = '0'.repeat(40)
const by = 'you@localhost'

export function createSimulatedGit(clock: Pick<Clock, 'now'>): SimulatedGit {
  const commits = new Map<string, Kept>()
  const repositories = new Map<string, Map<string, string>>()
  let handler: PushHandler | null = null

  function commit({ files, parent, subject }: NewCommit): string {
    const id = (commits.size + 1).toString(16).padStart(40, 'c')
    commits.set(id, { id, subject, author: by, at: clock.now(), parent, files })
    return id
  }

  async function push(appName: string, branch: string, newCommit: string | null): Promise<{ accepted: boolean; text: string }> {
    if (handler === null) throw new Error('the engine did not connect to git')
    const repository = repositoryOf(handler.admit(appName))
    const one: Push = {
      appName, ref: `refs/heads/${branch}`, oldCommit: repository.get(branch) ?? noCommit, newCommit: newCommit ?? noCommit,
      subject: newCommit === null ? '' : known(newCommit).subject, handle: newCommit ?? '', by,
    }
    let text = ''
    const answer: PushAnswer = await handler.receive([one], (said) => (text += said), () => {})
    if (!answer.accept) return { accepted: false, text }
    if (newCommit === null) repository.delete(branch)
    else repository.set(branch, newCommit)
    handler.landed([one])
    return { accepted: true, text }
  }

  function repositoryOf(appId: string): Map<string, string> {
    const repository = repositories.get(appId) ?? new Map<string, string>()
    repositories.set(appId, repository)
    return repository
  }

  function known(id: string): Kept {
    const found = commits.get(id)
    if (found === undefined) throw new Error(`no commit ${id}`)
    return found
  }

  /** Newest first. */
  function historyOf(id: string): Kept[] {
    const history: Kept[] = []
    for (let next: string | null = id; next !== null; next = known(next).parent) history.push(known(next))
    return history
  }

  function compare({ from, to, most }: Parameters<GitHost['compare']>[0]): CommitsBetween {
    for (const id of [from, to]) if (!commits.has(id)) return { kind: 'absent', commit: id }
    const [there, here] = [historyOf(from), historyOf(to)]
    const without = (history: readonly Kept[], other: readonly Kept[]): CommitFacts[] => history.filter((one) => !other.includes(one)).map(({ id, subject, author, at }) => ({ id, subject, author, at }))
    const [ahead, behind] = [without(here, there), without(there, here)]
    if (ahead.length === here.length) return { kind: 'unrelated' }
    return { kind: 'related', ahead: ahead.slice(0, most), aheadCount: ahead.length, behind: behind.slice(0, most), behindCount: behind.length }
  }

  const byName = (a: Branch, b: Branch): number => (a.name < b.name ? -1 : 1)

  return {
    commit, push,
    filesOf: (id) => commits.get(id)?.files ?? null,
    connect: (given) => (handler = given),
    branches: async (appId) => [...(repositories.get(appId) ?? [])].map(([name, id]) => ({ name, commit: id, subject: known(id).subject })).sort(byName),
    readFile: async ({ commit: id, path }) => commits.get(id)?.files[path] ?? null,
    compare: async (order) => compare(order),
    adopt: async ({ commit: id, to }) => {
      repositoryOf(to).set('main', known(id).id)
      return { handle: id }
    },
    // No folder of a machine is in this world.
    lookAt: () => Promise.resolve(null),
    findInHistory: () => Promise.resolve(null),
    forgetApp: async (appId) => void repositories.delete(appId),
    stop: () => Promise.resolve(),
  }
}
