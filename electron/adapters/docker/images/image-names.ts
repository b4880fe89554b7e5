// The images of apps, as they are named and found: by the label of their data folder and these names. What has one of the names is
// kept; an image goes with its last one.

import type Docker from 'dockerode'
import { filterOf } from '../labels.ts'
import { statusOf } from '../docker-error.ts'
import { shortName } from '../stack-data.ts'

export type ImageName = { readonly repo: string; readonly tag: string }

/** Of a build under way, by its number in the build. */
export const buildName = (buildId: string, number: number): ImageName => ({ repo: 'dynarium/build', tag: `${buildId}-${number}` })
/** The last step that succeeded of a build that did not: the next one goes on from there. */
export const unfinishedName = (appId: string, number: number): ImageName => ({ repo: 'dynarium/unfinished', tag: `${appId}-${number}` })
/** Of a slug, which is named by 64 hex digits. */
export const keptName = (slugId: string, number: number): ImageName => ({ repo: 'dynarium/app', tag: `${hexOf(slugId)}-${number}` })

export const textOf = ({ repo, tag }: ImageName): string => `${repo}:${tag}`
const hexOf = (slugId: string): string => slugId.slice(slugId.indexOf(':') + 1)

/** Names of images of this data folder that begin so. */
export async function namesOf(docker: Docker, data: string, start: string): Promise<readonly string[]> {
  const images = await docker.listImages({ filters: filterOf(data) })
  return images.flatMap(({ RepoTags }) => RepoTags ?? []).filter((name) => shortName(name).startsWith(start))
}

/** Takes the names away, and the images that have no other. Rejects with what Docker says when a container needs one of them. */
export async function dropNames(docker: Docker, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await docker.getImage(name).remove().catch((error: unknown) => {
      if (statusOf(error) !== 404) throw error
    })
  }
}

export const startOfBuild = (buildId: string): string => `dynarium/build:${buildId}-`
export const startOfBuilds = 'dynarium/build:'
export const startOfUnfinished = (appId: string): string => `dynarium/unfinished:${appId}-`
export const startOfSlug = (slugId: string): string => `dynarium/app:${hexOf(slugId)}-`
