// Lock files: that there is one, and one only, and that it knows what the manifest asks for. Asking the package managers would be surer
// and needs them; this reads.

import type { Hint } from '../../../../shared/factors/hint.ts'
import { hintAt, hintsAt, inFile, type Check } from './finding.ts'
import { jsonOf, keysIn, type Look } from './look.ts'
import { withoutComments } from './manifests.ts'

const noLock: Check = {
  check: '2.s2', severity: 'error', means: 'Nothing says which versions exactly are installed: two builds of one commit may differ.',
  advice: {
    node: 'Run npm install and commit package-lock.json.', python: 'Pin every line with ==, or use a lock file: pip freeze > requirements.txt.', ruby: 'Run bundle lock and commit Gemfile.lock.',
    java: 'Name release versions: no SNAPSHOT, no range, no LATEST.', go: 'Run go mod tidy and commit go.sum.', php: 'Run composer update and commit composer.lock.',
    scala: 'Name release versions: no SNAPSHOT, no latest.integration.',
  },
}
const twoLocks: Check = {
  check: '2.s3', severity: 'warn', means: 'There are lock files of several package managers: they could disagree, and which one counts is chance.',
  advice: 'Keep the one that you use and delete the others.',
}
const notInLock: Check = {
  check: '2.s4', severity: 'warn', means: 'The lock file does not know what the manifest asks for.',
  advice: { node: 'Run npm install and commit package-lock.json.', ruby: 'Run bundle lock and commit Gemfile.lock.', go: 'Run go mod tidy and commit go.sum.', php: 'Run composer update --lock and commit composer.lock.' },
}
const lockNames = { node: ['package-lock.json', 'yarn.lock', 'pnpm-lock.yaml'], python: ['Pipfile.lock', 'poetry.lock', 'uv.lock', 'pdm.lock'] }

export function lockHints(look: Look): Hint[] {
  const { language, tree } = look
  const locks = language === 'node' || language === 'python' ? lockNames[language].filter((path) => tree.paths.includes(path)) : []
  const hints = locks.length > 1 ? [hintAt(look, twoLocks, { ...inFile(locks[1] ?? ''), excerpt: locks.join(', ') })] : []
  hints.push(...unlocked(look, locks), ...hintsAt(look, notInLock, missingInLock(look).map(({ file, name }) => ({ ...inFile(file), excerpt: name }))))
  return hints
}

function unlocked(look: Look, locks: readonly string[]): Hint[] {
  const { tree } = look
  const at = (file: string): Hint[] => [hintAt(look, noLock, inFile(file))]
  switch (look.language) {
    case 'node': return locks.length === 0 && asked(look).length > 0 ? at('package.json') : []
    case 'python': return locks.length === 0 ? lineHints(look, 'requirements.txt', /^(?!-|https?:|git\+|\.|\s*$)(?!.*(?:==|@ )).*\S/) : []
    case 'ruby': return tree.paths.includes('Gemfile') && !tree.paths.includes('Gemfile.lock') ? at('Gemfile') : []
    case 'go': return asked(look).length > 0 && !tree.paths.includes('go.sum') ? at('go.mod') : []
    case 'php': return asked(look).length > 0 && !tree.paths.includes('composer.lock') ? at('composer.json') : []
    case 'java': return [...javaHints(look), ...(tree.paths.includes('gradle.lockfile') ? [] : lineHints(look, 'build.gradle', /["'][\w.-]+:[\w.-]+:(?:[\w.]*\+|latest\.\w+|[^"']*SNAPSHOT)["']/))]
    case 'scala': return lineHints(look, 'build.sbt', /%\s*"(?:[^"]*SNAPSHOT|latest\.\w+|[\d.]*\+)"/)
    case null: return []
  }
}

/** Inside of what it depends on: an app's own version may well be a snapshot. */
function javaHints(look: Look): Hint[] {
  const text = look.files.find(({ path }) => path === 'pom.xml')?.text ?? ''
  const loose = [...text.slice(0, 400_000).matchAll(/<(dependency|parent|plugin)>((?:(?!<\/\1>)[\s\S]){0,2000}?)<version>\s*([^<]*SNAPSHOT|LATEST|RELEASE|[[(][^<]*)\s*<\/version>/g)]
  return hintsAt(look, noLock, loose.map(({ index, 0: whole, 3: version }) => ({ file: 'pom.xml', line: text.slice(0, index + whole.length).split('\n').length, excerpt: (version ?? '').slice(0, 80) })))
}

function lineHints(look: Look, path: string, pattern: RegExp): Hint[] {
  const lines = withoutComments(look.tree.read(path) ?? '').split('\n')
  return hintsAt(look, noLock, lines.flatMap((line, index) => (line.length < 1000 && pattern.test(line.trim()) ? [{ file: path, line: index + 1, excerpt: line.trim().slice(0, 160) }] : [])))
}

/** Names that the manifest asks for. */
function asked({ language, tree }: Look): readonly string[] {
  switch (language) {
    case 'node': return ['dependencies', 'devDependencies'].flatMap((key) => keysIn(jsonOf(tree, 'package.json'), key))
    case 'php': return keysIn(jsonOf(tree, 'composer.json'), 'require').filter((name) => name.includes('/'))
    case 'ruby': return [...withoutComments(tree.read('Gemfile') ?? '').matchAll(/^\s*gem\s+["']([\w.-]+)["']/gm)].map(([, name = '']) => name)
    case 'go': return [...withoutComments(tree.read('go.mod') ?? '').matchAll(/^\s*(?:require\s+)?([\w.-]+\.[\w.-]+\/\S+)\s+v\d/gm)].map(([, name = '']) => name)
    default: return []
  }
}

function missingInLock(look: Look): readonly { readonly file: string; readonly name: string }[] {
  const { language, tree } = look
  const [file, knows] = ((): readonly [string, (name: string) => boolean] => {
    if (language === 'node') {
      const root = (jsonOf(tree, 'package-lock.json')?.['packages'] as Record<string, Record<string, unknown>> | undefined)?.['']
      const known = ['dependencies', 'devDependencies'].flatMap((key) => keysIn(root ?? null, key))
      return ['package-lock.json', (name) => root === undefined || known.includes(name)]
    }
    if (language === 'ruby') {
      const lock = tree.read('Gemfile.lock') ?? ''
      return ['Gemfile.lock', (name) => lock.includes(`\n  ${name}\n`) || lock.includes(`\n  ${name} `) || lock.includes(`\n  ${name}!`)]
    }
    if (language === 'php') {
      const lock = (tree.read('composer.lock') ?? '').toLowerCase()
      return ['composer.lock', (name) => lock.includes(`"name": "${name.toLowerCase()}"`)]
    }
    return ['go.sum', (name) => (tree.read('go.sum') ?? '').includes(`${name} `)]
  })()
  if (!tree.paths.includes(file)) return []
  return asked(look).filter((name) => !knows(name)).map((name) => ({ file, name }))
}
