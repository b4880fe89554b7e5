// A read-only look at the source for detection: the paths as they were at export, texts read when they are asked for.

import { readFileSync, realpathSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { SourceTree } from '../../engine/ports/build-host.ts'
import { isBelow } from './inside-path.ts'
import type { TreeEntry } from './list-tree.ts'

const textBytes = 512 * 1024
/** `lib/deep/a.txt` has three; Java and Scala keep their code six and more folders down. */
const partsAtMost = 16

export function createSourceTree(root: string, entries: readonly TreeEntry[]): SourceTree {
  const paths = entries.filter((entry) => entry.kind === 'file' || entry.kind === 'link').map((entry) => entry.path)
  paths.sort()
  const known = new Set(paths)

  function read(path: string): string | null {
    if (!known.has(path) || path.split('/').length > partsAtMost) return null
    try {
      const real = realpathSync(join(root, path))
      const stats = statSync(real)
      return isBelow(root, real) && stats.isFile() && stats.size <= textBytes ? readFileSync(real, 'utf8') : null
    } catch {
      return null
    }
  }

  return { paths, read }
}
