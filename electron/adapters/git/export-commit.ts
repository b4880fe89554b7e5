// What a build starts from: the tree of the pushed commit, with its submodules.

import { lstat, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { exportTree, type CommitExport } from './export-tree.ts'
import { exportSubmodules, maxSubmodules } from './submodules.ts'

export async function exportCommit(request: CommitExport): Promise<void> {
  const links = await exportTree(request)
  await exportSubmodules(request, links, { budget: { left: maxSubmodules }, depth: 0, prefix: '' })
  if (await usesLfs(request.folder)) {
    request.output(' !     Git LFS files are pointers here: the large files themselves are not in the push. Keep them in a store.\n')
  }
}

async function usesLfs(folder: string): Promise<boolean> {
  const file = join(folder, '.gitattributes')
  const found = await lstat(file).catch(() => null)
  if (found === null || !found.isFile()) return false
  return /\bfilter=lfs\b/.test(await readFile(file, 'utf8'))
}
