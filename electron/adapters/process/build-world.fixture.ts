// A build host for tests: real folders, real programs, and sources made of a few files.

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { BuildHostFixture } from '../../engine/ports/build-host.contract.ts'
import type { BuildRequest, Workspace } from '../../engine/ports/build-host.ts'
import type { SlugShelf } from '../parts/slug-shelf.ts'
import { createProcessBuildHost, type BuildLimits, type ProcessBuildHostOptions } from './process-build-host.ts'
import { makeFolder, writeFiles } from './process-world.fixture.ts'

export type BuildWorld = BuildHostFixture & {
  readonly folder: string
  readonly dataDir: string
  /** Opens a build of a folder, or of what else `request` says. */
  open(files: Readonly<Record<string, string>>, request?: Partial<BuildRequest>): Promise<Workspace>
  /** What `open` printed. */
  said(): string
}

export function makeBuildWorld(slugs: (root: string) => SlugShelf, limits: Partial<BuildLimits> = {}, more: Partial<ProcessBuildHostOptions> = {}): BuildWorld {
  const folder = makeFolder('build')
  const dataDir = join(folder, 'data')
  let count = 0
  let said = ''
  const host = createProcessBuildHost({
    dataDir, slugs: slugs(join(dataDir, 'slugs')), limits,
    exportGit: () => Promise.reject(new Error('no push here')),
    uploadPath: (id) => join(folder, id),
    ...more,
  })

  function sourceFolder(files: Readonly<Record<string, string>>): string {
    const path = join(folder, `source-${++count}`)
    writeFiles(path, { ...files })
    writeFiles(path, { '.git/HEAD': 'ref: refs/heads/main\n' })
    return path
  }

  return {
    host, folder, dataDir, runtime: 'process',
    source: (files) => Promise.resolve({ source: { kind: 'folder', path: sourceFolder(files) }, handle: null }),
    programs: { succeeds: ['true'], fails: ['bash', '-c', 'exit 3'], hangs: ['sleep', '1000'], echo: (text) => ['echo', text] },
    presentTool: 'node',
    absentTool: 'no-such-tool',
    finish: (work) => work,
    open: async (files, request = {}) => {
      const path = sourceFolder(files)
      return host.open({ buildId: `build-${count}`, appId: 'app-1', source: { kind: 'folder', path }, handle: null, config: {}, stack: 'heroku-24', runtime: 'process', ...request }, (text) => (said += text))
    },
    said: () => said,
    close: () => {
      rmSync(folder, { recursive: true, force: true })
      return Promise.resolve()
    },
  }
}

export async function runIn(workspace: Workspace, argv: readonly [string, ...string[]], more: { readonly cwd?: string; readonly env?: Record<string, string> } = {}): Promise<{ exitStatus: number; output: string }> {
  let output = ''
  const { exitStatus } = await workspace.run({ kind: 'run', label: argv.join(' '), argv, ...more }, (text) => (output += text))
  return { exitStatus, output }
}
