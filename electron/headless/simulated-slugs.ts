// Which slugs a simulated platform has, kept over restarts: no archive, only that it was built. Without it the journal's releases
// could not be rolled back to after a restart.

import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BuildHost } from '../engine/ports/build-host.ts'

export function withKeptSlugs(host: BuildHost, folder: string): BuildHost {
  const file = (slugId: string): string => join(folder, slugId.replace(/[^0-9a-f]/g, '-'))
  return {
    ...host,
    open: async (request, output) => {
      const workspace = await host.open(request, output)
      return {
        ...workspace,
        pack: async () => {
          const slug = await workspace.pack()
          await writeFile(file(slug.slugId), JSON.stringify(slug))
          return slug
        },
      }
    },
    hasSlug: (slugId) => host.hasSlug(slugId) || existsSync(file(slugId)),
    removeSlug: async (slugId) => {
      await Promise.all([host.removeSlug(slugId), rm(file(slugId), { force: true })])
    },
  }
}
