// Everything below a folder, in one order on every machine: names sorted, a folder before what is in it.

import { lstat, readdir, readlink } from 'node:fs/promises'
import { join } from 'node:path'

export type TreeEntry = {
  /** Relative, with `/`. */
  readonly path: string
  readonly kind: 'file' | 'folder' | 'link' | 'other'
  readonly mode: number
  readonly bytes: number
  /** Where a link points, as it is written. */
  readonly target: string | null
}

export type TreeOptions = {
  /** Leaves an entry and all below it out. */
  readonly skip?: (path: string, isFolder: boolean) => boolean
  readonly maxBytes?: number
  readonly maxEntries?: number
}

/** Thrown as soon as a limit is passed, with what was counted until then. */
export class TreeTooLarge extends Error {
  readonly bytes: number
  readonly entries: number
  constructor(bytes: number, entries: number) {
    super(`The tree has at least ${entries} entries and ${bytes} bytes.`)
    this.bytes = bytes
    this.entries = entries
  }
}

const lookupsAtOnce = 64

export async function listTree(root: string, options: TreeOptions = {}): Promise<readonly TreeEntry[]> {
  const { skip = () => false, maxBytes = Infinity, maxEntries = Infinity } = options
  const entries: TreeEntry[] = []
  let bytes = 0

  async function visit(folder: string): Promise<void> {
    const children = await readdir(join(root, folder), { withFileTypes: true })
    const paths = children
      .map((child) => ({ path: folder === '' ? child.name : `${folder}/${child.name}`, isFolder: child.isDirectory() }))
      .filter(({ path, isFolder }) => !skip(path, isFolder))
      .map(({ path }) => path)
    paths.sort()
    for (let start = 0; start < paths.length; start += lookupsAtOnce) {
      const found = await Promise.all(paths.slice(start, start + lookupsAtOnce).map((path) => describeEntry(root, path)))
      for (const entry of found) {
        entries.push(entry)
        bytes += entry.bytes
        if (entries.length > maxEntries || bytes > maxBytes) throw new TreeTooLarge(bytes, entries.length)
        if (entry.kind === 'folder') await visit(entry.path)
      }
    }
  }

  await visit('')
  return entries
}

export function bytesOf(entries: readonly TreeEntry[]): number {
  return entries.reduce((sum, entry) => sum + entry.bytes, 0)
}

async function describeEntry(root: string, path: string): Promise<TreeEntry> {
  const full = join(root, path)
  const stats = await lstat(full)
  const mode = stats.mode & 0o777
  if (stats.isSymbolicLink()) return { path, kind: 'link', mode, bytes: 0, target: await readlink(full) }
  if (stats.isDirectory()) return { path, kind: 'folder', mode, bytes: 0, target: null }
  return stats.isFile() ? { path, kind: 'file', mode, bytes: stats.size, target: null } : { path, kind: 'other', mode, bytes: 0, target: null }
}
