// The BuildHost whose builds are containers: one each, made from the stack's build image, with the source copied in and the slug copied
// out. On Heroku a build has a dyno of its own in the same way. Nothing of this machine is in it; only the app's cache outlives it.

import { createHash } from 'node:crypto'
import { mkdirSync, realpathSync } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type Docker from 'dockerode'
import type { BuildHost, BuildRequest, ImageWorkspace, Workspace } from '../../engine/ports/build-host.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { removeTree } from '../parts/copy-tree.ts'
import { withDiskFull } from '../parts/disk-full.ts'
import { exportSource, type ExportGit } from '../parts/export-source.ts'
import type { TreeEntry } from '../parts/list-tree.ts'
import type { SlugShelf } from '../parts/slug-shelf.ts'
import { createAppNetworks } from './app-networks.ts'
import { startBuildContainer, type BuildContainer, withinMs } from './build-container.ts'
import { buildPlaces } from './build-places.ts'
import { createCacheVolumes } from './cache-volumes.ts'
import { createContainerWorkspace, type FetchBuildpack } from './container-workspace.ts'
import { dockerFailed, statusOf } from './docker-error.ts'
import { createImageWorkspace } from './images/image-workspace.ts'
import { dropNames, namesOf, startOfUnfinished } from './images/image-names.ts'
import { sweepImages } from './images/kept-images.ts'
import { filterOf, imageLabels, labelNames, labelsOf } from './labels.ts'
import { ownedTar } from './owned-tar.ts'

export type ContainerBuildLimits = {
  /** Of a source, unpacked: Heroku's limit for a checkout. */
  readonly sourceBytes: number
  readonly sourceFiles: number
  /** Of what is packed, before it is compressed. */
  readonly builtBytes: number
  readonly builtFiles: number
  readonly memoryBytes: number
  readonly maxProcesses: number
  /** For the end of a container; Docker that does not answer is not waited for, and the next start sweeps what is left. */
  readonly endMs: number
}

export type DockerBuildHostOptions = {
  readonly docker: Docker
  readonly dataDir: string
  /** Of this run of the engine. */
  readonly sessionId: string
  readonly slugs: SlugShelf
  readonly exportGit: ExportGit
  /** The file of an upload, or null. */
  uploadPath(id: string): string | null
  readonly fetchBuildpack: FetchBuildpack
  /** The build image of a stack; rejects in words when there is none. */
  image(stack: string): Promise<string>
  /** One of our own for all builds, which reaches the world and no dyno; or none. */
  readonly network: 'own' | 'none'
  /** How package registries are reached from a container: proxies, addresses. */
  readonly networkVariables?: Readonly<Record<string, string>>
  readonly limits?: Partial<ContainerBuildLimits>
}

const defaultLimits: ContainerBuildLimits = {
  sourceBytes: 1024 ** 3, sourceFiles: 200_000, builtBytes: 4 * 1024 ** 3, builtFiles: 500_000, memoryBytes: 2 * 1024 ** 3, maxProcesses: 2048, endMs: 10_000,
}

type Place = Pick<Workspace, 'cancel' | 'close'>
type OpenBuild = { readonly appId: string; readonly place: Place; closing: Promise<void> | null }

