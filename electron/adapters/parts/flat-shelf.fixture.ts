// A shelf for slugs that keeps folders as they are: the real one belongs to another adapter and has tests of its own.

import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { copyTree, removeTree } from './copy-tree.ts'
import { listTree } from './list-tree.ts'
import type { SlugShelf } from './slug-shelf.ts'

export function createFlatShelf(root: string): SlugShelf {
  const pathOf = (slugId: string): string => join(root, slugId.slice('sha256:'.length))
  return {
    pack: async (folder, entries) => {
      const hash = createHash('sha256')
      let bytes = 0
      for (const entry of entries) hash.update(`${entry.path}\0${entry.kind}\0${entry.kind === 'file' ? readFileSync(join(folder, entry.path), 'latin1') : ''}\0`)
      for (const entry of entries) bytes += entry.bytes
      const slugId = `sha256:${hash.digest('hex')}`
      if (!existsSync(pathOf(slugId))) await copyTree(folder, entries, pathOf(slugId))
      return { slugId, bytes, files: entries.filter(({ kind }) => kind === 'file').length }
    },
    open: async (slugId, folder) => copyTree(pathOf(slugId), await listTree(pathOf(slugId)), folder),
    has: (slugId) => existsSync(pathOf(slugId)),
    remove: (slugId) => removeTree(pathOf(slugId)),
  }
}
