// I. One codebase, many deploys: the same source is deployed to two environments, which should run the same slug. What a repository knows of
// the folder is asked, too: a folder that is in none has no history to deploy from.

import type { Finding } from '../../../shared/factors/finding.ts'
import type { RepositoryLook } from '../ports/git-host.ts'
import { builtAlike } from './dependencies.ts'
import type { BuildDifference } from './dyno-files.ts'
import { evidence, finding } from './words.ts'

export type SeenCodebase = {
  readonly slugs: readonly [string, string] | null
  readonly difference: BuildDifference
  readonly serves: readonly [boolean, boolean]
  /** `kept`: the app's own repository here; `shipped`: a sample. */
  readonly history: RepositoryLook | 'kept' | 'shipped' | null
}

export function judgeCodebase({ slugs, difference, serves, history }: SeenCodebase): Finding {
  if (slugs === null) return finding(1, 'unknown', 'It was not built, so there are no two deploys to compare.')
  const ids = evidence('diff', '1.d2', slugs[0] === slugs[1] ? `Both environments got the slug ${short(slugs[0])}.` : `One environment got the slug ${short(slugs[0])}, the other ${short(slugs[1])}. ${builtAlike(difference)}`)
  if (difference.kind === 'files') return finding(1, 'warn', 'The same source gave two different slugs, so no two deploys of it are the same.', [ids])
  if (!serves[0] || !serves[1]) return finding(1, 'unknown', 'The same source went to two environments, but did not serve in both.', [ids])
  if (history === 'shipped') return finding(1, 'unknown', 'The same source serves in two environments. A sample ships with Dynarium, so it has no repository of its own to look at.', [ids])
  if (history === null) return finding(1, 'unknown', 'The same source serves in two environments, but the folder is in no Git repository, so it has no history that deploys could share.', [ids])
  if (history === 'kept') return finding(1, 'pass', 'The pushed commit serves in two environments.', [ids])
  const commit = evidence('diff', '1.d1', `Commit ${history.commit.slice(0, 10)}, one of ${history.commits}.`)
  if (!history.isClean) return finding(1, 'warn', 'The same source serves in two environments, but what was deployed is not what is committed.', [ids, commit])
  return finding(1, 'pass', 'The committed source serves in two environments.', [ids, commit], history.isRoot ? [] : ['The folder is a part of a larger repository; whether that holds other apps was not looked at.'])
}

const short = (slugId: string): string => slugId.replace('sha256:', '').slice(0, 12)
