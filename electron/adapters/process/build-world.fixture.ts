// A build host for tests: real folders, real programs, and sources made of a few files.

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { folderBuilds, type FolderBuilds } from '../parts/build-world.fixture.ts'
import type { SlugShelf } from '../parts/slug-shelf.ts'
import { makeFolder } from '../parts/test-files.fixture.ts'
import { createProcessBuildHost, type BuildLimits, type ProcessBuildHostOptions } from './process-build-host.ts'

export type BuildWorld = FolderBuilds & { close(): Promise<void> }

export function makeBuildWorld(slugs: (root: string) => SlugShelf, limits: Partial<BuildLimits> = {}, more: Partial<ProcessBuildHostOptions> = {}): BuildWorld {
  const folder = makeFolder('build')
  const dataDir = join(folder, 'data')
  const host = createProcessBuildHost({
    dataDir, slugs: slugs(join(dataDir, 'slugs')), limits,
    exportGit: () => Promise.reject(new Error('no push here')),
    uploadPath: (id) => join(folder, id),
    ...more,
  })
  return {
    ...folderBuilds(host, { runtime: 'process', folder, dataDir, beside: { '.git/HEAD': 'ref: refs/heads/main\n' } }),
    close: () => {
      rmSync(folder, { recursive: true, force: true })
      return Promise.resolve()
    },
  }
}
