// One network for each app: dynos of an app reach each other and the world, and those of another app not at all.

import type Docker from 'dockerode'
import { statusOf } from './docker-error.ts'
import { filterOf, labelsOf, type Owner } from './labels.ts'

export type AppNetworks = {
  /** Its name; made when it is not there, or not any more. */
  of(appId: string): Promise<string>
  /** The address of this machine in it, or null when Docker says none. */
  gateway(appId: string): Promise<string | null>
  /** Removes all of this data folder that nothing is in. */
  clear(): Promise<void>
}

/** An `overlay` reaches over all nodes of a swarm. */
export function createAppNetworks(docker: Docker, owner: Owner, mark: string, driver: 'bridge' | 'overlay' = 'bridge'): AppNetworks {
  /** Asked about at this moment. */
  const asked = new Map<string, Promise<string>>()

  async function ensure(appId: string): Promise<string> {
    const name = `dynarium-${mark}-${appId.replace(/[^\w-]/g, '-')}`
    try {
      await docker.getNetwork(name).inspect()
    } catch (error) {
      if (statusOf(error) !== 404) throw error
      await docker.createNetwork({ Name: name, Driver: driver, Labels: labelsOf(owner, { app: appId }) })
    }
    return name
  }

  function of(appId: string): Promise<string> {
    const network = asked.get(appId) ?? ensure(appId).finally(() => asked.delete(appId))
    asked.set(appId, network)
    return network
  }

  return {
    of,
    gateway: async (appId) => {
      const { IPAM: plan } = await docker.getNetwork(await of(appId)).inspect()
      return plan?.Config?.find(({ Gateway: address }) => address !== undefined && address !== '')?.Gateway ?? null
    },
    clear: async () => {
      for (const { Id } of await docker.listNetworks({ filters: { driver: [driver], ...filterOf(owner.data) } })) {
        await docker.getNetwork(Id).remove().catch((error: unknown) => {
          // Gone already, or something of somebody's is still in it.
          if (statusOf(error) !== 404 && statusOf(error) !== 403) throw error
        })
      }
    },
  }
}
