// One build's place and what can be done in it: the steps of a plan, third-party buildpacks, packing.

import { join } from 'node:path'
import type { BuildRequest, Workspace } from '../../engine/ports/build-host.ts'
import { buildEnvironment, type BuildFolders } from './build-environment.ts'
import { createBuildFolder } from './build-folder.ts'
import { createBuildPrograms } from './build-programs.ts'
import type { ProgramOptions } from '../parts/build-programs.ts'
import { createStepRunner } from '../parts/build-steps.ts'
import { removeTree } from '../parts/copy-tree.ts'
import { withDiskFull } from '../parts/disk-full.ts'
import { fetchBuildpack } from './fetch-buildpack.ts'
import { bytesOf, listTree, type TreeEntry } from '../parts/list-tree.ts'
import type { ProcessFinder } from './process-finder.ts'
import { findOnPath } from './shell.ts'
import type { PackSlug } from '../parts/slug-shelf.ts'
import { createSourceTree } from '../parts/source-tree.ts'
import { createThirdPartyBuildpack } from '../parts/third-party-buildpack.ts'
import type { ToolProbe } from './tool-probe.ts'

export type WorkspaceSite = {
  readonly request: BuildRequest
  readonly folders: BuildFolders
  readonly dataDir: string
  /** What was exported. */
  readonly entries: readonly TreeEntry[]
  readonly finder: ProcessFinder
  readonly tools: ToolProbe
  readonly pack: PackSlug
  readonly fetchMs: number
}

const probeMs = 20_000

export function createWorkspace(site: WorkspaceSite): Workspace {
  const { request, folders } = site
  const programs = createBuildPrograms(request.buildId, site.finder)
  const folder = createBuildFolder(folders)
  let environment: Readonly<Record<string, string>> = buildEnvironment(request, folders, site.dataDir)
  let fetched = 0
  let closing: Promise<void> | null = null

  async function runProgram(options: ProgramOptions): Promise<number> {
    const [program = ''] = options.argv
    // Said in our words: the shell's would begin with its own name and line.
    if (!/[\\/]/.test(program) && findOnPath(program, options.env['PATH'] ?? '') === null) {
      options.output(`${program}: command not found\n`)
      return 127
    }
    return programs.run(options)
  }

  async function pack(): ReturnType<Workspace['pack']> {
    programs.check()
    const packed = await site.pack(folders.app, await listTree(folders.app))
    programs.check()
    return packed
  }

  async function close(): Promise<void> {
    await programs.close()
    await removeTree(folders.root)
  }

  return {
    tree: createSourceTree(folders.app, site.entries),
    bytes: bytesOf(site.entries),
    probe: (tool) => site.tools.probe(tool, environment['PATH'] ?? '', (argv) => programs.capture({ argv, cwd: folders.app, env: environment, outputs: 'both' }, probeMs)),
    run: createStepRunner({ folder, places: folders, environment: () => environment, check: programs.check, runProgram }),
    fetchBuildpack: async (address) => {
      programs.check()
      const fetchedTo = join(folders.root, 'buildpacks', String(++fetched))
      const found = await withDiskFull('the buildpack', () => fetchBuildpack(address, { programs, folder: fetchedTo, limitMs: site.fetchMs }))
      return createThirdPartyBuildpack(found, { programs, folders, isThere: folder.isThere, environment: () => environment, exported: (variables) => (environment = { ...environment, ...variables }) })
    },
    readFile: folder.read,
    pack,
    cancel: programs.cancel,
    close: () => (closing ??= close()),
  }
}
