// Node.js: npm, Yarn or pnpm by lock file, the heroku-prebuild, build and heroku-cleanup scripts, then only what production needs.
// Heroku downloads the Node version that engines asks for; we use the one of this machine and warn when it does not fit.

import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import type { BuildStep, SourceTree } from '../../ports/build-host.ts'
import type { Buildpack, Plan, PlanContext, Tools } from './buildpack.ts'
import { chooseInstaller, installerTools, type Installer } from './node-installers.ts'
import { configured, exportDefault, exportPath, note, profile, run, step, warn } from './plan-steps.ts'
import { sayVersion } from './requested-version.ts'
import { firstOf, has, hasFolder, readJson, recordIn, textIn } from './source-look.ts'
import { need } from './tools.ts'

const language = 'Node.js'

export const nodejs: Buildpack = {
  id: 'heroku/nodejs',
  label: language,
  looksFor: ['package.json'],
  detect: (tree) => firstOf(tree, ['package.json']),
  tools: (tree) => ['node', ...installerTools(tree)],
  plan,
}

function plan(tree: SourceTree, tools: Tools, context: PlanContext): Plan {
  const manifest = readJson(tree, 'package.json')
  if (manifest === null) throw new PlatformError('lockfile-missing', { why: 'package.json is not a JSON object.', fix: 'Correct it: node -e "JSON.parse(require(\'fs\').readFileSync(\'package.json\'))" shows where.' })
  const node = need(tools, 'node', language, context)
  const chosen = chooseInstaller(tree)
  const installer = { ...chosen, env: { ...chosen.env, ...configured(context.config, { NODE_ENV: 'production' }) } }
  need(tools, installer.tool, language, context)
  const range = textIn(recordIn(manifest, 'engines'), 'node')
  const scripts = recordIn(manifest, 'scripts')
  return {
    steps: [
      step('Creating runtime environment'),
      ...sayVersion(language, node, range === null ? null : { range, file: 'package.json engines' }),
      ...runScript(scripts, 'heroku-prebuild', installer),
      ...install(tree, installer),
      ...build(scripts, installer),
      ...prune(manifest, installer, context),
      ...runScript(scripts, 'heroku-cleanup', installer),
      ...startWarning(tree, scripts),
      profile('nodejs', profileLines),
    ],
    defaultTypes: { web: 'npm start' },
  }
}

const profileLines = [
  exportDefault('NODE_ENV', 'production'),
  exportDefault('NODE_HOME', '$HOME'),
  exportDefault('WEB_MEMORY', '512'),
  // Heroku's own sum: as many workers as fit into the dyno's memory.
  exportDefault('WEB_CONCURRENCY', '$(( ${MEMORY_AVAILABLE:-512} / WEB_MEMORY ))'),
  exportPath('$HOME/node_modules/.bin'),
]

function install(tree: SourceTree, installer: Installer): BuildStep[] {
  const opening = [step('Installing dependencies'), ...(installer.hint === null ? [] : [warn(installer.hint)])]
  if (!hasFolder(tree, 'node_modules')) return [...opening, note(`Installing node modules (${installer.lockFile ?? 'package.json'})`), run(installer.install, { env: installer.env })]
  return [...opening, note('node_modules is in the source: rebuilding native modules only, nothing is fetched'), run(installer.rebuild, { env: installer.env })]
}

/** heroku-postbuild wins over build. */
function build(scripts: Readonly<Record<string, unknown>>, installer: Installer): BuildStep[] {
  const name = ['heroku-postbuild', 'build'].find((script) => typeof scripts[script] === 'string')
  return name === undefined ? [] : [step('Build'), note(`Running ${name}`), ...runScript(scripts, name, installer)]
}

function runScript(scripts: Readonly<Record<string, unknown>>, name: string, installer: Installer): BuildStep[] {
  return typeof scripts[name] === 'string' ? [run([installer.tool, 'run', name], { env: installer.env })] : []
}

function prune(manifest: Readonly<Record<string, unknown>>, installer: Installer, context: PlanContext): BuildStep[] {
  if (Object.keys(recordIn(manifest, 'devDependencies')).length === 0 || installer.prune === null) return []
  if (['NPM_CONFIG_PRODUCTION', 'YARN_PRODUCTION'].some((key) => context.config[key] === 'false')) return [step('Keeping devDependencies, as the config vars ask')]
  return [step('Pruning devDependencies'), run(installer.prune, { env: installer.env })]
}

function startWarning(tree: SourceTree, scripts: Readonly<Record<string, unknown>>): BuildStep[] {
  if (has(tree, 'Procfile') || has(tree, 'server.js') || typeof scripts['start'] === 'string') return []
  return [warn('This app may not specify any way to start a node process: add a start script to package.json, or a Procfile.')]
}
