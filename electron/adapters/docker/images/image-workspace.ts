// One build of images: its source on this machine, its images in the engine, under names of the build until they are packed.

import type Docker from 'dockerode'
import { basename, join } from 'node:path'
import type { BuiltImage, ImageOrder, ImageWorkspace } from '../../../engine/ports/build-host.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import { removeTree } from '../../parts/copy-tree.ts'
import { withDiskFull } from '../../parts/disk-full.ts'
import type { TreeEntry } from '../../parts/list-tree.ts'
import type { PackSlug } from '../../parts/slug-shelf.ts'
import { createSourceTree } from '../../parts/source-tree.ts'
import { isNoSpace } from '../build-container.ts'
import { dockerFailed, statusOf, wordsOf } from '../docker-error.ts'
import { buildContext } from './build-context.ts'
import { buildDockerfile } from './dockerfile-build.ts'
import { ownCommand } from './image-command.ts'
import { buildName, dropNames, keptName, namesOf, startOfBuild, startOfUnfinished, textOf, unfinishedName } from './image-names.ts'
import { packImages, type TypeImages } from './image-slug.ts'

export type ImageSite = {
  readonly docker: Docker
  readonly data: string
  readonly buildId: string
  readonly appId: string
  /** On this machine: of the build, and of its source in there. */
  readonly root: string
  readonly source: string
  readonly entries: readonly TreeEntry[]
  readonly labels: Readonly<Record<string, string>>
  readonly network: string
  readonly memoryBytes: number
  /** How this machine reaches the world; the builder knows proxies by these names. */
  readonly variables: Readonly<Record<string, string>>
  readonly isFresh: boolean
  readonly pack: PackSlug
}

const proxies = /^(https?|ftp|no|all)_proxy$/i

export function createImageWorkspace(site: ImageSite): ImageWorkspace {
  const { docker, buildId, appId } = site
  const over = new AbortController()
  const { signal } = over
  const sizes = new Map<string, number>()
  const proxyArgs = Object.fromEntries(Object.entries(site.variables).filter(([name]) => proxies.test(name)))
  let count = 0
  let working: Promise<unknown> = Promise.resolve()
  let closing: Promise<void> | null = null

  async function build(order: ImageOrder, output: (text: string) => void): Promise<BuiltImage> {
    check()
    const number = ++count
    const name = buildName(buildId, number)
    try {
      const context = await buildContext(site.source, site.entries, order.dockerfile)
      await buildDockerfile(docker, {
        context, dockerfile: basename(order.dockerfile), target: order.target, args: { ...proxyArgs, ...order.args }, labels: site.labels, name, unfinished: unfinishedName(appId, number),
        network: site.network, memoryBytes: site.memoryBytes, isFresh: site.isFresh, signal, output,
      })
    } catch (error) {
      throw troubleOf(error, order)
    }
    check()
    const { Id: image, Size: bytes, RootFS: { Layers: layers = [] }, Config: config } = await docker.getImage(textOf(name)).inspect()
    sizes.set(image, bytes)
    return { image, bytes, layers: layers.length, volumes: Object.keys(config.Volumes ?? {}), command: ownCommand(config) }
  }

  function troubleOf(error: unknown, { name, dockerfile }: ImageOrder): PlatformError {
    if (signal.aborted) return new PlatformError('build-cancelled')
    if (error instanceof PlatformError) return error
    const why = wordsOf(error).replace(/\.$/, '')
    if (isNoSpace(why)) return new PlatformError('disk-full', { what: `the image for ${name}` })
    if (isAway(error)) return dockerFailed('The build', error)
    return new PlatformError('image-step-failed', { name, dockerfile, why })
  }

  async function pack(types: TypeImages): ReturnType<ImageWorkspace['pack']> {
    check()
    const slugId = await withDiskFull('the slug', () => packImages(site.pack, join(site.root, 'images'), types))
    check()
    const images = [...new Set(Object.values(types).map(({ image }) => image))]
    for (const [index, image] of images.entries()) await docker.getImage(image).tag(keptName(slugId, index + 1)).catch((error: unknown) => { throw dockerFailed('Keeping the images', error) })
    // Also of images that the manifest does not name any more.
    await dropNames(docker, await namesOf(docker, site.data, startOfUnfinished(appId))).catch(() => {})
    return { slugId, files: images.length, bytes: images.reduce((sum, image) => sum + (sizes.get(image) ?? 0), 0) }
  }

  async function close(): Promise<void> {
    over.abort()
    await working.catch(() => {})
    // What Docker is not there for now, the next start sweeps.
    await namesOf(docker, site.data, startOfBuild(buildId)).then((names) => dropNames(docker, names)).catch(() => {})
    await removeTree(site.root)
  }

  function check(): void {
    if (signal.aborted) throw new PlatformError('build-cancelled')
  }

  function busy<T>(work: Promise<T>): Promise<T> {
    working = work
    return work
  }

  return {
    tree: createSourceTree(site.source, site.entries),
    build: (order, output) => busy(build(order, output)),
    pack: (types) => busy(pack(types)),
    cancel: () => over.abort(),
    close: () => (closing ??= close()),
  }
}

/** The builder itself answers 200 and says in its stream what went wrong, or refuses the Dockerfile with 400. */
const isAway = (error: unknown): boolean => statusOf(error) === 0 && (error as { code?: unknown } | null)?.code !== undefined
