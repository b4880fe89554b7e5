// Which package manager installs a Node app: the lock file decides, as on Heroku. Two lock files fail the build, because two people
// would get different modules. Downloads are kept in the build cache; node_modules is made anew each time, as `npm ci` does.

import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import type { SourceTree } from '../../ports/build-host.ts'
import { firstOf, has } from './source-look.ts'

type Argv = readonly [string, ...string[]]

export type Installer = {
  readonly tool: 'npm' | 'yarn' | 'pnpm'
  readonly lockFile: string | null
  readonly install: Argv
  /** For node_modules that is in the source. */
  readonly rebuild: Argv
  /** Leaves only what production needs; null when it can not. */
  readonly prune: Argv | null
  readonly env: Readonly<Record<string, string>>
  readonly hint: string | null
}

const lockFiles = { npm: ['package-lock.json', 'npm-shrinkwrap.json'], yarn: ['yarn.lock'], pnpm: ['pnpm-lock.yaml'] } as const

const quiet = { npm_config_update_notifier: 'false', npm_config_audit: 'false', npm_config_fund: 'false' }

/** What is needed to install, before the lock files are judged. */
export function installerTools(tree: SourceTree): readonly string[] {
  if (has(tree, 'yarn.lock')) return ['yarn']
  return has(tree, 'pnpm-lock.yaml') ? ['pnpm'] : ['npm']
}

/** Throws `lockfile-missing` when there are two. */
export function chooseInstaller(tree: SourceTree): Installer {
  const found = Object.values(lockFiles).map((names) => firstOf(tree, names)).filter((name) => name !== null)
  if (found.length > 1) {
    throw new PlatformError('lockfile-missing', {
      why: `Build failed because two different lock files were detected: ${found.join(' and ')}.`,
      fix: `Keep the one of the package manager you use: git rm ${found[1]}`,
    })
  }
  const lockFile = found[0] ?? null
  if (lockFile === 'yarn.lock') return yarn(tree)
  return lockFile === 'pnpm-lock.yaml' ? pnpm : npm(lockFile)
}

function npm(lockFile: string | null): Installer {
  return {
    tool: 'npm', lockFile,
    install: ['npm', lockFile === null ? 'install' : 'ci', '--include=dev'],
    rebuild: ['npm', 'rebuild'],
    prune: ['npm', 'prune', '--omit=dev'],
    env: { ...quiet, npm_config_cache: '{CACHE_DIR}/npm' },
    hint: lockFile === null ? 'No lock file: two builds may get different versions. Commit package-lock.json.' : null,
  }
}

function yarn(tree: SourceTree): Installer {
  const shared = { tool: 'yarn', lockFile: 'yarn.lock', rebuild: ['npm', 'rebuild'], hint: null } as const
  // Yarn 2 and later write this key into their lock files.
  if (tree.read('yarn.lock')?.includes('__metadata:') === true) {
    return {
      ...shared, install: ['yarn', 'install', '--immutable'], rebuild: ['yarn', 'rebuild'], prune: ['yarn', 'workspaces', 'focus', '--all', '--production'],
      env: { YARN_CACHE_FOLDER: '{CACHE_DIR}/yarn', YARN_ENABLE_GLOBAL_CACHE: 'false' },
    }
  }
  return {
    ...shared, install: ['yarn', 'install', '--frozen-lockfile', '--production=false'],
    prune: ['yarn', 'install', '--frozen-lockfile', '--production', '--ignore-scripts', '--prefer-offline'],
    env: { YARN_CACHE_FOLDER: '{CACHE_DIR}/yarn' },
  }
}

const pnpm: Installer = {
  tool: 'pnpm', lockFile: 'pnpm-lock.yaml',
  install: ['pnpm', 'install', '--frozen-lockfile', '--prod=false'],
  rebuild: ['pnpm', 'rebuild'],
  prune: ['pnpm', 'prune', '--prod'],
  env: { ...quiet, npm_config_store_dir: '{CACHE_DIR}/pnpm' },
  hint: null,
}
