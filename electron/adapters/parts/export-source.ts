// Brings the source of a build into its folder: from a push, a folder of this machine, or an uploaded archive. Without .git, within
// bounds, and without links that lead out of it.

import { realpath, rename, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { BuildRequest } from '../../engine/ports/build-host.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { byteSize } from '../../../shared/text/amounts.ts'
import { copyTree, removeTree } from './copy-tree.ts'
import { linkLeaves } from './inside-path.ts'
import { listTree, TreeTooLarge, type TreeEntry } from './list-tree.ts'
import { readSlugignore, removeIgnored } from './slugignore.ts'
import { unpackArchive } from './unpack-archive.ts'

export type ExportGit = (handle: string, commit: string, folder: string, output: (text: string) => void) => Promise<void>

export type SourceSite = {
  readonly request: BuildRequest
  /** Where the tree goes: a folder that is not there yet. */
  readonly folder: string
  /** For what is only needed on the way. */
  readonly scratch: string
  /** A folder being deployed may have it in it. */
  readonly dataDir: string
  readonly exportGit: ExportGit
  uploadPath(id: string): string | null
  readonly maxBytes: number
  readonly maxFiles: number
  output(text: string): void
}

/** Returns what is in the folder now. */
export async function exportSource(site: SourceSite): Promise<readonly TreeEntry[]> {
  const { request: { source, handle }, folder } = site
  if (source.kind === 'git') {
    if (handle === null) throw new Error('a push has a handle')
    await site.exportGit(handle, source.commit, folder, site.output)
  } else if (source.kind === 'folder') await copyFolder(site, source.path)
  else await unpackUpload(site, handle ?? '')
  return settle(site)
}

async function copyFolder(site: SourceSite, path: string): Promise<void> {
  // Links inside it are compared with where it really is.
  const from = await realpath(resolve(path)).catch(unreadable(path))
  if (!(await stat(from).catch(unreadable(path))).isDirectory()) throw new PlatformError('source-unreadable', { why: `${path} is not a folder` })
  const ignores = await readSlugignore(from)
  const skip = (one: string, isFolder: boolean): boolean => isGit(one) || join(from, one) === site.dataDir || ignores(one, isFolder)
  const entries = await list(site, from, skip).catch(unreadable(path))
  const kept = await withoutLeavingLinks(site, from, entries)
  await copyTree(from, kept, site.folder).catch(unreadable(path))
}

async function withoutLeavingLinks(site: SourceSite, from: string, entries: readonly TreeEntry[]): Promise<readonly TreeEntry[]> {
  const kept: TreeEntry[] = []
  for (const entry of entries) {
    const why = entry.kind === 'other' ? 'it is no file, folder or link' : entry.kind === 'link' && (await linkLeaves(from, entry.path, entry.target ?? '')) ? 'the link leads out of the folder' : null
    if (why === null) kept.push(entry)
    else site.output(`Left out ${entry.path}: ${why}.\n`)
  }
  return kept
}

async function unpackUpload(site: SourceSite, id: string): Promise<void> {
  const file = site.uploadPath(id)
  if (file === null) throw new PlatformError('source-unreadable', { why: 'there is no upload of that id' })
  const unpacked = await unpackArchive(file, site.scratch, { bytes: site.maxBytes, entries: site.maxFiles })
  await rename(unpacked, site.folder)
  await removeTree(site.scratch)
}

/** The same for all kinds: no .git, nothing that .slugignore names, not too much, not nothing. */
async function settle(site: SourceSite): Promise<readonly TreeEntry[]> {
  const { folder } = site
  await rm(join(folder, '.git'), { recursive: true, force: true })
  const entries = await list(site, folder)
  const ignores = await readSlugignore(folder)
  const ignored = entries.filter((entry) => ignores(entry.path, entry.kind === 'folder'))
  await removeIgnored(folder, ignored, ignores)
  const left = ignored.length === 0 ? entries : await listTree(folder)
  if (!left.some((entry) => entry.kind !== 'folder')) throw new PlatformError('source-empty')
  return left
}

async function list(site: SourceSite, folder: string, skip?: (path: string, isFolder: boolean) => boolean): Promise<readonly TreeEntry[]> {
  try {
    return await listTree(folder, { maxBytes: site.maxBytes, maxEntries: site.maxFiles, ...(skip === undefined ? {} : { skip }) })
  } catch (error) {
    if (!(error instanceof TreeTooLarge)) throw error
    const tooMany = error.entries > site.maxFiles
    const size = tooMany ? `more than ${site.maxFiles} files` : `more than ${byteSize(site.maxBytes)}`
    throw new PlatformError('source-too-large', { size, limit: tooMany ? `${site.maxFiles} files` : byteSize(site.maxBytes) })
  }
}

function isGit(path: string): boolean {
  return path === '.git' || path.endsWith('/.git')
}

function unreadable(path: string): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    if (error instanceof PlatformError || error.code === 'ENOSPC' || error.code === 'EDQUOT' || error.code === undefined) throw error
    const why = error.code === 'ENOENT' ? 'is not there' : error.code === 'EACCES' || error.code === 'EPERM' ? 'may not be read' : `could not be read (${error.code})`
    throw new PlatformError('source-unreadable', { why: `${error.path ?? path} ${why}` })
  }
}

