// II. Dependencies: all are declared, and what is declared is what is installed. Whether the app runs without what it does not declare,
// only a run shows.

import type { Hint } from '../../../../shared/factors/hint.ts'
import type { FactorLanguage } from '../../../../shared/factors/language.ts'
import { importHints } from './declared-imports.ts'
import { codeHints, hintAt, hintsAt, inFile, placeIn, wholeTree, type Check, type Place } from './finding.ts'
import { lockHints } from './lock-files.ts'
import { codeOf, jsonOf, keysIn, type Look } from './look.ts'
import { manifestFiles, manifestOf } from './manifests.ts'
import { systemToolChecks } from './system-tools.ts'

const noManifest: Check = {
  check: '2.s1', severity: 'error', means: 'Nothing declares what this app needs, so it runs only where all of it happens to be.',
  advice: {
    node: 'Declare it in package.json: npm init.', python: 'Declare it in requirements.txt, an empty one if it needs nothing.', ruby: 'Declare it in a Gemfile: bundle init.',
    java: 'Declare it in pom.xml or build.gradle.', go: 'Declare it in go.mod: go mod init.', php: 'Declare it in composer.json: composer init.', scala: 'Declare it in build.sbt.',
  },
}
const noVersion: Check = {
  check: '2.s5', severity: 'warn', means: 'No version of the language is declared: tomorrow another one may run this code.',
  advice: {
    node: 'Say it in package.json: "engines": { "node": "20.x" }.', python: 'Say it in .python-version: 3.12.', ruby: 'Say it in the Gemfile: ruby "3.3.0".',
    java: 'Say it in system.properties: java.runtime.version=17.', go: 'Say it in go.mod: go 1.22.', php: 'Say it in composer.json: "require": { "php": ">=8.2" }.',
    scala: 'Say it in project/build.properties: sbt.version=1.9.9.',
  },
}
const installedFiles: Check = {
  check: '2.s6', severity: 'warn', means: 'What a build installs or makes is in version control: it could differ from what is declared, and fit one kind of machine only.',
  advice: {
    node: 'Take node_modules out: git rm -r --cached node_modules, and name it in .gitignore.', python: 'Take the virtual environment and __pycache__ out, and name them in .gitignore.',
    ruby: 'Take vendor/bundle out, and name it in .gitignore.', java: 'Take target or build out, and name it in .gitignore.', go: 'Take the built program out; vendor/ may stay.',
    php: 'Take vendor out, and name it in .gitignore; composer install brings it.', scala: 'Take target out, and name it in .gitignore.',
  },
}
const installed: Readonly<Record<FactorLanguage, RegExp>> = {
  node: /^(.*\/)?node_modules\//, python: /^(\.?venv\/|(.*\/)?__pycache__\/)/, ruby: /^vendor\/bundle\//, java: /^((.*\/)?target\/|build\/(classes|libs)\/)/,
  go: /^bin\/[^/.]+$/, php: /^vendor\//, scala: /^((.*\/)?target\/)/,
}

export function hintsOfDependencies(look: Look): Hint[] {
  const { language, tree } = look
  if (language === null) return []
  const manifest = manifestOf(look)
  const hints = manifest === null && codeOf(look).length > 0 ? [hintAt(look, { ...noManifest }, { ...wholeTree, excerpt: `looked for ${manifestFiles[language].join(', ')}` })] : []
  if (!declaresVersion(look)) hints.push(hintAt(look, noVersion, manifest === null ? wholeTree : inFile(manifest)))
  const made = tree.paths.find((path) => installed[language].test(path))
  if (made !== undefined && !(language === 'go' && /\.(sh|rb|py)$/.test(made))) hints.push(hintAt(look, installedFiles, inFile(made)))
  return [...hints, ...lockHints(look), ...importHints(look), ...codeHints(look, systemToolChecks), ...hintsAt(look, looseVersions, looseIn(look))]
}

const looseVersions: Check = {
  check: '2.s2', severity: 'error', means: 'Any version of a package will do: two builds of one commit may get different ones.',
  advice: { node: 'Name a range with a lower bound, and commit package-lock.json.' },
}

function looseIn(look: Look): Place[] {
  const file = look.files.find(({ path }) => path === 'package.json')
  if (look.language !== 'node' || file === undefined || look.tree.paths.some((path) => /^(package-lock\.json|yarn\.lock|pnpm-lock\.yaml)$/.test(path))) return []
  return [...file.text.matchAll(/"[\w@/.-]{1,200}"\s*:\s*"(?:\*|latest|x)"/g)].map(({ index }) => placeIn(file, index))
}

/** By the file that Heroku reads, or one that people use for the same. */
function declaresVersion({ language, tree }: Look): boolean {
  const has = (path: string, pattern: RegExp): boolean => pattern.test(tree.read(path) ?? '')
  switch (language) {
    case 'node': return keysIn(jsonOf(tree, 'package.json'), 'engines').includes('node') || has('.nvmrc', /\d/) || has('.node-version', /\d/)
    case 'python': return has('.python-version', /\d/) || has('runtime.txt', /python-\d/) || has('pyproject.toml', /requires-python\s*=/) || has('Pipfile', /python_(full_)?version\s*=/)
    case 'ruby': return has('Gemfile', /^\s*ruby\b/m) || has('.ruby-version', /\d/)
    case 'java': return has('system.properties', /java\.runtime\.version\s*=/)
    case 'go': return has('go.mod', /^go\s+\d/m)
    case 'php': return keysIn(jsonOf(tree, 'composer.json'), 'require').includes('php')
    case 'scala': return has('project/build.properties', /sbt\.version\s*=/)
    case null: return true
  }
}
