// A slug as Docker takes it: an archive whose files belong to the dyno's user. Made once for each slug and kept as a file, as a copy
// into a container is made for every dyno.

import { createReadStream, createWriteStream, type ReadStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { create } from 'tar'
import type { OpenSlug } from '../parts/slug-shelf.ts'
import { appFolder, dynoUser } from './container-options.ts'

export type { OpenSlug }

export type SlugTars = {
  /** Rejects when the slug is not there. */
  read(slugId: string): Promise<ReadStream>
  drop(slugId: string): Promise<void>
  clear(): Promise<void>
}

const kept = 8

export function createSlugTars(root: string, openSlug: OpenSlug): SlugTars {
  /** In order of use, the newest last. */
  const files = new Map<string, Promise<string>>()

  async function pack(slugId: string): Promise<string> {
    const name = slugId.replace(/[^\w]/g, '-')
    const folder = join(root, `${name}.tree`)
    const path = join(root, `${name}.tar`)
    await rm(folder, { recursive: true, force: true })
    await mkdir(join(folder, appFolder), { recursive: true })
    try {
      await openSlug(slugId, join(folder, appFolder))
      const archive = create({ cwd: folder, portable: false, onWriteEntry: (entry) => {
        if (entry.stat === undefined) return
        entry.stat.uid = dynoUser.uid
        entry.stat.gid = dynoUser.gid
      } }, [appFolder.slice(1)])
      await pipeline(archive, createWriteStream(`${path}.part`))
      await rename(`${path}.part`, path)
      return path
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  async function read(slugId: string): Promise<ReadStream> {
    const file = files.get(slugId) ?? pack(slugId)
    files.delete(slugId)
    files.set(slugId, file)
    file.catch(() => files.delete(slugId))
    const path = await file
    for (const [other] of files) if (files.size > kept && other !== slugId) await drop(other)
    return createReadStream(path)
  }

  async function drop(slugId: string): Promise<void> {
    const file = files.get(slugId)
    files.delete(slugId)
    const path = await file?.catch(() => null)
    // Who reads it at this moment reads on.
    if (typeof path === 'string') await rm(path, { force: true })
  }

  return {
    read, drop,
    clear: async () => {
      files.clear()
      await rm(root, { recursive: true, force: true })
    },
  }
}
