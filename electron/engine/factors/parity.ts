// X. Environments that are alike: stack, buildpacks and version of the language are compared between two environments, and the same slug is run
// under the name of another environment, where it should do the same.

import type { Finding } from '../../../shared/factors/finding.ts'
import type { Named } from './source.ts'
import { evidence, finding, listed } from './words.ts'

export type SeenEnvironment = { readonly stack: string; readonly buildpacks: readonly string[]; readonly version: string | null }
export type SeenParity = {
  readonly environments: readonly [SeenEnvironment, SeenEnvironment] | null
  readonly declared: Named | null
  /** How it was named otherwise, and what then differed, in sentences. Null: it looks at no such name. */
  readonly renamed: { readonly variable: string; readonly isUp: boolean; readonly differences: readonly string[] } | null
}

export const versionCommand: Readonly<Record<string, string>> = { 'Node.js': 'node --version', Python: 'python3 --version', Ruby: 'ruby --version', Java: 'java -version', Scala: 'java -version', PHP: 'php --version' }

export function judgeParity({ environments, declared, renamed }: SeenParity): Finding {
  if (environments === null) return finding(10, 'unknown', 'It did not run in two environments that could be compared.')
  const [one, other] = environments
  const facts = evidence('diff', '10.d1', `Both: ${[one.stack, one.buildpacks.join(' and '), one.version].filter((part) => part !== null && part !== '').join(', ')}.`)
  const differing = [one.stack !== other.stack ? `stack ${one.stack} and ${other.stack}` : '', one.buildpacks.join() !== other.buildpacks.join() ? `buildpacks ${one.buildpacks.join(', ')} and ${other.buildpacks.join(', ')}` : '', one.version !== other.version ? `${one.version} and ${other.version}` : ''].filter((text) => text !== '')
  if (differing.length > 0) return finding(10, 'fail', `Two environments differ: ${listed(differing)}.`, differing.map((text) => evidence('diff', '10.d1', text)))
  const otherwise = (renamed?.differences ?? []).map((text) => evidence('diff', '10.d2', text))
  if (otherwise.length > 0) return finding(10, 'warn', `It does something else where ${renamed?.variable ?? 'the environment'} is "development".`, [...otherwise, facts])
  if (declared === null) return finding(10, 'warn', 'It does not say which version of its language it needs, so another machine may run another.', [facts])
  const place = evidence('line of code', '10.d1', `The version is declared: ${declared.text}.`, { file: declared.file, line: declared.line })
  const same = renamed === null || !renamed.isUp ? [] : [evidence('diff', '10.d2', `With ${renamed.variable}=development it answered the same and wrote the same files.`)]
  const open = [...(renamed?.isUp === false ? [`With ${renamed.variable}=development it did not start, so the two could not be compared.`] : []), 'Services are not compared yet.']
  return finding(10, 'pass', 'Two environments run the same stack, buildpacks and version, and the version is declared.', [facts, place, ...same], open)
}
