// What an app declares that it needs: names in its manifests, and which lock files stand beside them.

import type { FactorLanguage } from '../../../../shared/factors/language.ts'
import { jsonOf, keysIn, type Look } from './look.ts'

export const manifestFiles: Readonly<Record<FactorLanguage, readonly string[]>> = {
  node: ['package.json'],
  python: ['requirements.txt', 'pyproject.toml', 'Pipfile', 'setup.py', 'setup.cfg'],
  ruby: ['Gemfile'],
  java: ['pom.xml', 'build.gradle', 'build.gradle.kts'],
  go: ['go.mod'],
  php: ['composer.json'],
  scala: ['build.sbt'],
}
/** Read for names, too, but not enough by themselves. */
const besides: Readonly<Partial<Record<FactorLanguage, RegExp>>> = {
  python: /^(requirements[^/]*\.txt|requirements\/[^/]+\.txt|Pipfile\.lock|poetry\.lock|uv\.lock|pdm\.lock)$/,
  ruby: /^(Gemfile\.lock|[^/]+\.gemspec)$/,
  scala: /^project\/[^/]+\.(sbt|scala)$/,
}

/** The manifest in the root, or null. */
export const manifestOf = ({ tree, language }: Look): string | null => (language === null ? null : manifestFiles[language].find((path) => tree.paths.includes(path)) ?? null)

/** All that the app's manifests say, in lower case and with `-` for `_`; names are looked for in it. */
export function declaredText({ tree, language }: Look): string {
  if (language === null) return ''
  if (language === 'node') return nodePackages(jsonOf(tree, 'package.json')).map((name) => `"${name}"`).join(' ').toLowerCase()
  const more = besides[language]
  const paths = tree.paths.filter((path) => manifestFiles[language].includes(path) || more?.test(path) === true)
  return paths.map((path) => withoutComments(tree.read(path) ?? '')).join('\n').toLowerCase().replaceAll('_', '-')
}

/** Whether one of the packages is declared; a name stands by itself: not `pg` in `pgvector`. */
export const declares = (look: Look, names: readonly string[]): string | null => {
  const text = declaredText(look)
  return names.find((name) => new RegExp(`(?<![\\w.@-])${name.toLowerCase().replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`).test(text)) ?? null
}

export const nodePackages = (manifest: Readonly<Record<string, unknown>> | null): readonly string[] => ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'].flatMap((key) => keysIn(manifest, key))

/** Line by line, as manifests comment with `#`, `//` and XML's marks. */
export const withoutComments = (text: string): string => text.replace(/<!--[\s\S]{0,20000}?-->/g, ' ').split('\n').map((line) => line.replace(/(^|\s)(#|\/\/).*$/, '$1')).join('\n')
