// How a Python app says what it needs. Heroku asks for exactly one of four files and fails the build otherwise; so do we.
// `pip install --target` makes a folder that can be moved, unlike a virtual environment: a slug is built in one place and run in
// another. It also leaves a Python that the operating system manages alone.

import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import type { BuildStep, SourceTree } from '../../ports/build-host.ts'
import type { PlanContext, Tools } from './buildpack.ts'
import { pipfileRequirements } from './pipfile-lock.ts'
import { note, run, step } from './plan-steps.ts'
import { firstOf, has, hasFolder } from './source-look.ts'
import { need } from './tools.ts'

export const packagesFolder = '.dynarium/python'

type Manifest = (typeof manifests)[number]

const manifests = ['requirements.txt', 'Pipfile.lock', 'poetry.lock', 'uv.lock'] as const
const language = 'Python'
/** Wheels in the source: nothing is fetched then. */
const vendored = 'vendor/wheels'

/** Python that pip installs for is always there; pip itself is only needed when there is something to install. */
export function lockTools(tree: SourceTree): readonly string[] {
  const found = manifests.find((name) => has(tree, name))
  if (found === 'poetry.lock') return ['poetry']
  if (found === 'uv.lock') return ['uv']
  return needsPip(tree, found) ? ['pip3'] : []
}

/** Throws `lockfile-missing` when there is no manifest or more than one. */
export function planPackages(tree: SourceTree, tools: Tools, context: PlanContext): BuildStep[] {
  const manifest = onlyManifest(tree)
  switch (manifest) {
    case 'requirements.txt':
      return needsPip(tree, manifest) ? pip(tree, tools, context, 'requirements.txt') : [step('Installing requirements with pip'), note('requirements.txt lists nothing: nothing to install')]
    case 'Pipfile.lock': {
      const list = '.dynarium/requirements.txt'
      return [{ kind: 'write', path: list, text: pipfileRequirements(tree) }, ...pip(tree, tools, context, list)]
    }
    case 'uv.lock': {
      need(tools, 'uv', language, context)
      const list = '.dynarium/requirements.txt'
      const env = { UV_CACHE_DIR: '{CACHE_DIR}/uv', UV_NO_PROGRESS: '1' }
      return [
        step('Installing dependencies with uv'),
        run(['uv', 'export', '--frozen', '--no-dev', '--no-emit-project', '--quiet', '--output-file', list], { env }),
        run(['uv', 'pip', 'install', '--python', 'python3', '--target', packagesFolder, '--requirement', list], { env }),
        bytecode,
      ]
    }
    case 'poetry.lock':
      return poetry(tools, context)
  }
}

function pip(tree: SourceTree, tools: Tools, context: PlanContext, list: string): BuildStep[] {
  need(tools, 'pip3', language, context)
  const local = hasFolder(tree, vendored) ? ['--no-index', '--find-links', vendored] : []
  const argv = ['python3', '-m', 'pip', 'install', '--target', packagesFolder, '--requirement', list, ...local, '--no-compile', '--disable-pip-version-check', '--no-input', '--progress-bar', 'off'] as const
  return [
    step('Installing requirements with pip'),
    ...(local.length === 0 ? [] : [note(`Using the wheels in ${vendored}: nothing is fetched`)]),
    run(argv, { label: `pip install -r ${list}`, env: { PIP_CACHE_DIR: '{CACHE_DIR}/pip', PIP_ROOT_USER_ACTION: 'ignore' } }),
    bytecode,
  ]
}

/** Without times or the build folder's name in it, which would make every slug another one and be out of date at once in a dyno. */
const bytecode: BuildStep = run(['python3', '-m', 'compileall', '-q', '--invalidation-mode', 'unchecked-hash', '-s', '{BUILD_DIR}', packagesFolder], { label: 'python3 -m compileall', optional: true })

/** Poetry installs into a virtual environment only. Its scripts name the build folder, so they are pointed at the PATH instead. */
function poetry(tools: Tools, context: PlanContext): BuildStep[] {
  need(tools, 'poetry', language, context)
  const env = { POETRY_VIRTUALENVS_IN_PROJECT: 'true', POETRY_CACHE_DIR: '{CACHE_DIR}/poetry', POETRY_NO_INTERACTION: '1' }
  return [
    step('Installing dependencies using Poetry'),
    run(['poetry', 'install', '--only', 'main', '--no-root', '--no-ansi'], { env }),
    run(['python3', '-c', pointScriptsAtPath], { label: 'make the scripts of .venv movable' }),
  ]
}

const pointScriptsAtPath = [
  'import pathlib',
  'for script in pathlib.Path(".venv/bin").iterdir():',
  '    if script.is_symlink() or not script.is_file(): continue',
  '    head, _, rest = script.read_bytes().partition(b"\\n")',
  '    if head.startswith(b"#!") and b"/.venv/bin/python" in head: script.write_bytes(b"#!/usr/bin/env python\\n" + rest)',
].join('\n')

function needsPip(tree: SourceTree, manifest: string | undefined): boolean {
  if (manifest === 'Pipfile.lock') return true
  if (manifest !== 'requirements.txt') return false
  const lines = (tree.read('requirements.txt') ?? '').split('\n').map((line) => line.trim())
  return lines.some((line) => line !== '' && !line.startsWith('#'))
}

function onlyManifest(tree: SourceTree): Manifest {
  const found = manifests.filter((name) => has(tree, name))
  const [first] = found
  if (first !== undefined && found.length === 1) return first
  if (found.length > 1) {
    throw new PlatformError('lockfile-missing', { why: `Multiple Python package manager files were found: ${found.join(', ')}.`, fix: `Keep one: git rm ${found.slice(1).join(' ')}` })
  }
  throw new PlatformError('lockfile-missing', {
    why: `A Python app needs one of ${manifests.join(', ')} in the root, and there is none.`,
    fix: missingFix(tree),
  })
}

function missingFix(tree: SourceTree): string {
  const misspelt = firstOf(tree, ['requirement.txt', 'Requirements.txt', 'requirements.text', 'requirments.txt'])
  if (misspelt !== null) return `Rename it: git mv ${misspelt} requirements.txt`
  if (has(tree, 'Pipfile')) return 'Make the lock file and commit it: pipenv lock'
  if (has(tree, 'pyproject.toml')) return 'Make the lock file and commit it: poetry lock, or uv lock'
  return 'Add a requirements.txt; it may be empty.'
}
