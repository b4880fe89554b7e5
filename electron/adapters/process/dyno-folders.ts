// A dyno's place on disk: a fresh copy of its slug and a folder for temporary files, both gone at its end, as on Heroku.

import { randomUUID } from 'node:crypto'
import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { removeTree } from '../parts/copy-tree.ts'
import type { SlugTemplates } from './slug-templates.ts'

export type DynoFolder = { readonly root: string; readonly app: string; readonly temporary: string }

export type DynoFolders = {
  prepare(dynoId: string, slugId: string): Promise<DynoFolder>
  /** It is out of the way when this resolves; its files may take a little longer. */
  discard(folder: DynoFolder): Promise<void>
  /** Until all that was discarded is off the disk. */
  settled(): Promise<void>
}

/** Copies of large slugs would only slow each other down. */
const preparedAtOnce = 8

export function createDynoFolders(root: string, templates: Pick<SlugTemplates, 'copyTo'>): DynoFolders {
  const removals = new Set<Promise<void>>()
  const queue: (() => void)[] = []
  let free = preparedAtOnce

  async function prepare(dynoId: string, slugId: string): Promise<DynoFolder> {
    if (!/^[\w.-]+$/.test(dynoId)) throw new Error(`not a dyno id: ${dynoId}`)
    const home = join(root, dynoId)
    const folder = { root: home, app: join(home, 'app'), temporary: join(home, 'tmp') }
    if (free > 0) free--
    else await new Promise<void>((resolve) => queue.push(resolve))
    try {
      await mkdir(folder.temporary, { recursive: true })
      await templates.copyTo(slugId, folder.app)
      return folder
    } catch (error) {
      await discard(folder)
      throw error
    } finally {
      const next = queue.shift()
      if (next === undefined) free++
      else next()
    }
  }

  async function discard(folder: DynoFolder): Promise<void> {
    const aside = `${folder.root}.${randomUUID().slice(0, 8)}.gone`
    // Windows does not rename what somebody still has open.
    const doomed = await rename(folder.root, aside).then(() => aside, () => folder.root)
    const removal = removeTree(doomed)
      .catch(() => {})
      .finally(() => removals.delete(removal))
    removals.add(removal)
  }

  return { prepare, discard, settled: async () => void (await Promise.all(removals)) }
}
