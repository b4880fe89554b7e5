// Copies and removes trees. Copies are clones where the file system can (btrfs, xfs, APFS): then a dyno's fresh copy of its slug
// takes no space until it writes.

import { constants } from 'node:fs'
import { chmod, copyFile, mkdir, readdir, rename, rm, symlink } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { dirname, join } from 'node:path'
import { listTree, type TreeEntry } from './list-tree.ts'

/** Node has four threads for files; more copies at once would only wait. */
const copiesAtOnce = 8

/** Modes and links are kept. Sockets, pipes and devices are left out. `to` must not exist or be empty. */
export async function copyTree(from: string, entries: readonly TreeEntry[], to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  for (const entry of entries) if (entry.kind === 'folder') await mkdir(join(to, entry.path), { recursive: true, mode: entry.mode | 0o700 })
  const rest = entries.filter((entry) => entry.kind === 'file' || entry.kind === 'link')
  let next = 0
  const work = async (): Promise<void> => {
    for (let entry = rest[next++]; entry !== undefined; entry = rest[next++]) {
      if (entry.kind === 'link') await symlink(entry.target ?? '', join(to, entry.path))
      else await copyFile(join(from, entry.path), join(to, entry.path), constants.COPYFILE_FICLONE)
    }
  }
  await Promise.all(Array.from({ length: copiesAtOnce }, work))
}

/** Puts a copy of `from` in the place of `to`: whole or not at all. */
export async function replaceByCopy(from: string, to: string): Promise<void> {
  const fresh = `${to}.${randomUUID()}.new`
  try {
    await copyTree(from, await listTree(from), fresh)
    await mkdir(dirname(to), { recursive: true })
    await removeTree(to)
    await rename(fresh, to)
  } catch (error) {
    await removeTree(fresh)
    throw error
  }
}

/** Also folders without write permission, which Go's module cache is made of. What is not there is no error. */
export async function removeTree(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true, maxRetries: 3 })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EACCES' && code !== 'EPERM' && code !== 'ENOTEMPTY') throw error
    await makeWritable(path)
    await rm(path, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function makeWritable(folder: string): Promise<void> {
  await chmod(folder, 0o700).catch(() => {})
  const children = await readdir(folder, { withFileTypes: true }).catch(() => [])
  for (const child of children) if (child.isDirectory()) await makeWritable(join(folder, child.name))
}
