// I. Codebase: one code base in version control, many deploys. Files alone show several apps in one place, not that two places are one app.

import type { Hint } from '../../../../shared/factors/hint.ts'
import { hintAt, hintsAt, inFile, wholeTree, type Check } from './finding.ts'
import { isOfTheApp, jsonOf, keysIn, type Look } from './look.ts'

const noCommit: Check = {
  check: '1.s1', severity: 'error', means: 'What was pushed is no commit, so nobody can say which code runs.',
  advice: 'Commit it, and deploy commits only: git init && git add -A && git commit.',
}
const notInRoot: Check = {
  check: '1.s2', severity: 'warn', means: 'The app is not in the root of the repository: this could be several apps in one.',
  advice: 'Give each app a repository of its own, with the app in its root.',
}
const secondApp: Check = {
  check: '1.s3', severity: 'info', means: 'There could be a second app in this repository: the folder has process types or a start of its own.',
  advice: 'Give it a repository of its own, and what both share a library; a folder that is no app needs no Procfile and no start.',
}
const branchPerEnvironment: Check = {
  check: '1.s4', severity: 'info', means: 'A branch is named like an environment and holds other files: environments could be running different code.',
  advice: 'Keep one line of history, promote its commits from stage to stage, and put what differs into config vars.',
}
const manifests = ['package.json', 'requirements.txt', 'pyproject.toml', 'Pipfile', 'Gemfile', 'pom.xml', 'build.gradle', 'build.gradle.kts', 'go.mod', 'composer.json', 'build.sbt']

export function hintsOfCodebase(look: Look): Hint[] {
  const { history, tree } = look
  const hints = history?.commits === 0 ? [hintAt(look, noCommit, wholeTree)] : []
  const inner = tree.paths.filter((path) => path.includes('/') && isOfTheApp(path))
  if (look.language === null && !tree.paths.some((path) => manifests.includes(path) || path === 'Procfile' || path === 'index.html' || path === 'static.json')) {
    hints.push(...hintsAt(look, notInRoot, inner.filter((path) => manifests.includes(nameOf(path))).slice(0, 1).map(inFile)))
  }
  const folders = new Map(inner.filter((path) => nameOf(path) === 'Procfile' || (nameOf(path) === 'package.json' && keysIn(jsonOf(tree, path), 'scripts').includes('start'))).map((path) => [path.slice(0, path.lastIndexOf('/')), path]))
  hints.push(...hintsAt(look, secondApp, [...folders.values()].map(inFile)))
  const branches = (history?.branches ?? []).filter(({ name, filesDifferent }) => filesDifferent > 0 && /^(?:prod|production|stage|staging)$/i.test(name))
  return [...hints, ...hintsAt(look, branchPerEnvironment, branches.map(({ name, filesDifferent }) => ({ ...wholeTree, excerpt: `branch ${name.slice(0, 80)}: ${filesDifferent} files differ` })))]
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
