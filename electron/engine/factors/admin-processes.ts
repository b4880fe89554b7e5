// XII. Admin tasks as one-off processes: a one-off dyno is compared with a web dyno (release, slug, config), what it writes should not reach web
// dynos, the release phase should run once for each release, and no admin task should be open to everybody over HTTP.

import type { Finding } from '../../../shared/factors/finding.ts'
import { evidence, finding, listed } from './words.ts'

export type SeenAdmin = {
  /** Names of variables that differ, of those that should not. Null: it could not be compared. */
  readonly differing: readonly string[] | null
  readonly compared: number
  readonly release: string | null
  readonly fileReached: boolean | null
  /** How often the release command ran, by version. Null: it has none. */
  readonly phases: readonly { readonly version: number; readonly runs: number }[] | null
  readonly open: readonly { readonly path: string; readonly status: number }[]
}

/** Config vars and what the platform says of the release; what a program's own start adds may differ. PATH is one of those. */
export function differencesOf(one: string, other: string, config: readonly string[]): { readonly differing: readonly string[]; readonly compared: number } {
  const [a, b] = [variablesIn(one), variablesIn(other)]
  const ofRelease = [...a.keys(), ...b.keys()].filter((name) => name.startsWith('HEROKU_') && name !== 'HEROKU_DYNO_ID')
  const names = [...new Set([...config.filter((name) => name !== 'PATH'), ...ofRelease])]
  return { differing: names.filter((name) => a.get(name) !== b.get(name)).sort(), compared: a.size === 0 || b.size === 0 ? 0 : names.length }
}

function variablesIn(text: string): Map<string, string> {
  return new Map(text.split('\n').flatMap((line) => {
    const match = /^([A-Za-z_]\w*)=(.*?)\r?$/.exec(line)
    return match === null ? [] : [[match[1] ?? '', match[2] ?? ''] as const]
  }))
}

export function judgeAdmin({ differing, compared, release, fileReached, phases, open }: SeenAdmin): Finding {
  if (open.length > 0) return finding(12, 'fail', `Everybody can run an admin task over HTTP: ${listed(open.map(({ path }) => path))}.`, open.map(({ path, status }) => evidence('request', '12.d5', `GET ${path} answered ${status} to a visitor who gave no name.`)))
  if (differing === null || fileReached === null) return finding(12, 'unknown', 'A one-off dyno and a web dyno could not be compared.')
  const same = evidence('process', '12.d1', differing.length === 0 ? `A one-off has the release ${release ?? ''} and all ${compared} variables of web.1.` : `A one-off differs from web.1 in ${listed(differing)}.`)
  if (differing.length > 0) return finding(12, 'fail', 'A one-off dyno does not have the release and config of the web dynos.', [same])
  const apart = evidence('file', '12.d3', fileReached ? 'A file that a one-off wrote is in web.1.' : 'A file that a one-off wrote is not in web.1.')
  if (fileReached) return finding(12, 'fail', 'What a one-off dyno writes reaches the web dynos.', [apart, same])
  const ran = (phases ?? []).map(({ version, runs }) => evidence('release', '12.d2', `The release command of v${version} ran ${runs === 1 ? 'once' : `${runs} times`}.`))
  if ((phases ?? []).some(({ runs }) => runs !== 1)) return finding(12, 'fail', 'The release command did not run once for each release.', [...ran, same])
  return finding(12, 'pass', `A one-off dyno runs the same slug, release and config as the web dynos${phases === null ? '' : ', and the release command ran once for each release'}.`, [same, apart, ...ran], phases === null ? ['It has no release command.'] : [])
}
