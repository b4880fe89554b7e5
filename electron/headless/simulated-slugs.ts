// Which slugs a simulated platform has, kept over restarts: no archive, only that it was built. Without it the journal's releases
// could not be rolled back to after a restart.

import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BuildHost } from '../engine/ports/build-host.ts'

export function withKeptSlugs(host: BuildHost, folder: string): BuildHost {
  const file = (slugId: string): string => join(folder, slugId.replace(/[^0-9a-f]/g, '-'))
  async function kept<T extends { readonly slugId: string }>(packing: Promise<T>): Promise<T> {
    const slug = await packing
    await writeFile(file(slug.slugId), JSON.stringify(slug))
    return slug
  }

  return {
    ...host,
    open: async (request, output) => {
      const workspace = await host.open(request, output)
      return { ...workspace, pack: () => kept(workspace.pack()) }
    },
    openImages: async (request, output) => {
      const workspace = await host.openImages(request, output)
      return { ...workspace, pack: (types) => kept(workspace.pack(types)) }
    },
    hasSlug: (slugId) => host.hasSlug(slugId) || existsSync(file(slugId)),
    removeSlug: async (slugId) => {
      await Promise.all([host.removeSlug(slugId), rm(file(slugId), { force: true })])
    },
  }
}
