// V. Build, release and run are apart: a change of config makes a release of the same slug, without a build; and a dyno leaves its slug as it is.
// A dyno's folder is compared with that of a fresh one-off, after the start and after visits.

import type { Finding } from '../../../shared/factors/finding.ts'
import { changeWords, isBuilt, isLog, type Change } from './dyno-files.ts'
import { evidence, finding, listed } from './words.ts'

export type SeenStages = {
  /** Null: no change of config was made. */
  readonly change: { readonly isSameSlug: boolean; readonly versions: readonly [number, number]; readonly builds: number; readonly seq: number } | null
  /** Null: the files could not be seen. */
  readonly atStart: readonly Change[] | null
  readonly byVisits: readonly Change[] | null
}

export function judgeStages({ change, atStart, byVisits }: SeenStages): Finding {
  if (change === null) return finding(5, 'unknown', 'No release by a change of config was seen.')
  const release = evidence('release', '5.d2', `config:set made v${change.versions[1]} after v${change.versions[0]}${change.isSameSlug ? ', of the same slug' : ', of another slug'}${change.builds === 0 ? ', without a build' : ''}.`, { seq: change.seq })
  if (!change.isSameSlug || change.builds > 0) return finding(5, 'fail', 'A change of config built it anew.', [release])
  if (atStart === null || byVisits === null) return finding(5, 'unknown', 'A change of config makes a release of the same slug, but what a dyno does to its files could not be seen.', [release])
  const [started, visited] = [atStart.filter(isOther), byVisits.filter(isOther)]
  const built = started.filter(({ path, kind }) => isBuilt(path) || kind !== 'new')
  const altered = visited.filter(({ kind }) => kind !== 'new')
  const seen = [...started.map((one) => evidence('file', '5.d1', `After the start: ${changeWords(one)}.`, { file: one.path })), ...visited.map((one) => evidence('file', '5.d1', `After visits: ${changeWords(one)}.`, { file: one.path }))]
  if (built.length > 0) return finding(5, 'fail', `It builds as it starts: ${listed(built.map(({ path }) => path))} ${built.length === 1 ? 'is' : 'are'} not in the slug, but in the dyno.`, [...seen, release])
  if (altered.length > 0) return finding(5, 'warn', `Visits change what came with the slug: ${listed(altered.map(({ path }) => path))}.`, [...seen, release])
  if (seen.length > 0) return finding(5, 'warn', `It writes files into its own folder while it runs: ${listed([...new Set([...started, ...visited].map(({ path }) => path))])}.`, [...seen, release])
  return finding(5, 'pass', 'A change of config made a release of the same slug, and the dyno left its files as they were.', [release, evidence('diff', '5.d1', 'The folder of a dyno equals that of a fresh one, after its start and after visits.')])
}

/** Log files are a matter of factor XI. */
const isOther = ({ path }: Change): boolean => !isLog(path)
