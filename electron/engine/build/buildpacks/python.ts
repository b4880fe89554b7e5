// Python: installs what the one manifest or lock file lists into .dynarium/python, runs bin/pre_compile and bin/post_compile and
// Django's collectstatic. Heroku puts a whole Python into the slug; ours holds only the packages, and the machine's Python runs them.

import type { BuildStep, SourceTree } from '../../ports/build-host.ts'
import type { Buildpack, Plan, PlanContext, Tools } from './buildpack.ts'
import { exportDefault, exportPath, note, profile, run, step } from './plan-steps.ts'
import { lockTools, planPackages, packagesFolder } from './python-packages.ts'
import { sayVersion, type Requested } from './requested-version.ts'
import { firstMatch, firstOf, has, hasFolder } from './source-look.ts'
import { need } from './tools.ts'

const language = 'Python'

const rootFiles = [
  'requirements.txt', 'Pipfile', 'Pipfile.lock', 'poetry.lock', 'uv.lock', 'pyproject.toml', 'setup.py', 'setup.cfg', 'pdm.lock', 'runtime.txt',
  '.python-version', 'manage.py', 'app.py', 'main.py', 'server.py', '__init__.py', 'requirement.txt', 'Requirements.txt', 'requirements.text', 'requirments.txt',
]
const folders = ['__pycache__', '.venv', 'venv']

export const python: Buildpack = {
  id: 'heroku/python',
  label: language,
  looksFor: ['requirements.txt', 'Pipfile', 'poetry.lock', 'uv.lock', 'pyproject.toml', 'manage.py', 'app.py'],
  detect: (tree) => firstOf(tree, rootFiles) ?? folders.map((folder) => firstMatch(tree, new RegExp(`^${folder.replace('.', '\\.')}/`))).find((path) => path !== null) ?? null,
  tools: (tree) => ['python3', ...lockTools(tree)],
  plan,
}

function plan(tree: SourceTree, tools: Tools, context: PlanContext): Plan {
  const interpreter = need(tools, 'python3', language, context)
  const packages = planPackages(tree, tools, context)
  return {
    steps: [
      step('Using the Python of this machine'),
      ...sayVersion(language, interpreter, requestedPython(tree)),
      ...hook(tree, 'pre_compile'),
      ...packages,
      ...collectStatic(tree, context),
      ...hook(tree, 'post_compile'),
      profile('python', profileLines),
    ],
    defaultTypes: {},
  }
}

const profileLines = [
  exportPath(`$HOME/${packagesFolder}/bin`),
  exportPath('$HOME/.venv/bin'),
  `export PYTHONPATH="$HOME/${packagesFolder}\${PYTHONPATH:+:$PYTHONPATH}"`,
  exportDefault('PYTHONUNBUFFERED', 'true'),
  exportDefault('PYTHONHASHSEED', 'random'),
  exportDefault('LANG', 'C.UTF-8'),
  exportDefault('WEB_CONCURRENCY', '2'),
]

const buildEnv = { PYTHONPATH: `{BUILD_DIR}/${packagesFolder}`, PYTHONUNBUFFERED: '1' }

function hook(tree: SourceTree, name: string): BuildStep[] {
  return has(tree, `bin/${name}`) ? [step(`Running bin/${name} hook`), run(['bash', `bin/${name}`], { env: buildEnv })] : []
}

function collectStatic(tree: SourceTree, context: PlanContext): BuildStep[] {
  const manage = firstMatch(tree, /^([^/]+\/)?manage\.py$/)
  const usesDjango = ['requirements.txt', 'Pipfile.lock', 'poetry.lock', 'uv.lock'].some((file) => /\bdjango\b/i.test(tree.read(file) ?? ''))
  if (manage === null || !usesDjango) return []
  const off = context.config['DISABLE_COLLECTSTATIC']
  if (off !== undefined && off !== '' && off !== '0') return [step('Skipping Django collectstatic, as DISABLE_COLLECTSTATIC asks')]
  const interpreter = hasFolder(tree, '.venv') || has(tree, 'poetry.lock') ? '.venv/bin/python' : 'python3'
  return [
    step(`${interpreter} ${manage} collectstatic --noinput`),
    note('If the app has no static files: set the config var DISABLE_COLLECTSTATIC to 1'),
    run([interpreter, manage, 'collectstatic', '--noinput'], { env: buildEnv }),
  ]
}

/** .python-version wins over runtime.txt, which Heroku has deprecated. */
function requestedPython(tree: SourceTree): Requested | null {
  const named = firstLine(tree.read('.python-version'))
  if (named !== null) return { range: named, file: '.python-version' }
  const old = firstLine(tree.read('runtime.txt'))?.replace(/^python-/, '') ?? null
  return old === null ? null : { range: old, file: 'runtime.txt' }
}

function firstLine(text: string | null): string | null {
  return text?.split('\n').map((line) => line.trim()).find((line) => line !== '' && !line.startsWith('#')) ?? null
}
