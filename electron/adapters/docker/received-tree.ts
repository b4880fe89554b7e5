// Unpacks what Docker sends of a container's folder. Programs of the build may change it while it is read, so nothing in it is trusted:
// not its names, not its size, and no link is there before all files are, so that none is written through one.

import { symlink } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { Unpack, type ReadEntry } from 'tar'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { byteSize } from '../../../shared/text/amounts.ts'
import { listTree, type TreeEntry } from '../parts/list-tree.ts'

export type TreeLimits = { readonly bytes: number; readonly entries: number }

const fileTypes = new Set(['File', 'OldFile', 'ContiguousFile'])

/** Unpacks the one folder of that name into `folder`, which is there and empty. Throws `archive-unsafe`, `slug-too-large`. */
export async function receiveTree(archive: NodeJS.ReadableStream, name: string, folder: string, limits: TreeLimits): Promise<readonly TreeEntry[]> {
  const look = createLook(name, limits)
  const unpack = new Unpack({
    cwd: folder, strip: 1, strict: true, preserveOwner: false, chmod: true, processUmask: 0o022,
    filter: (_, entry) => {
      const found = look.at(entry as ReadEntry)
      if (found instanceof Error) unpack.abort(found)
      return found === true
    },
  })
  const unpacked = new Promise<void>((resolve, reject) => {
    unpack.on('close', resolve)
    unpack.on('error', reject)
  })
  unpacked.catch(() => {})
  let isOver = false
  void unpacked.catch(() => {}).then(() => (isOver = true))
  for await (const chunk of archive) {
    if (isOver) break
    if (!unpack.write(chunk as Buffer)) await Promise.race([new Promise((resolve) => unpack.once('drain', resolve)), unpacked])
  }
  if (!isOver) unpack.end()
  await unpacked
  for (const [path, target] of look.links) await symlink(target, join(folder, path))
  return listTree(folder)
}

type Look = {
  /** Unpack it, leave it out, or stop. */
  at(entry: ReadEntry): boolean | PlatformError
  /** In the folder, to be made at the end. */
  readonly links: ReadonlyMap<string, string>
}

function createLook(name: string, limits: TreeLimits): Look {
  const links = new Map<string, string>()
  const files = new Set<string>()
  let bytes = 0
  let entries = 0
  let largest = { path: '', bytes: 0 }

  function at(entry: ReadEntry): boolean | PlatformError {
    const path = entry.path.replace(/\/$/, '')
    if (path === name && entry.type === 'Directory') return plain(entry)
    const inside = below(path)
    if (inside === null) return unsafe(`${shown(path)} is not below it`)
    if (ancestors(inside).some((one) => links.has(one))) return unsafe(`${shown(path)} is behind a link`)
    entries++
    bytes += entry.size
    if (entry.size > largest.bytes) largest = { path: inside, bytes: entry.size }
    if (entries > limits.entries) return tooLarge(`more than ${limits.entries} files`, `${limits.entries} files`)
    if (bytes > limits.bytes) return tooLarge(`more than ${byteSize(limits.bytes)} unpacked`, byteSize(limits.bytes))
    if (entry.type === 'Directory') return plain(entry)
    if (entry.type === 'SymbolicLink') {
      links.set(inside, entry.linkpath ?? '')
      return false
    }
    if (entry.type === 'Link') return files.has(below(entry.linkpath ?? '') ?? '') ? true : unsafe(`${shown(path)} is a link to a file that is not in it`)
    if (!fileTypes.has(entry.type)) return false
    files.add(inside)
    return plain(entry)
  }

  function below(path: string): string | null {
    if (path.includes('\0') || posix.isAbsolute(path) || posix.normalize(path) !== path || !path.startsWith(`${name}/`)) return null
    return process.platform === 'win32' && /[\\:]/.test(path) ? null : path.slice(name.length + 1)
  }

  function tooLarge(size: string, limit: string): PlatformError {
    return new PlatformError('slug-too-large', { size, limit, largest: `${largest.path} (${byteSize(largest.bytes)})` })
  }

  return { at, links }
}

/** Finer modes stay behind; what can be run can be run by all. */
function plain(entry: ReadEntry): true {
  entry.mode = entry.type === 'Directory' || ((entry.mode ?? 0) & 0o111) !== 0 ? 0o755 : 0o644
  return true
}

function ancestors(path: string): readonly string[] {
  const parts = path.split('/')
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'))
}

const shown = (path: string): string => path.slice(0, 100)

const unsafe = (why: string): PlatformError => new PlatformError('archive-unsafe', { why: `the build folder as Docker sent it: ${why}` })
