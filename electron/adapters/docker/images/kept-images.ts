// The images of slugs leave when the slug does. A dyno that stops at this moment may still be made of one, so it is asked for until it goes.

import type Docker from 'dockerode'
import { setTimeout } from 'node:timers/promises'
import type { SlugShelf } from '../../parts/slug-shelf.ts'
import { shortName } from '../stack-data.ts'
import { statusOf } from '../docker-error.ts'
import { dropNames, namesOf, startOfBuilds, startOfSlug } from './image-names.ts'

const againMs = 1000
const tries = 90

export type KeptImages = {
  /** Resolves when they are gone, or when it was given up: the next start sweeps. */
  forget(slugId: string): Promise<void>
  stop(): void
}

export function createKeptImages(docker: Docker, data: string): KeptImages {
  const over = new AbortController()

  async function forget(slugId: string): Promise<void> {
    for (let turn = 1; turn <= tries && !over.signal.aborted; turn++) {
      try {
        return await dropNames(docker, await namesOf(docker, data, startOfSlug(slugId)))
      } catch (error) {
        if (statusOf(error) !== 409) return
        await setTimeout(againMs, undefined, { signal: over.signal }).catch(() => {})
      }
    }
  }

  return { forget, stop: () => over.abort() }
}

/** What an engine that was killed left: images of builds that never ended, and of slugs that are not on the shelf. */
export async function sweepImages(docker: Docker, data: string, slugs: Pick<SlugShelf, 'has'>): Promise<void> {
  const names = await namesOf(docker, data, 'dynarium/')
  const stale = names.filter((name) => {
    const slug = /^dynarium\/app:([0-9a-f]{64})-\d+$/.exec(shortName(name))?.[1]
    return slug === undefined ? shortName(name).startsWith(startOfBuilds) : !slugs.has(`sha256:${slug}`)
  })
  for (const name of stale) await dropNames(docker, [name]).catch(() => {})
}
