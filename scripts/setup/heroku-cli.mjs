// The published Heroku CLI, unchanged, fetched by your own npm into the cache when it is asked for the first time. It is no dependency:
// nothing of it is passed on, and no start-up script of its packages is run.
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { npm } from './child.mjs'
import { SetupFailure, lastLines } from './failure.mjs'
import { cacheDir } from './paths.mjs'

const VERSION = '11.10.0'
const INSTALL_LIMIT_MS = 15 * 60_000
const runFile = (folder) => join(folder, 'node_modules', 'heroku', 'bin', 'run.js')

/**
 * @param {(line: string) => void} say is told when something has to be fetched
 * @returns {Promise<string>} the file that node runs
 */
export async function ensureHerokuCli(say) {
  const home = join(cacheDir(), 'heroku-cli')
  const folder = join(home, VERSION)
  if (existsSync(runFile(folder))) return runFile(folder)
  say(`Fetching the Heroku CLI ${VERSION} with npm, once, into ${folder} ...`)
  mkdirSync(home, { recursive: true })
  const draft = mkdtempSync(join(home, 'fetching-'))
  try {
    await install(draft)
    moveIntoPlace(draft, folder)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  return runFile(folder)
}

async function install(draft) {
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--prefix', draft, `heroku@${VERSION}`]
  const result = await npm(args, { cwd: draft, timeoutMs: INSTALL_LIMIT_MS })
  if (result.code === 0 && existsSync(runFile(draft))) return
  throw new SetupFailure(
    'The Heroku CLI could not be fetched.',
    result.timedOut ? 'npm did not finish within 15 minutes.' : `npm stopped with an error:\n${lastLines(result.output, 6)}`,
    ['check the network, and behind a proxy or a mirror `npm config get registry`', `try again, or see npm's whole output with \`npm view heroku@${VERSION}\``],
  )
}

/** Another process may have been first; theirs is as good as ours. */
function moveIntoPlace(draft, folder) {
  if (existsSync(folder) && !existsSync(runFile(folder))) rmSync(folder, { recursive: true, force: true })
  try {
    renameSync(draft, folder)
  } catch (error) {
    if (!existsSync(runFile(folder))) throw error
  }
}
