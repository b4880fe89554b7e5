// A server's files: copied while it runs or from the template, given to the server's user, and measured.

import { constants } from 'node:fs'
import { chown, copyFile, lstat, mkdir, readdir, readlink, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { ServerUser } from './server-user.ts'

/** What a running server has for itself alone; a copy makes its own. As pg_basebackup does. */
const ownOnly = /^(postmaster\.(pid|opts)|standby\.signal|recovery\.signal|backup_label|tablespace_map|current_logfiles|(pg_wal|pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans)\/.+|(.*\/)?pgsql_tmp.*|(.*\/)?pg_internal\.init)$/
/** It says from where to recover, so it is copied after what it speaks of. */
const last = 'global/pg_control'
const atOnce = 8

type Found = { readonly path: string; readonly isLink: boolean }

export const isOwnOnly = (path: string): boolean => ownOnly.test(path)

/** Files that vanish meanwhile are left out: the log has what became of them. */
export async function copyData(from: string, to: string, user: ServerUser | null, skip: (path: string) => boolean = () => false): Promise<void> {
  const files = await makeFolders(from, to, user, skip)
  const rest = files.filter(({ path }) => path !== last)
  let next = 0
  const work = async (): Promise<void> => {
    for (let file = rest[next++]; file !== undefined; file = rest[next++]) await copyOne(from, to, file, user)
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  if (rest.length < files.length) await copyOne(from, to, { path: last, isLink: false }, user)
}

/** All files below, sorted; `/` between. */
async function dataFiles(folder: string, skip: (path: string) => boolean = () => false): Promise<readonly string[]> {
  const found: string[] = []
  const visit = async (below: string): Promise<void> => {
    for (const child of await readdir(join(folder, below), { withFileTypes: true }).catch(gone)) {
      const path = below === '' ? child.name : `${below}/${child.name}`
      if (skip(path)) continue
      if (child.isDirectory()) await visit(path)
      else if (child.isFile() || child.isSymbolicLink()) found.push(path)
    }
  }
  await visit('')
  return found.sort()
}

export async function measure(folder: string): Promise<{ readonly dataBytes: number; readonly walBytes: number }> {
  let [dataBytes, walBytes] = [0, 0]
  for (const path of await dataFiles(folder)) {
    const bytes = (await lstat(join(folder, path)).catch(() => null))?.size ?? 0
    if (path.startsWith('pg_wal/')) walBytes += bytes
    else dataBytes += bytes
  }
  return { dataBytes, walBytes }
}

/** Folders too; the copy has all that the server has, also empty ones. Answers with the files. */
async function makeFolders(from: string, to: string, user: ServerUser | null, skip: (path: string) => boolean): Promise<readonly Found[]> {
  const files: Found[] = []
  const visit = async (below: string): Promise<void> => {
    await mkdir(join(to, below), { recursive: true, mode: 0o700 })
    await give(join(to, below), user)
    for (const child of await readdir(join(from, below), { withFileTypes: true }).catch(gone)) {
      const path = below === '' ? child.name : `${below}/${child.name}`
      if (child.isDirectory() && !/(^|\/)pgsql_tmp/.test(path) && !/^pg_replslot\/./.test(path)) await visit(path)
      else if (!child.isDirectory() && !skip(path)) files.push({ path, isLink: child.isSymbolicLink() })
    }
  }
  await visit('')
  return files
}

async function copyOne(from: string, to: string, { path, isLink }: Found, user: ServerUser | null): Promise<void> {
  const [source, target] = [join(from, path), join(to, path)]
  try {
    if (isLink) return await symlink(await readlink(source), target)
    await copyFile(source, target, constants.COPYFILE_FICLONE)
    await give(target, user)
  } catch (error) {
    gone(error)
  }
}

export async function give(path: string, user: ServerUser | null): Promise<void> {
  if (user !== null) await chown(path, user.uid, user.gid)
}

function gone(error: unknown): [] {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  return []
}
