// What every new server is copied from: initdb takes its half second once, and the password of the superuser is in a file for us alone.

import { randomBytes } from 'node:crypto'
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { appendFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { removeTree } from '../parts/copy-tree.ts'
import { give } from './data-files.ts'
import type { ServerPrograms } from './server-programs.ts'
import type { ServerPlace } from './server-user.ts'
import { hbaText } from './settings-text.ts'

const run = promisify(execFile)
const initdbMs = 120_000
/** Whose standbys and copies can log in with the same password: all servers of a data folder. */
export const superuser = 'postgres'
export const confFile = 'dynarium.conf'

/** Sorted by bytes everywhere, so that one backup is one order of rows; letters of all languages from version 17 on. */
export const localeOptions = (major: number): readonly string[] => (major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'] : ['--locale=C'])

export async function loadPassword({ folder }: Pick<ServerPlace, 'folder'>): Promise<string> {
  const file = join(folder, 'password')
  const known = (await readFile(file, 'utf8').catch(() => '')).trim()
  if (known !== '') return known
  const fresh = randomBytes(24).toString('hex')
  await writeFile(file, `${fresh}\n`, { mode: 0o600 })
  return fresh
}

/** Its folder. Made whole or not at all. */
export async function prepareTemplate(programs: ServerPrograms, place: ServerPlace, password: string): Promise<string> {
  const folder = join(place.folder, `template-${programs.version}`)
  if (existsSync(folder)) return folder
  const fresh = `${folder}.new`
  const passwordFile = join(place.folder, 'password.new')
  await removeTree(fresh)
  await mkdir(fresh, { mode: 0o700 })
  await give(fresh, place.user)
  await writeFile(passwordFile, password, { mode: 0o600 })
  await give(passwordFile, place.user)
  try {
    await run(programs.initdb, ['-D', fresh, '-U', superuser, `--pwfile=${passwordFile}`, '-A', 'scram-sha-256', '-E', 'UTF8', '-k', '--no-sync', ...localeOptions(programs.major)], {
      timeout: initdbMs, windowsHide: true, cwd: place.folder, env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC', ...(process.platform === 'win32' ? { SystemRoot: process.env['SystemRoot'] } : {}) },
      ...(place.user === null ? {} : { uid: place.user.uid, gid: place.user.gid }),
    })
    await appendFile(join(fresh, 'postgresql.conf'), `\ninclude '${confFile}'\n`)
    await writeFile(join(fresh, 'pg_hba.conf'), hbaText('127.0.0.1/32'))
    await rename(fresh, folder)
  } catch (error) {
    const { stderr, message } = error as Error & { readonly stderr?: string }
    throw new PlatformError('postgres-unavailable', { why: `initdb failed: ${(stderr ?? message).trim().split('\n').slice(-3).join(' ')}`, fix: 'Look whether the disk is full and the data folder can be written.' })
  } finally {
    await rm(passwordFile, { force: true })
  }
  return folder
}
