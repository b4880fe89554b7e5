// One build's place and what can be done in it: the steps of a plan, third-party buildpacks, packing.

import { chmod, mkdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { BuildRequest, BuildStep, StepResult, Workspace } from '../../engine/ports/build-host.ts'
import { buildEnvironment, type BuildFolders } from './build-environment.ts'
import { createBuildPrograms } from './build-programs.ts'
import { copyTree, removeTree, replaceByCopy } from '../parts/copy-tree.ts'
import { withDiskFull } from '../parts/disk-full.ts'
import { fetchBuildpack } from './fetch-buildpack.ts'
import { insidePath, isBelow } from '../parts/inside-path.ts'
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

const done: StepResult = { exitStatus: 0 }
const readFileBytes = 1024 * 1024
const probeMs = 20_000
/** Beside what third-party buildpacks keep there. */
const savedFolder = '.saved'

export function createWorkspace(site: WorkspaceSite): Workspace {
  const { request, folders } = site
  const programs = createBuildPrograms(request.buildId, site.finder)
  let environment: Readonly<Record<string, string>> = buildEnvironment(request, folders, site.dataDir)
  let fetched = 0
  let closing: Promise<void> | null = null

  const place = (text: string): string => text.replaceAll('{BUILD_DIR}', folders.app).replaceAll('{CACHE_DIR}', folders.cache)
  const placeAll = (values: Readonly<Record<string, string>>): Record<string, string> => Object.fromEntries(Object.entries(values).map(([key, value]) => [key, place(value)]))

  async function run(step: BuildStep, output: (text: string) => void): Promise<StepResult> {
    programs.check()
    switch (step.kind) {
      case 'say':
        output(`${step.text}\n`)
        return done
      case 'run':
        return runStep(step, output)
      case 'write':
        return write(await insidePath(folders.app, step.path), step.text, step.executable === true)
      case 'remove':
        await removeTree(await insidePath(folders.app, step.path))
        return done
      case 'restore':
        return restore(step.path)
      case 'save':
        return save(step.path)
    }
  }

  async function runStep(step: Extract<BuildStep, { kind: 'run' }>, output: (text: string) => void): Promise<StepResult> {
    const cwd = step.cwd === undefined ? folders.app : await insidePath(folders.app, step.cwd)
    const env = { ...environment, ...placeAll(step.env ?? {}) }
    const argv = step.argv.map(place)
    const [program = ''] = argv
    // Said in our words: the shell's would begin with its own name and line.
    if (!/[\\/]/.test(program) && findOnPath(program, env['PATH'] ?? '') === null) {
      output(`${program}: command not found\n`)
      return { exitStatus: 127 }
    }
    return { exitStatus: await programs.run({ argv, cwd, env, outputs: 'both', output }) }
  }

  /** What the source brings itself is left alone. */
  async function restore(path: string): Promise<StepResult> {
    const from = await insidePath(folders.cache, join(savedFolder, path))
    const to = await insidePath(folders.app, path)
    if (!(await isThere(from)) || (await isThere(to))) return done
    await withDiskFull('the build folder', async () => copyTree(from, await listTree(from), to))
    return done
  }

  async function save(path: string): Promise<StepResult> {
    const from = await insidePath(folders.app, path)
    const to = await insidePath(folders.cache, join(savedFolder, path))
    if (await isThere(from)) await withDiskFull('the build cache', () => replaceByCopy(from, to))
    return done
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
    run,
    fetchBuildpack: async (address) => {
      programs.check()
      const folder = join(folders.root, 'buildpacks', String(++fetched))
      const found = await withDiskFull('the buildpack', () => fetchBuildpack(address, { programs, folder, limitMs: site.fetchMs }))
      return createThirdPartyBuildpack(found, { programs, folders, isThere, environment: () => environment, exported: (variables) => (environment = { ...environment, ...variables }) })
    },
    readFile: async (path) => {
      const real = await realpath(await insidePath(folders.app, path)).catch(() => null)
      if (real === null || !isBelow(folders.app, real)) return null
      const stats = await stat(real)
      return stats.isFile() && stats.size <= readFileBytes ? readFile(real, 'utf8') : null
    },
    pack,
    cancel: programs.cancel,
    close: () => (closing ??= close()),
  }
}

async function write(path: string, text: string, executable: boolean): Promise<StepResult> {
  await withDiskFull('the build folder', async () => {
    await mkdir(dirname(path), { recursive: true })
    // A link in the pushed code is replaced, not followed.
    await rm(path, { force: true })
    await writeFile(path, text)
    if (executable) await chmod(path, 0o755)
  })
  return done
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null
}
