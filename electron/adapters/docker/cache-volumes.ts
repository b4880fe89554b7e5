// The build cache of each app that builds in containers: a volume with our labels.

import type Docker from 'dockerode'
import { statusOf } from './docker-error.ts'
import { filterOf, labelNames, labelsOf, type Owner } from './labels.ts'

export type CacheVolumes = {
  /** Its name; made when it is not there. */
  of(appId: string): Promise<string>
  remove(appId: string): Promise<void>
}

export function createCacheVolumes(docker: Docker, owner: Owner, mark: string): CacheVolumes {
  return {
    of: async (appId) => {
      const name = `dynarium-${mark}-cache-${appId}`
      // Docker gives the one that is there.
      await docker.createVolume({ Name: name, Labels: labelsOf(owner, { app: appId }) })
      return name
    },
    remove: async (appId) => {
      const label = [...filterOf(owner.data).label, `${labelNames.app}=${appId}`]
      const { Volumes: found } = await docker.listVolumes({ filters: { label } })
      for (const { Name: name } of found ?? []) {
        await docker.getVolume(name).remove().catch((error: unknown) => {
          if (statusOf(error) !== 404) throw error
        })
      }
    },
  }
}
