// electron-builder, fetched when somebody packages and not with the app's own dependencies: it would double them, and nobody who
// only starts or tests Dynarium needs it. Its versions are locked by the package-lock.json beside this file.
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { npm } from '../setup/child.mjs'
import { SetupFailure, lastLines } from '../setup/failure.mjs'
import { cacheDir, root } from '../setup/paths.mjs'
import { step } from '../setup/progress.mjs'

const INSTALL_LIMIT_MS = 10 * 60_000
const source = join(root, 'scripts', 'packaging')
export const packagerLock = join(source, 'package-lock.json')

/** @returns {Promise<string>} the program to run with Node */
export async function ensurePackager(stream = process.stdout) {
  const folder = join(cacheDir(), 'packager', fingerprint())
  const program = join(folder, 'node_modules', 'electron-builder', 'cli.js')
  if (existsSync(program)) return program
  mkdirSync(dirname(folder), { recursive: true })
  const staging = mkdtempSync(join(dirname(folder), 'fetching-'))
  try {
    await step({ key: 'packager', title: 'Fetching electron-builder', stream }, () => install(staging))
    // A rename is all or nothing; another start may have been quicker.
    if (!existsSync(program)) renameSync(staging, folder)
  } finally {
    rmSync(staging, { recursive: true, force: true })
  }
  return program
}

async function install(staging) {
  for (const name of ['package.json', 'package-lock.json']) cpSync(join(source, name), join(staging, name))
  const result = await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: staging, timeoutMs: INSTALL_LIMIT_MS })
  if (result.code === 0) return
  throw new SetupFailure(
    'The program that packages could not be installed.',
    result.timedOut ? 'npm did not finish within 10 minutes.' : `npm stopped with an error: ${lastLines(result.output, 5)}`,
    ['check the network, and behind a proxy or a mirror `npm config get registry`', 'everything else works without it'],
  )
}

const fingerprint = () => createHash('sha256').update(readFileSync(packagerLock)).digest('hex').slice(0, 16)
