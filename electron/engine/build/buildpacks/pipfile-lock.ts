// Pipfile.lock read as a requirements file: pipenv itself would only do the same before it calls pip. Heroku installs pipenv.

import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import type { SourceTree } from '../../ports/build-host.ts'
import { readJson, recordIn, textIn } from './source-look.ts'

/** Every package of `default`, pinned, with its hashes. Throws `lockfile-missing` when the lock file can not be read. */
export function pipfileRequirements(tree: SourceTree): string {
  const lock = readJson(tree, 'Pipfile.lock')
  if (lock === null) throw new PlatformError('lockfile-missing', { why: 'Pipfile.lock is not a JSON object.', fix: 'Make it again: pipenv lock' })
  const packages = recordIn(lock, 'default')
  const indexes = sourcesOf(lock).map((url, index) => `${index === 0 ? '--index-url' : '--extra-index-url'} ${url}`)
  const lines = Object.keys(packages).map((name) => requirement(name, recordIn(packages, name)))
  return [...indexes, ...lines, ''].join('\n')
}

function requirement(name: string, facts: Readonly<Record<string, unknown>>): string {
  const extras = strings(facts['extras'])
  const wanted = extras.length === 0 ? name : `${name}[${extras.join(',')}]`
  const markers = textIn(facts, 'markers')
  const suffix = markers === null ? '' : ` ; ${markers}`
  const git = textIn(facts, 'git')
  if (git !== null) return `${wanted} @ git+${git}@${textIn(facts, 'ref') ?? 'HEAD'}${suffix}`
  const hashes = strings(facts['hashes']).map((hash) => ` --hash=${hash}`)
  return `${wanted}${textIn(facts, 'version') ?? ''}${suffix}${hashes.join('')}`
}

function sourcesOf(lock: Readonly<Record<string, unknown>>): string[] {
  const sources = recordIn(lock, '_meta')['sources']
  const urls = Array.isArray(sources) ? sources.map((source: unknown) => textIn(source as Record<string, unknown>, 'url')) : []
  return urls.filter((url): url is string => url !== null && url !== 'https://pypi.org/simple')
}

const strings = (value: unknown): string[] => (Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [])
