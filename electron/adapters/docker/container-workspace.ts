// One build's container and what can be done in it: the steps of a plan, third-party buildpacks, packing. The source stays on this
// side, too, as detection reads it; what was built comes back when it is packed.

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { BuildRequest, Tool, Workspace } from '../../engine/ports/build-host.ts'
import { createStepRunner } from '../parts/build-steps.ts'
import { removeTree } from '../parts/copy-tree.ts'
import { withDiskFull } from '../parts/disk-full.ts'
import { bytesOf, type TreeEntry } from '../parts/list-tree.ts'
import type { PackSlug } from '../parts/slug-shelf.ts'
import { createSourceTree } from '../parts/source-tree.ts'
import { createThirdPartyBuildpack } from '../parts/third-party-buildpack.ts'
import { firstNumber, isToolName, versionQuestion } from '../parts/tool-version.ts'
import type { BuildContainer } from './build-container.ts'
import { buildPlaces } from './build-places.ts'
import { createContainerFolder } from './container-folder.ts'
import { createContainerPrograms } from './container-programs.ts'
import { ownedTar } from './owned-tar.ts'
import { receiveTree, type TreeLimits } from './received-tree.ts'

/** Fetches into a folder of this machine that is not there yet. Throws `buildpack-fetch-failed`, `build-cancelled`. */
export type FetchBuildpack = (address: string, site: { readonly buildId: string; readonly folder: string; onCancel(handler: () => void): () => void }) => Promise<{ readonly name: string; readonly folder: string }>

export type ContainerSite = {
  readonly request: BuildRequest
  readonly build: BuildContainer
  /** On this machine: of the build, of its source in there, and what was exported to it. */
  readonly root: string
  readonly source: string
  readonly entries: readonly TreeEntry[]
  readonly memoryBytes: number
  readonly limits: TreeLimits
  /** How this machine reaches package registries. */
  readonly network: Readonly<Record<string, string>>
  readonly pack: PackSlug
  readonly fetchBuildpack: FetchBuildpack
}

const probeMs = 20_000
const whereIs = 'way="$(type -P -- "$1")" || exit 127; shift; printf "%s\\0" "$way"; exec "$way" "$@" 2>&1'

export function createContainerWorkspace(site: ContainerSite): Workspace {
  const { request, build } = site
  const programs = createContainerPrograms(build, site.memoryBytes)
  const folder = createContainerFolder(programs, build.variables)
  let environment: Readonly<Record<string, string>> = {
    ...build.variables, ...site.network,
    STACK: request.stack, SOURCE_VERSION: request.source.kind === 'git' ? request.source.commit : '', REQUEST_ID: request.buildId,
  }
  let fetched = 0
  let closing: Promise<void> | null = null

  async function probe(tool: string): Promise<Tool | null> {
    if (!isToolName(tool)) return null
    const argv = ['bash', '--noprofile', '--norc', '-c', whereIs, 'probe', tool, ...versionQuestion(tool)]
    const { exitStatus, text } = await programs.capture({ argv, cwd: buildPlaces.app, env: environment, outputs: 'standard' }, probeMs)
    const end = text.indexOf('\0')
    return exitStatus === 0 && end !== -1 ? { path: text.slice(0, end), version: firstNumber(text.slice(end + 1)) } : null
  }

  async function fetchBuildpack(address: string): ReturnType<Workspace['fetchBuildpack']> {
    programs.check()
    const name = String(++fetched)
    const here = join(site.root, 'buildpacks', name)
    const found = await withDiskFull('the buildpack', () => site.fetchBuildpack(address, { buildId: request.buildId, folder: here, onCancel: programs.onCancel }))
    programs.check()
    await programs.orEnd(build.put(ownedTar(found.folder, ['.']), await placeFor(name)))
    return createThirdPartyBuildpack({ name: found.name, folder: `${buildPlaces.buildpacks}/${name}` }, {
      programs, folders: buildPlaces, isThere: folder.isThere,
      environment: () => environment,
      exported: (variables) => (environment = { ...environment, ...variables }),
    })
  }

  async function placeFor(name: string): Promise<string> {
    const place = `${buildPlaces.buildpacks}/${name}`
    await programs.capture({ argv: ['mkdir', '-p', place], cwd: '/', env: build.variables, outputs: 'both' })
    return place
  }

  async function pack(): ReturnType<Workspace['pack']> {
    programs.check()
    const built = join(site.root, 'built')
    await removeTree(built)
    await mkdir(built)
    const entries = await withDiskFull('the slug', async () => {
      const archive = await programs.orEnd(build.container.getArchive({ path: buildPlaces.app }))
      return programs.orEnd(receiveTree(archive, buildPlaces.app.slice(buildPlaces.app.lastIndexOf('/') + 1), built, site.limits))
    })
    const packed = await site.pack(built, entries)
    programs.check()
    await removeTree(built)
    return packed
  }

  async function close(): Promise<void> {
    programs.cancel()
    await build.end()
    await removeTree(site.root)
  }

  return {
    tree: createSourceTree(site.source, site.entries),
    bytes: bytesOf(site.entries),
    run: createStepRunner({ folder, places: buildPlaces, environment: () => environment, check: programs.check, runProgram: programs.run }),
    probe, fetchBuildpack, pack,
    readFile: async (path) => {
      programs.check()
      return folder.read(path)
    },
    cancel: programs.cancel,
    close: () => (closing ??= close()),
  }
}
