// Files of the build folder and the cache, read and changed where they are. A path may not leave its folder, not even through a link in
// the pushed code.

import { chmod, mkdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { BuildFolder } from '../parts/build-steps.ts'
import { copyTree, removeTree, replaceByCopy } from '../parts/copy-tree.ts'
import { withDiskFull } from '../parts/disk-full.ts'
import { insidePath, isBelow } from '../parts/inside-path.ts'
import { listTree } from '../parts/list-tree.ts'

const readBytes = 1024 * 1024
/** Beside what third-party buildpacks keep there. */
const savedFolder = '.saved'

export function createBuildFolder({ app, cache }: { readonly app: string; readonly cache: string }): BuildFolder {
  async function write(path: string, text: string, isExecutable: boolean): Promise<void> {
    const file = await insidePath(app, path)
    await withDiskFull('the build folder', async () => {
      await mkdir(dirname(file), { recursive: true })
      // A link in the pushed code is replaced, not followed.
      await rm(file, { force: true })
      await writeFile(file, text)
      if (isExecutable) await chmod(file, 0o755)
    })
  }

  /** What the source brings itself is left alone. */
  async function restore(path: string): Promise<void> {
    const from = await insidePath(cache, join(savedFolder, path))
    const to = await insidePath(app, path)
    if (!(await isThere(from)) || (await isThere(to))) return
    await withDiskFull('the build folder', async () => copyTree(from, await listTree(from), to))
  }

  async function save(path: string): Promise<void> {
    const from = await insidePath(app, path)
    const to = await insidePath(cache, join(savedFolder, path))
    if (await isThere(from)) await withDiskFull('the build cache', () => replaceByCopy(from, to))
  }

  async function read(path: string): Promise<string | null> {
    const real = await realpath(await insidePath(app, path)).catch(() => null)
    if (real === null || !isBelow(app, real)) return null
    const stats = await stat(real)
    return stats.isFile() && stats.size <= readBytes ? readFile(real, 'utf8') : null
  }

  return {
    write, restore, save, read, isThere,
    remove: async (path) => removeTree(await insidePath(app, path)),
    folder: (path) => insidePath(app, path),
  }
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null
}
