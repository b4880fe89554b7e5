// Where things live on this machine. Nothing is written outside these places.
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/**
 * The standard place for an application's data, per operating system.
 * @param {{ platform?: string, env?: Record<string, string | undefined>, home?: string }} [machine]
 * @returns {string}
 */
export function defaultDataDir({ platform = process.platform, env = process.env, home = homedir() } = {}) {
  if (env.DYNARIUM_DATA_DIR) return env.DYNARIUM_DATA_DIR
  if (platform === 'win32') return join(env.APPDATA || join(home, 'AppData', 'Roaming'), 'Dynarium')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Dynarium')
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'dynarium')
}

/**
 * The place for what can be fetched again: the fallback runtime, step timings.
 * @param {{ platform?: string, env?: Record<string, string | undefined>, home?: string }} [machine]
 * @returns {string}
 */
export function cacheDir({ platform = process.platform, env = process.env, home = homedir() } = {}) {
  if (env.DYNARIUM_CACHE_DIR) return env.DYNARIUM_CACHE_DIR
  if (platform === 'win32') return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'Dynarium', 'Cache')
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'Dynarium')
  return join(env.XDG_CACHE_HOME || join(home, '.cache'), 'dynarium')
}

/**
 * The arguments with the data folder first, so that it can be named; a folder given by hand wins over the standard one.
 * @param {string[]} args
 * @returns {string[]} '--data-dir', the folder, and the rest
 */
export function withDataDir(args, standard = isSimulated(args) ? `${defaultDataDir()}-simulated` : defaultDataDir()) {
  const index = args.findIndex((word) => word === '--data-dir' || word.startsWith('--data-dir='))
  if (index < 0) return ['--data-dir', standard, ...args]
  const word = args[index]
  const inline = word.includes('=') ? word.slice(word.indexOf('=') + 1) : undefined
  const rest = args.filter((_, at) => at !== index && (inline !== undefined || at !== index + 1))
  return ['--data-dir', inline ?? args[index + 1] ?? standard, ...rest]
}

/** A simulated world has a data folder of its own. */
function isSimulated(args) {
  return args.some((word, index) => word === '--runtime=simulated' || (word === '--runtime' && args[index + 1] === 'simulated'))
}
