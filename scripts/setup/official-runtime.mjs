// The official Electron download, by Electron's own installer, after a short look whether its host can be reached at all.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './child.mjs'
import { lastLines } from './failure.mjs'
import { folderBytes } from './machine.mjs'
import { cacheDir, root } from './paths.mjs'
import { step } from './progress.mjs'

const PREFLIGHT_LIMIT_MS = 5_000
const DOWNLOAD_LIMIT_MS = 15 * 60_000
const POLL_MS = 500
const OFFICIAL_HOST = 'https://github.com/electron/electron/releases/download/'
const electronPackage = join(root, 'node_modules', 'electron')

/** @returns {Promise<{ kind: 'ready' } | { kind: 'failed', reason: string }>} */
export async function downloadOfficial(stream) {
  if (!existsSync(join(electronPackage, 'install.js'))) return failed('the electron package is not installed')
  const host = await preflight()
  if (host.kind === 'unreachable') return failed(host.reason)
  mkdirSync(cacheDir(), { recursive: true })
  // The installer downloads below the temporary folder: one of our own lets us see how far it is.
  const staging = mkdtempSync(join(cacheDir(), 'official-'))
  try {
    return await step({ key: 'runtime-official', title: 'Fetching Electron', stream }, (report) => install(staging, host.bytes, report))
  } catch (error) {
    return failed(error.message)
  } finally {
    rmSync(staging, { recursive: true, force: true })
  }
}

async function install(staging, total, report) {
  const poll = setInterval(() => report({ done: folderBytes(staging), total }), POLL_MS)
  const env = { ...process.env, TMPDIR: staging, TEMP: staging, TMP: staging }
  const result = await run(process.execPath, [join(electronPackage, 'install.js')], { env, timeoutMs: DOWNLOAD_LIMIT_MS })
  clearInterval(poll)
  if (result.code === 0) return { kind: 'ready' }
  rmSync(join(electronPackage, 'dist'), { recursive: true, force: true }) // Half an unpacked runtime must not look whole.
  throw new Error(result.timedOut ? 'it did not finish within 15 minutes' : lastLines(result.output, 3))
}

/** Asks the download host for the headers of the file. Behind a proxy only the installer knows the way, so it just tries. */
async function preflight() {
  if (process.env.ELECTRON_GET_USE_PROXY) return { kind: 'reachable', bytes: 0 }
  try {
    const response = await fetch(downloadAddress(), { method: 'HEAD', signal: AbortSignal.timeout(PREFLIGHT_LIMIT_MS) })
    if (!response.ok) return { kind: 'unreachable', reason: `its host answered ${response.status}` }
    return { kind: 'reachable', bytes: Number(response.headers.get('content-length')) || 0 }
  } catch (error) {
    const timedOut = error.name === 'TimeoutError'
    const why = timedOut ? `no answer in ${PREFLIGHT_LIMIT_MS / 1000} s` : (error.cause?.code ?? error.message)
    return { kind: 'unreachable', reason: `its host can not be reached: ${why}` }
  }
}

function downloadAddress() {
  const { version } = JSON.parse(readFileSync(join(electronPackage, 'package.json'), 'utf8'))
  const base = process.env.npm_config_electron_mirror || process.env.ELECTRON_MIRROR || OFFICIAL_HOST
  return `${base}v${version}/electron-v${version}-${process.platform}-${process.arch}.zip`
}

const failed = (reason) => ({ kind: 'failed', reason })
