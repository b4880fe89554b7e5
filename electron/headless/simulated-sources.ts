// Sources of simulated builds: the same folders, samples, uploads and pushes as of real ones, read and forgotten again.

import { randomUUID } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { removeTree } from '../adapters/parts/copy-tree.ts'
import { exportSource } from '../adapters/parts/export-source.ts'
import type { BuildRequest } from '../engine/ports/build-host.ts'
import type { Files } from '../engine/sim/simulated-build-host.ts'
import type { OutsideNeeds } from './outside.ts'

/** A simulated build holds its source in memory. */
const maxBytes = 64 * 1024 * 1024
const maxFiles = 20_000

export function createSourceReader({ dataDir, git, uploads }: Pick<OutsideNeeds, 'dataDir' | 'git' | 'uploads'>): (request: BuildRequest, output: (text: string) => void) => Promise<Files> {
  return async (request, output) => {
    const root = join(dataDir, 'builds', randomUUID())
    const folder = join(root, 'app')
    try {
      await mkdir(root, { recursive: true })
      const entries = await exportSource({ request, folder, scratch: join(root, 'unpacked'), dataDir, exportGit: git.exportGit, uploadPath: uploads.path, maxBytes, maxFiles, output })
      const files: Record<string, string> = {}
      for (const { path, kind } of entries) if (kind === 'file') files[path] = await readFile(join(folder, path), 'utf8')
      return files
    } finally {
      await removeTree(root)
    }
  }
}
