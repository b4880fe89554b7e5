// PHP: Composer installs what composer.lock lists. Heroku serves PHP with Apache or nginx and PHP-FPM (heroku-php-apache2); here PHP's
// own web server does it, because it is in every PHP: one request at a time, fit to learn with, not for load.

import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import type { BuildStep, SourceTree } from '../../ports/build-host.ts'
import type { Buildpack, Plan, PlanContext, Tools } from './buildpack.ts'
import { note, exportDefault, exportPath, profile, run, step } from './plan-steps.ts'
import { sayVersion } from './requested-version.ts'
import { firstOf, has, readJson, recordIn, textIn } from './source-look.ts'
import { need } from './tools.ts'

const language = 'PHP'

export const php: Buildpack = {
  id: 'heroku/php',
  label: language,
  looksFor: ['composer.json', 'index.php'],
  detect: (tree) => firstOf(tree, ['composer.json', 'index.php']),
  tools: (tree) => (needsComposer(tree) ? ['php', 'composer'] : ['php']),
  plan,
}

function plan(tree: SourceTree, tools: Tools, context: PlanContext): Plan {
  const manifest = readManifest(tree)
  const interpreter = need(tools, 'php', language, context)
  const range = textIn(recordIn(manifest, 'require'), 'php')
  return {
    steps: [
      step('Using the PHP of this machine'),
      ...sayVersion(language, interpreter, range === null ? null : { range, file: 'composer.json' }),
      ...install(tree, tools, context),
      ...compileHook(manifest),
      ...serverNote(tree),
      profile('php', [exportPath('$HOME/vendor/bin'), exportDefault('LANG', 'C.UTF-8')]),
    ],
    defaultTypes: { web: `php -S 0.0.0.0:$PORT -t ${documentRoot(tree)}` },
  }
}

const composerEnv = {
  COMPOSER_HOME: '{CACHE_DIR}/composer', COMPOSER_CACHE_DIR: '{CACHE_DIR}/composer/cache', COMPOSER_ALLOW_SUPERUSER: '1', COMPOSER_NO_INTERACTION: '1',
}

function install(tree: SourceTree, tools: Tools, context: PlanContext): BuildStep[] {
  if (!needsComposer(tree)) return [step('Installing dependencies'), note('composer.json requires no packages: nothing to install')]
  if (packagesRequired(tree).length > 0 && !has(tree, 'composer.lock')) {
    throw new PlatformError('lockfile-missing', { why: 'composer.json requires packages, but there is no composer.lock in the source.', fix: 'Make it and commit it: composer update && git add composer.lock' })
  }
  if ((tools['composer'] ?? null) === null && has(tree, 'vendor/autoload.php')) return [step('Installing dependencies'), note('Using the packages in vendor as they are: composer is not on this machine')]
  const composer = need(tools, 'composer', language, context)
  return [
    step('Installing dependencies...'),
    note(`Composer version ${composer.version}`),
    run(['composer', 'install', '--no-dev', '--prefer-dist', '--optimize-autoloader', '--no-interaction', '--no-progress'], { label: 'composer install --no-dev', env: composerEnv }),
  ]
}

function compileHook(manifest: Readonly<Record<string, unknown>> | null): BuildStep[] {
  return Object.hasOwn(recordIn(manifest, 'scripts'), 'compile') ? [step("Running 'composer compile'..."), run(['composer', 'run-script', '--no-dev', 'compile'], { env: composerEnv })] : []
}

function serverNote(tree: SourceTree): BuildStep[] {
  return [step('Preparing web server'), note(`Without a web type in the Procfile, PHP's own web server serves ${documentRoot(tree)}; Heroku would run Apache and PHP-FPM`)]
}

const documentRoot = (tree: SourceTree): string => (!has(tree, 'index.php') && has(tree, 'public/index.php') ? 'public' : '.')

/** The platform itself is no package: php, ext-*, lib-*, composer-*-api. */
function packagesRequired(tree: SourceTree): string[] {
  return Object.keys(recordIn(readJson(tree, 'composer.json'), 'require')).filter((name) => name.includes('/'))
}

function needsComposer(tree: SourceTree): boolean {
  const manifest = readJson(tree, 'composer.json')
  return packagesRequired(tree).length > 0 || Object.hasOwn(recordIn(manifest, 'autoload'), 'psr-4') || Object.hasOwn(recordIn(manifest, 'scripts'), 'compile')
}

function readManifest(tree: SourceTree): Record<string, unknown> | null {
  const text = tree.read('composer.json')
  if (text === null || text.trim() === '') return null
  const manifest = readJson(tree, 'composer.json')
  if (manifest === null) throw new PlatformError('lockfile-missing', { why: 'composer.json is not a JSON object.', fix: 'Correct it: composer validate shows where.' })
  return manifest
}
