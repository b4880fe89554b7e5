// Installs the dependencies when they are missing or older than package-lock.json. A stamp makes the usual answer cheap.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { npm } from './child.mjs'
import { SetupFailure } from './failure.mjs'
import { root } from './paths.mjs'
import { step } from './progress.mjs'

const INSTALL_LIMIT_MS = 15 * 60_000
const lockFile = join(root, 'package-lock.json')
const installedFile = join(root, 'node_modules', '.package-lock.json')
const stampFile = join(root, 'node_modules', '.dynarium-install')

export function dependenciesAreStale() {
  if (!existsSync(installedFile)) return true
  const wanted = fingerprint()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return false
  // Someone may have run npm by hand: the same tree is as good as ours.
  if (!isSameTree(readJson(lockFile), readJson(installedFile))) return true
  writeFileSync(stampFile, wanted)
  return false
}

/** @param {NodeJS.WritableStream} [stream] */
export async function ensureDependencies(stream = process.stdout) {
  if (!dependenciesAreStale()) return
  await step({ key: 'install', title: 'Installing dependencies', stream }, async () => {
    const env = { ...process.env, ELECTRON_SKIP_BINARY_DOWNLOAD: '1' } // The runtime is a step of its own.
    const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
    const result = await npm(args, { env, timeoutMs: INSTALL_LIMIT_MS })
    if (result.code !== 0) throw installFailure(result)
    writeFileSync(stampFile, fingerprint())
  })
}

/** Every package that is not optional must be there in its version, and nothing may be there in another one. */
export function isSameTree(lock, installed) {
  const wanted = lock?.packages ?? {}
  const present = installed?.packages ?? {}
  const complete = Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.link || entry.optional || entry.devOptional || entry.peer || present[path],
  )
  return complete && Object.entries(present).every(([path, entry]) => entry.link || wanted[path]?.version === entry.version)
}

function installFailure({ output, timedOut }) {
  return new SetupFailure(
    'The dependencies could not be installed.',
    timedOut ? 'npm did not finish within 15 minutes.' : `npm stopped with an error:\n${reasons(output)}`,
    [
      'check the network, and behind a proxy or a mirror `npm config get registry`',
      'run `npm ci` by hand to see its whole output, then start again',
    ],
  )
}

/** npm gives its reasons first and its usage after them. */
function reasons(output) {
  const lines = output.split('\n').map((line) => line.replace(/^npm error\s?/, '').trim())
  return lines.filter((line) => line !== '').slice(0, 8).join('\n')
}

/** Native modules belong to one platform, so a folder copied from another machine is stale too. */
function fingerprint() {
  return createHash('sha256').update(readFileSync(lockFile)).update(`${process.platform}-${process.arch}`).digest('hex')
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'))
}
