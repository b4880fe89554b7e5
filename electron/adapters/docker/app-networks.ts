// One network for each app: dynos of an app reach each other and the world, and those of another app not at all.

import type Docker from 'dockerode'
import { statusOf } from './docker-error.ts'
import { filterOf, labelsOf, type Owner } from './labels.ts'

export type AppNetworks = {
  /** Its name; made when it is not there. */
  of(appId: string): Promise<string>
  /** Removes all of this data folder that nothing is in. */
  clear(): Promise<void>
}

export function createAppNetworks(docker: Docker, owner: Owner, mark: string): AppNetworks {
  const made = new Map<string, Promise<string>>()

  async function make(appId: string): Promise<string> {
    const name = `dynarium-${mark}-${appId.replace(/[^\w-]/g, '-')}`
    const found = await docker.listNetworks({ filters: { name: [name], ...filterOf(owner.data) } })
    if (found.some((network) => network.Name === name)) return name
    await docker.createNetwork({ Name: name, Driver: 'bridge', Labels: labelsOf(owner, { app: appId }) })
    return name
  }

  return {
    of: (appId) => {
      const network = made.get(appId) ?? make(appId)
      made.set(appId, network)
      network.catch(() => made.delete(appId))
      return network
    },
    clear: async () => {
      made.clear()
      for (const { Id } of await docker.listNetworks({ filters: filterOf(owner.data) })) {
        await docker.getNetwork(Id).remove().catch((error: unknown) => {
          // Gone already, or something of somebody's is still in it.
          if (statusOf(error) !== 404 && statusOf(error) !== 403) throw error
        })
      }
    },
  }
}
