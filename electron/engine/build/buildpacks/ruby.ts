// Ruby, with Rack and Rails: Bundler installs what Gemfile.lock lists into vendor/bundle, which the build cache keeps; Rails apps
// compile their assets. Heroku downloads the Ruby that the Gemfile asks for; we use the one of this machine and warn.

import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import type { BuildStep, SourceTree, Tool } from '../../ports/build-host.ts'
import type { Buildpack, Plan, PlanContext, Tools } from './buildpack.ts'
import { configured, exportDefault, note, profile, run, step, warn } from './plan-steps.ts'
import { sayVersion, type Requested } from './requested-version.ts'
import { firstMatch, firstOf, has, hasFolder } from './source-look.ts'
import { need } from './tools.ts'

const language = 'Ruby'
const gems = 'vendor/bundle'

export const ruby: Buildpack = {
  id: 'heroku/ruby',
  label: language,
  looksFor: ['Gemfile'],
  detect: (tree) => firstOf(tree, ['Gemfile']),
  tools: () => ['ruby', 'bundle'],
  plan,
}

function plan(tree: SourceTree, tools: Tools, context: PlanContext): Plan {
  if (!has(tree, 'Gemfile.lock')) throw new PlatformError('lockfile-missing', { why: 'Gemfile.lock required. It is not in the source.', fix: 'Make it and commit it: bundle lock && git add Gemfile.lock' })
  const interpreter = need(tools, 'ruby', language, context)
  const bundler = need(tools, 'bundle', language, context)
  const uses = gemsIn(tree)
  const env = buildEnv(context)
  return {
    steps: [
      step('Using the Ruby of this machine'),
      ...sayVersion(language, interpreter, requestedRuby(tree)),
      step(`Installing dependencies using bundler ${bundler.version}`),
      ...install(tree, env, interpreter),
      ...(uses.rails ? assets(tree, uses, env) : []),
      ...secretWarning(uses, context),
      profile('ruby', profileLines),
    ],
    defaultTypes: defaultTypes(tree, uses),
  }
}

const buildEnv = ({ config }: PlanContext): Record<string, string> => ({
  BUNDLE_PATH: gems, BUNDLE_DEPLOYMENT: '1', BUNDLE_JOBS: '4', BUNDLE_SILENCE_ROOT_WARNING: 'true',
  ...configured(config, { BUNDLE_WITHOUT: 'development:test', RAILS_ENV: 'production', RACK_ENV: 'production' }),
})

const profileLines = [
  exportDefault('LANG', 'C.UTF-8'),
  exportDefault('RACK_ENV', 'production'),
  exportDefault('RAILS_ENV', 'production'),
  exportDefault('RAILS_LOG_TO_STDOUT', 'enabled'),
  exportDefault('RAILS_SERVE_STATIC_FILES', 'enabled'),
  exportDefault('MALLOC_ARENA_MAX', '2'),
  `export BUNDLE_PATH="$HOME/${gems}"`,
  exportDefault('BUNDLE_WITHOUT', 'development:test'),
  exportDefault('BUNDLE_DEPLOYMENT', '1'),
]

function install(tree: SourceTree, env: Env, interpreter: Tool): BuildStep[] {
  const [major, minor] = interpreter.version.split('.')
  const local = hasFolder(tree, 'vendor/cache')
  return [
    { kind: 'restore', path: gems },
    ...(local ? [note('Using the gems in vendor/cache: nothing is fetched')] : []),
    run(['bundle', 'install', ...(local ? ['--local'] : [])], { env }),
    // Gems that the lock file no longer lists would stay in the cache and the slug for ever.
    run(['bundle', 'clean'], { env, optional: true }),
    { kind: 'save', path: gems },
    // The packages the gems were unpacked from. Bundler names the folder by Ruby's binary interface, e.g. 3.1.0.
    { kind: 'remove', path: `${gems}/ruby/${major}.${minor}.0/cache` },
  ]
}

type Env = Readonly<Record<string, string>>
type Uses = { readonly rails: boolean; readonly rack: boolean; readonly assets: boolean }

function gemsIn(tree: SourceTree): Uses {
  const lock = tree.read('Gemfile.lock') ?? ''
  const uses = (name: string): boolean => new RegExp(`^ {4}${name} \\(`, 'm').test(lock)
  return { rails: uses('railties') || uses('rails'), rack: uses('rack'), assets: ['sprockets', 'sprockets-rails', 'propshaft', 'webpacker', 'shakapacker'].some(uses) }
}

/** Without a database or secrets: compiling assets must not need them. */
function assets(tree: SourceTree, uses: Uses, base: Env): BuildStep[] {
  if (!uses.assets || !has(tree, 'Rakefile')) return []
  if (firstMatch(tree, /^public\/assets\/(\.?manifest.*\.json|\.sprockets-manifest.*\.json)$/) !== null) return [step('Detected manifest file, assuming assets were compiled locally')]
  const env = { ...base, SECRET_KEY_BASE_DUMMY: '1', RAILS_GROUPS: 'assets' }
  return [
    step('Preparing app for Rails asset pipeline'),
    { kind: 'restore', path: 'tmp/cache/assets' },
    run(['bundle', 'exec', 'rake', 'assets:precompile'], { env }),
    { kind: 'save', path: 'tmp/cache/assets' },
    { kind: 'remove', path: 'tmp/cache/assets' },
  ]
}

function secretWarning(uses: Uses, context: PlanContext): BuildStep[] {
  const has = ['SECRET_KEY_BASE', 'RAILS_MASTER_KEY'].some((key) => Object.hasOwn(context.config, key))
  return uses.rails && !has ? [warn('Rails needs a secret in production: set the config var SECRET_KEY_BASE (bin/rails secret makes one).')] : []
}

function defaultTypes(tree: SourceTree, uses: Uses): Record<string, string> {
  const base = { rake: 'bundle exec rake', console: uses.rails ? 'bin/rails console' : 'bundle exec irb' }
  if (uses.rails) return { ...base, web: 'bin/rails server -p ${PORT:-5000} -e $RAILS_ENV' }
  return uses.rack && has(tree, 'config.ru') ? { ...base, web: 'bundle exec rackup config.ru -p ${PORT:-5000}' } : base
}

function requestedRuby(tree: SourceTree): Requested | null {
  const range = /^\s*ruby\s+["']([^"']+)["']/m.exec(tree.read('Gemfile') ?? '')?.[1]
  return range === undefined ? null : { range: range.replaceAll(',', ' '), file: 'Gemfile' }
}
