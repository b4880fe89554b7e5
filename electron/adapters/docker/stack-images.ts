// The images of stacks in the engine: known by their label or by their name. No other image is ever listed or touched.

import type Docker from 'dockerode'
import type { ContainerInfo, ImageInfo } from 'dockerode'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { StackImage } from '../../../shared/protocol/containers.ts'
import { statusOf } from './docker-error.ts'
import { engineRefused, imageTrouble, isNotThere } from './image-trouble.ts'
import { buildStackOf, nameOf, shortName, stackLabels, stackNamed, type StackSource } from './stack-data.ts'

export async function listStackImages(docker: Docker, sources: readonly StackSource[]): Promise<readonly StackImage[]> {
  const [images, containers] = await Promise.all([docker.listImages(), docker.listContainers({ all: true })])
  return describeAll(images, containers, sources)
}

function describeAll(images: readonly ImageInfo[], containers: readonly ContainerInfo[], sources: readonly StackSource[]): readonly StackImage[] {
  const current = new Set(images.filter(({ RepoTags }) => (RepoTags ?? []).some((name) => shortName(name).startsWith('dynarium/stack:'))).map(({ Id }) => Id))
  return images
    .flatMap((image) => {
      const stack = stackOf(image, sources)
      return stack === null ? [] : [describe(image, stack, containers.filter(({ ImageID }) => ImageID === image.Id).length, current.has(image.Id))]
    })
    .sort((a, b) => a.stack.localeCompare(b.stack) || Number(b.isCurrent) - Number(a.isCurrent) || b.createdAt - a.createdAt || a.id.localeCompare(b.id))
}

/** By its id or one of its names; nothing but the image of a stack. */
export async function requireStackImage(docker: Docker, sources: readonly StackSource[], image: string): Promise<StackImage> {
  const found = (await listStackImages(docker, sources)).find(({ id, names }) => id === image || names.includes(image))
  if (found === undefined) throw new PlatformError('image-not-found', { image })
  return found
}

export async function removeStackImage(docker: Docker, sources: readonly StackSource[], image: string): Promise<void> {
  const { id, names, stack, usedBy } = await requireStackImage(docker, sources, image)
  const inUse = (count: string): PlatformError => new PlatformError('image-in-use', { image: names[0] ?? stack, count })
  if (usedBy > 0) throw inUse(usedBy === 1 ? '1 container' : `${usedBy} containers`)
  try {
    // With its last name an image goes; one without a name goes by its id.
    for (const name of names.length === 0 ? [id] : names) await docker.getImage(name).remove()
  } catch (error) {
    if (statusOf(error) === 409) throw inUse('a container or another image')
    if (!isNotThere(error)) throw imageTrouble(error, false, engineRefused)
  }
}

/** What dynos of the stack start from. Builds may run in the image of the stack itself where that brings what builds need. */
export async function imageOfStack(docker: Docker, sources: readonly StackSource[], stack: string): Promise<string> {
  // Every dyno that starts asks this, so it is not asked who uses the images.
  const images = describeAll(await docker.listImages(), [], sources)
  const current = (wanted: string): StackImage | undefined => {
    const own = images.filter((image) => image.stack === wanted)
    return own.find(({ isCurrent }) => isCurrent) ?? own[0]
  }
  const found = current(stack) ?? (await ofWholeStack(docker, sources.find((source) => buildStackOf(source.stack) === stack), current))
  if (found === undefined) throw new PlatformError('image-missing', { stack })
  return found.id
}

async function ofWholeStack(docker: Docker, source: StackSource | undefined, current: (stack: string) => StackImage | undefined): Promise<StackImage | undefined> {
  const whole = source === undefined ? undefined : current(source.stack)
  if (whole === undefined) return undefined
  const { Config } = await docker.getImage(whole.id).inspect()
  return Config.Labels?.[stackLabels.builds] === 'true' ? whole : undefined
}

/** Gives the image the name by which dynos of the stack find it. */
export async function nameStackImage(docker: Docker, image: string, stack: string): Promise<void> {
  await docker.getImage(image).tag(nameOf(stack))
}

function stackOf({ Labels, RepoTags }: ImageInfo, sources: readonly StackSource[]): string | null {
  const byName = (RepoTags ?? []).map((name) => stackNamed(name, sources)).find((stack) => stack !== null)
  return Labels?.[stackLabels.stack] || (byName ?? null)
}

function describe(image: ImageInfo, stack: string, usedBy: number, isCurrent: boolean): StackImage {
  const names = (image.RepoTags ?? []).filter((name) => !name.includes('<none>')).map(shortName)
  const [from, digest] = (image.RepoDigests ?? []).map((name) => shortName(name).split('@')).find(([repo, hash]) => hash?.startsWith('sha256:') === true && repo !== 'dynarium/stack' && repo !== '<none>') ?? []
  return {
    stack, id: image.Id, names, digest: digest ?? null, sizeBytes: image.Size, createdAt: image.Created * 1000, usedBy, isCurrent,
    from: image.Labels?.[stackLabels.from] ?? (from === undefined ? 'not known' : `pulled from ${from}`),
  }
}
