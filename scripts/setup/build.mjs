// Builds main, preload and renderer into out/ when a source changed since the last build.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './child.mjs'
import { SetupFailure, lastLines } from './failure.mjs'
import { root } from './paths.mjs'
import { step } from './progress.mjs'

const BUILD_LIMIT_MS = 5 * 60_000
const SOURCES = ['electron', 'shared', 'renderer', 'resources', 'electron.vite.config.ts', 'tsconfig.json', 'package-lock.json']
// Samples are copied at run time, tests are never bundled: neither makes a build stale.
const NOT_BUNDLED = /\.(test|contract)\.tsx?$|[\\/]resources[\\/]samples[\\/]/
const PRODUCTS = ['main/index.cjs', 'main/engine.cjs', 'main/serve.cjs', 'preload/index.cjs', 'renderer/index.html']
const stampFile = join(root, 'out', '.built-from')

export function buildIsStale() {
  if (PRODUCTS.some((file) => !existsSync(join(root, 'out', file)))) return true
  return !existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== sourceHash()
}

/** @param {NodeJS.WritableStream} [stream] */
export async function ensureBuild(stream = process.stdout) {
  if (!buildIsStale()) return
  await step({ key: 'build', title: 'Building', stream }, async () => {
    // Hashed before the build: an edit during it makes the next start build again.
    const builtFrom = sourceHash()
    rmSync(stampFile, { force: true })
    const tool = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
    const result = await run(process.execPath, [tool, 'build'], { timeoutMs: BUILD_LIMIT_MS })
    if (result.code !== 0) throw buildFailure(result)
    writeFileSync(stampFile, builtFrom)
  })
}

function buildFailure({ output, timedOut }) {
  return new SetupFailure(
    'Dynarium could not be built.',
    timedOut ? 'the build did not finish within 5 minutes.' : `the build stopped with an error:\n${lastLines(output, 25)}`,
    ['if you changed sources, mend what it names', 'otherwise delete out/ and node_modules/ and start again'],
  )
}

/** Content, not times: a checkout that goes back and forth needs no new build. */
function sourceHash() {
  const hash = createHash('sha256')
  for (const file of SOURCES.flatMap((path) => filesBelow(join(root, path)))) {
    hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

function filesBelow(path) {
  if (!existsSync(path)) return []
  const entries = readEntries(path)
  if (!entries) return [path]
  return entries
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const child = join(path, entry.name)
      if (NOT_BUNDLED.test(entry.isDirectory() ? `${child}/` : child)) return []
      return entry.isDirectory() ? filesBelow(child) : [child]
    })
}

function readEntries(path) {
  try {
    return readdirSync(path, { withFileTypes: true })
  } catch (error) {
    if (error.code === 'ENOTDIR') return null
    throw error
  }
}
