// What tests of build hosts on real folders and programs have in common.

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { RuntimeKind } from '../../../shared/domain/runtime.ts'
import type { BuildHostFixture } from '../../engine/ports/build-host.contract.ts'
import type { BuildHost, BuildRequest, ImageWorkspace, Workspace } from '../../engine/ports/build-host.ts'
import { writeFiles } from './test-files.fixture.ts'

type Files = Readonly<Record<string, string>>

export type FolderBuilds = Omit<BuildHostFixture, 'close'> & {
  readonly folder: string
  readonly dataDir: string
  /** Opens a build of a folder of these files, or of what else `request` says. */
  open(files: Files, request?: Partial<BuildRequest>): Promise<Workspace>
  /** The same for a build of images. */
  openImages(files: Files, request?: Partial<BuildRequest>): Promise<ImageWorkspace>
  /** What `open` printed. */
  said(): string
}

/** `beside`: files that are in every source folder. */
export function folderBuilds(host: BuildHost, at: { readonly runtime: RuntimeKind; readonly folder: string; readonly dataDir: string; readonly beside?: Files; readonly images?: BuildHostFixture['images'] }): FolderBuilds {
  const { runtime, folder, dataDir, beside = {}, images = null } = at
  let count = 0
  let said = ''

  function sourceFolder(files: Files): string {
    const path = join(folder, `source-${++count}`)
    mkdirSync(path)
    writeFiles(path, { ...files, ...beside })
    return path
  }

  function requestFor(files: Files, more: Partial<BuildRequest>): BuildRequest {
    const path = sourceFolder(files)
    return { buildId: `build-${count}`, appId: 'app-1', source: { kind: 'folder', path }, handle: null, config: {}, stack: 'heroku-24', runtime, ...more }
  }

  return {
    host, folder, dataDir, runtime,
    source: (files) => Promise.resolve({ source: { kind: 'folder', path: sourceFolder(files) }, handle: null }),
    programs: { succeeds: ['true'], fails: ['bash', '-c', 'exit 3'], hangs: ['sleep', '1000'], echo: (text) => ['echo', text] },
    images,
    presentTool: 'node',
    absentTool: 'no-such-tool',
    finish: (work) => work,
    open: async (files, request = {}) => host.open(requestFor(files, request), (text) => (said += text)),
    openImages: async (files, request = {}) => host.openImages(requestFor(files, { stack: 'container', ...request }), (text) => (said += text)),
    said: () => said,
  }
}

export async function runIn(workspace: Workspace, argv: readonly [string, ...string[]], more: { readonly cwd?: string; readonly env?: Record<string, string> } = {}): Promise<{ exitStatus: number; output: string }> {
  let output = ''
  const { exitStatus } = await workspace.run({ kind: 'run', label: argv.join(' '), argv, ...more }, (text) => (output += text))
  return { exitStatus, output }
}
