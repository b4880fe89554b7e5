// What a push asks for: only main or master is built. Heroku accepts other refs and builds nothing.

import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { Push } from '../ports/git-host.ts'

export type PushedRefs = {
  /** The one to build, if any. */
  readonly build: Push | null
  /** Accepted and not built; deletions are not among them. */
  readonly skipped: readonly Push[]
}

const builtRefs = new Set(['refs/heads/main', 'refs/heads/master'])
const noCommit = /^0+$/

/** Throws `ref-undeletable`, `refs-ambiguous`: git takes or leaves a push as a whole. */
export function judgeRefs(pushes: readonly Push[]): PushedRefs {
  const main = pushes.filter((push) => builtRefs.has(push.ref))
  const deleted = main.find((push) => noCommit.test(push.newCommit))
  if (deleted !== undefined) throw new PlatformError('ref-undeletable', { branch: branchOf(deleted.ref) })
  if (main.length > 1) throw new PlatformError('refs-ambiguous')
  return { build: main[0] ?? null, skipped: pushes.filter((push) => !builtRefs.has(push.ref) && !noCommit.test(push.newCommit)) }
}

export const branchOf = (ref: string): string => ref.replace(/^refs\/(heads\/)?/, '')