export function createDockerBuildHost(options: DockerBuildHostOptions): BuildHost {
  const { docker, slugs } = options
  mkdirSync(options.dataDir, { recursive: true })
  const data = realpathSync(options.dataDir)
  const builds = join(data, 'container-builds')
  const limits = { ...defaultLimits, ...options.limits }
  const owner = { data, session: options.sessionId }
  const mark = createHash('sha256').update(data).digest('hex').slice(0, 8)
  const caches = createCacheVolumes(docker, owner, mark)
  const networks = createAppNetworks(docker, owner, mark)
  const open = new Set<OpenBuild>()
  const opening = new Set<Promise<unknown>>()
  /** Apps whose next images are built from nothing. */
  const fresh = new Set<string>()
  let swept: Promise<void> | null = null
  let isStopped = false

  async function openWorkspace(request: BuildRequest, root: string, output: (text: string) => void): Promise<Workspace> {
    const inside = join(root, 'inside')
    const source = join(inside, buildPlaces.app)
    const entries = await withDiskFull('the source', () => fill(request, root, inside, output))
    const build = await start(request, inside).catch((error: unknown) => {
      throw dockerFailed('The build', error)
    })
    return createContainerWorkspace({
      request, build, root, source, entries, memoryBytes: limits.memoryBytes, limits: { bytes: limits.builtBytes, entries: limits.builtFiles },
      network: options.networkVariables ?? {}, pack: slugs.pack, fetchBuildpack: options.fetchBuildpack,
    })
  }

  async function openImages(request: BuildRequest, root: string, output: (text: string) => void): Promise<ImageWorkspace> {
    const { buildId, appId } = request
    const source = join(root, 'source')
    const entries = await withDiskFull('the source', async () => {
      await mkdir(root, { recursive: true })
      return exportTo(source, request, root, output)
    })
    const network = await networkOfBuilds().catch((error: unknown) => {
      throw dockerFailed('The build', error)
    })
    return createImageWorkspace({
      docker, data, buildId, appId, root, source, entries, labels: imageLabels(data, appId), network, memoryBytes: limits.memoryBytes,
      variables: options.networkVariables ?? {}, isFresh: fresh.delete(appId), pack: slugs.pack,
    })
  }

  /** In a folder of its own; watched until it is closed. */
  async function opened<P extends Place>(request: BuildRequest, open: (root: string) => Promise<P>): Promise<P> {
    for (const id of [request.buildId, request.appId]) if (!/^[\w-]+$/.test(id)) throw new Error(`not an id: ${id}`)
    swept ??= sweep()
    await swept.catch((error: unknown) => {
      swept = null
      throw dockerFailed('The build', error)
    })
    const root = join(builds, request.buildId)
    try {
      return watched(request.appId, await open(root))
    } catch (error) {
      await removeTree(root)
      throw error
    }
  }

  function watched<P extends Place>(appId: string, place: P): P {
    const one: OpenBuild = { appId, place, closing: null }
    open.add(one)
    const close = (): Promise<void> => (one.closing ??= place.close().finally(() => open.delete(one)))
    return { ...place, close }
  }

  /** All that the container begins with, as it will lie there. */
  async function fill(request: BuildRequest, root: string, inside: string, output: (text: string) => void): Promise<readonly TreeEntry[]> {
    for (const folder of [buildPlaces.cache, buildPlaces.buildpacks, buildPlaces.home]) await mkdir(join(inside, folder), { recursive: true })
    const config = join(inside, buildPlaces.config)
    await mkdir(config, { mode: 0o700 })
    for (const [key, value] of Object.entries(request.config)) {
      if (!/^\w+$/.test(key)) throw new Error(`"${key}" is no name of a config var`)
      await writeFile(join(config, key), value, { mode: 0o600 })
    }
    return exportTo(join(inside, buildPlaces.app), request, root, output)
  }

  function exportTo(folder: string, request: BuildRequest, root: string, output: (text: string) => void): Promise<readonly TreeEntry[]> {
    const { exportGit, uploadPath } = options
    return exportSource({ request, folder, scratch: join(root, 'unpacked'), dataDir: data, exportGit, uploadPath, maxBytes: limits.sourceBytes, maxFiles: limits.sourceFiles, output })
  }

  /** One for all builds, never let go. */
  const networkOfBuilds = (): Promise<string> => (options.network === 'none' ? Promise.resolve('none') : networks.hold('builds'))

  async function start(request: BuildRequest, inside: string): Promise<BuildContainer> {
    const { buildId: build, appId: app } = request
    const image = await options.image(request.stack)
    const needs = { image, labels: labelsOf(owner, { app, build }), network: await networkOfBuilds(), cache: await caches.of(app), memoryBytes: limits.memoryBytes, maxProcesses: limits.maxProcesses, endMs: limits.endMs }
    const names = [buildPlaces.app, buildPlaces.cache, buildPlaces.config, buildPlaces.buildpacks, buildPlaces.home].map((path) => path.slice(1))
    return startBuildContainer(docker, needs, ownedTar(inside, names))
  }

  /** What an engine that was killed had begun. */
  async function sweep(): Promise<void> {
    for (const name of await readdir(builds).catch(() => [])) await removeTree(join(builds, name))
    const label = [...filterOf(data).label, labelNames.build]
    for (const { Id: id } of await docker.listContainers({ all: true, filters: { label } })) {
      await docker.getContainer(id).remove({ force: true }).catch((error: unknown) => {
        // Gone, or on its way out.
        if (statusOf(error) !== 404 && statusOf(error) !== 409) throw error
      })
    }
    await sweepImages(docker, data, slugs)
  }

  /** A volume is free when the containers that had it are gone. */
  async function purgeCache(appId: string): Promise<void> {
    await Promise.all([...open].map((build) => (build.appId === appId ? build.closing : null)))
    fresh.add(appId)
    await Promise.all([caches.remove(appId), namesOf(docker, data, startOfUnfinished(appId)).then((names) => dropNames(docker, names))]).catch((error: unknown) => {
      throw dockerFailed('Emptying the build cache', error)
    })
  }

  function admitted<T>(work: () => Promise<T>): Promise<T> {
    if (isStopped) return Promise.reject(new PlatformError('build-interrupted'))
    const under = work()
    const over: Promise<unknown> = under.catch(() => {}).finally(() => opening.delete(over))
    opening.add(over)
    return under
  }

  return {
    open: (request, output) => admitted(() => opened(request, (root) => openWorkspace(request, root, output))),
    openImages: (request, output) => admitted(() => opened(request, (root) => openImages(request, root, output))),
    purgeCache,
    hasSlug: slugs.has,
    removeSlug: slugs.remove,
    forgetApp: async (appId) => {
      await purgeCache(appId)
      fresh.delete(appId)
    },
    stop: async () => {
      isStopped = true
      for (const build of open) build.place.cancel()
      // One that hangs in Docker is the next start's to sweep.
      await withinMs(limits.endMs, Promise.all(opening))
      await Promise.all([...open].map((build) => (build.closing ??= build.place.close())))
      open.clear()
    },
  }
}
