// Fetches a third-party buildpack: a folder, an archive of this machine or of the web, or a git repository with an optional #ref.

import { mkdir, stat } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { BuildPrograms } from './build-programs.ts'
import { copyTree } from '../parts/copy-tree.ts'
import { download } from './download.ts'
import { listTree } from '../parts/list-tree.ts'
import { isProgram } from './shell.ts'
import { unpackArchive } from '../parts/unpack-archive.ts'

export type FetchSite = {
  readonly programs: BuildPrograms
  /** A folder of its own that is not there yet. */
  readonly folder: string
  readonly limitMs: number
}

export type Fetched = { readonly name: string; readonly folder: string }

/** A buildpack is a handful of scripts. */
const maxBytes = 100 * 1024 * 1024
const maxEntries = 20_000

export async function fetchBuildpack(address: string, site: FetchSite): Promise<Fetched> {
  try {
    const folder = await fetchFrom(address, site)
    for (const needed of ['bin/detect', 'bin/compile']) {
      if (!isProgram(join(folder, needed))) throw new Error(`it has no ${needed} that can be run`)
    }
    return { name: nameOf(address), folder }
  } catch (error) {
    site.programs.check()
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOSPC' || code === 'EDQUOT') throw error
    throw new PlatformError('buildpack-fetch-failed', { buildpack: withoutSecret(address), why: reasonOf(error) })
  }
}

async function fetchFrom(address: string, site: FetchSite): Promise<string> {
  if (address.startsWith('-')) throw new Error('that is no address')
  const path = address.startsWith('file://') ? fileURLToPath(address.replace(/#.*$/, '')) : address
  const isArchive = /\.(tgz|tar\.gz|tar)$/.test(address.replace(/[?#].*$/, ''))
  if (isArchive && /^https?:\/\//.test(address)) {
    const file = `${site.folder}.tgz`
    await mkdir(dirname(file), { recursive: true })
    await download(address, file, { limitMs: site.limitMs, maxBytes, onCancel: site.programs.onCancel })
    return unpackArchive(file, site.folder, { bytes: maxBytes, entries: maxEntries })
  }
  if (isArchive) return unpackArchive(path, site.folder, { bytes: maxBytes, entries: maxEntries })
  if (isAbsolute(path) && !path.endsWith('.git') && !address.includes('#') && (await isFolder(path))) return copyFolder(path, site.folder)
  return cloneGit(address, site)
}

async function copyFolder(path: string, folder: string): Promise<string> {
  const entries = await listTree(path, { skip: (one) => one === '.git', maxBytes, maxEntries })
  await copyTree(path, entries, folder)
  return folder
}

/** One way for branches, tags and commits, and never more than the one commit. */
async function cloneGit(address: string, site: FetchSite): Promise<string> {
  const [url = '', ref = 'HEAD'] = address.split('#')
  if (ref.startsWith('-') || ref === '') throw new Error(`"${ref}" is no branch, tag or commit`)
  const end = Date.now() + site.limitMs
  const steps = [
    ['init', '--quiet', site.folder],
    ['-C', site.folder, 'fetch', '--quiet', '--depth', '1', '--no-tags', url, ref],
    ['-C', site.folder, '-c', 'advice.detachedHead=false', 'checkout', '--quiet', 'FETCH_HEAD'],
  ]
  for (const step of steps) {
    const left = Math.max(1, end - Date.now())
    const { exitStatus, text } = await site.programs.capture({ argv: ['git', ...step], cwd: '/', env: gitEnvironment(), outputs: 'both' }, left)
    if (exitStatus === 124) throw new Error(`it took longer than ${Math.round(site.limitMs / 1000)} seconds`)
    if (exitStatus !== 0) throw new Error(lastLine(text) ?? `git ended with status ${exitStatus}`)
  }
  return site.folder
}

/** The person's own settings count, as for a git they would run; but nothing may ask a question or run another program. */
function gitEnvironment(): Record<string, string> {
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined && !entry[0].startsWith('GIT_'))
  return {
    ...Object.fromEntries(inherited), LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_ASKPASS: '', GCM_INTERACTIVE: 'never', GIT_SSH_COMMAND: 'ssh -o BatchMode=yes',
    GIT_ALLOW_PROTOCOL: 'https:http:git:ssh:file',
  }
}

export function nameOf(address: string): string {
  return basename(address.replace(/[?#].*$/, '').replace(/\/+$/, '')).replace(/\.(git|tgz|tar\.gz|tar)$/, '')
}

function withoutSecret(address: string): string {
  return address.replace(/^(\w+:\/\/)[^/@]*@/, '$1')
}

function reasonOf(error: unknown): string {
  if (error instanceof PlatformError) return String(error.params['why'] ?? error.message)
  return withoutSecret((error instanceof Error ? error.message : String(error)).replace(/\.$/, ''))
}

function lastLine(text: string): string | null {
  const lines = text.trim().split('\n')
  return (lines.filter((line) => line.startsWith('fatal:')).at(-1) ?? lines.at(-1))?.replace(/^fatal: /, '') ?? null
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() === true
}
