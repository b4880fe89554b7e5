// The slug of an app of the stack `container`: one small file that says of which images in the engine its dynos are made. The images
// themselves stay in the engine.

import type Docker from 'dockerode'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { TypeImage } from '../../../engine/ports/build-host.ts'
import { removeTree } from '../../parts/copy-tree.ts'
import { listTree } from '../../parts/list-tree.ts'
import type { OpenSlug, PackSlug } from '../../parts/slug-shelf.ts'
import { statusOf } from '../docker-error.ts'
import type { ImageSays } from './image-command.ts'

export type TypeImages = Readonly<Record<string, TypeImage>>

const file = 'images.json'
const form = z.record(z.string(), z.strictObject({ image: z.string().regex(/^sha256:[0-9a-f]{64}$/), command: z.string() }))

/** `folder` is made, and left for the caller to remove. */
export async function packImages(pack: PackSlug, folder: string, types: TypeImages): Promise<string> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, file), `${JSON.stringify(types, null, 2)}\n`)
  const { slugId } = await pack(folder, await listTree(folder))
  return slugId
}

export type ImageSlugs = {
  /** The image of a process type. A one-off's is that of `web`, or else of the first. Rejects when the slug is not there. */
  imageOf(slugId: string, type: string): Promise<string>
}

const known = 64

export function createImageSlugs(scratch: string, openSlug: OpenSlug): ImageSlugs {
  const slugs = new Map<string, Promise<TypeImages>>()
  let opened = 0

  async function open(slugId: string): Promise<TypeImages> {
    const folder = join(scratch, `images-${++opened}`)
    try {
      await openSlug(slugId, folder)
      return form.parse(JSON.parse(await readFile(join(folder, file), 'utf8')))
    } finally {
      await removeTree(folder)
    }
  }

  function read(slugId: string): Promise<TypeImages> {
    const found = slugs.get(slugId) ?? open(slugId)
    slugs.delete(slugId)
    slugs.set(slugId, found)
    found.catch(() => slugs.delete(slugId))
    for (const [oldest] of slugs) if (slugs.size > known) slugs.delete(oldest)
    return found
  }

  return {
    imageOf: async (slugId, type) => {
      const types = await read(slugId)
      const chosen = (Object.hasOwn(types, type) ? types[type] : undefined) ?? types['web'] ?? Object.values(types)[0]
      if (chosen === undefined) throw new Error('The release names no image.')
      return chosen.image
    },
  }
}

/** What the image says of itself. Rejects in words when it is gone. */
export async function configOf(docker: Docker, image: string): Promise<ImageSays> {
  try {
    return (await docker.getImage(image).inspect()).Config
  } catch (error) {
    if (statusOf(error) !== 404) throw error
    throw new Error(imageIsGone(image), { cause: error })
  }
}

export const imageIsGone = (image: string): string => `The release's image ${image.slice(0, 19)} is not in Docker any more. Deploy that commit again.`
