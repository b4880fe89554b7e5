// One network for each app: dynos of an app reach each other and the world, and those of another app not at all. Docker's own ranges of
// addresses are enough for about thirty networks, so one that nothing is in any more is removed, and past those we choose a range ourselves.

import type Docker from 'dockerode'
import { statusOf, wordsOf } from './docker-error.ts'
import { filterOf, isOfServer, labelsOf, type Owner } from './labels.ts'

export type AppNetworks = {
  /** Its name; made when it is not there, or not any more. It stays until it was let go as often, also when this rejected. */
  hold(appId: string): Promise<string>
  /** Removed when nobody holds it for a while. */
  letGo(appId: string): void
  /** The address of this machine in one that is held, or null when Docker says none. */
  gateway(appId: string): Promise<string | null>
  /** Removes all of this data folder that nothing is in. */
  clear(): Promise<void>
}

type Kind = {
  /** An `overlay` reaches over all nodes of a swarm. */
  readonly driver?: 'bridge' | 'overlay'
  /** For servers of add-ons: who is in one reaches this machine, and nobody else who is in it. */
  readonly isForServers?: boolean
  /** How long nobody holds one until it is removed. */
  readonly idleMs?: number
  /** This machine is not at this address any more. */
  readonly left?: (gateway: string) => void
}

/** For measuring networks, and routed nowhere (RFC 2544): nobody's own network is there. */
const ownRange = '198.19'
const ownRanges = 200
const tries = 20

export function createAppNetworks(docker: Docker, owner: Owner, mark: string, { driver = 'bridge', isForServers = false, idleMs = 10_000, left = () => {} }: Kind = {}): AppNetworks {
  /** Made sure of at this moment. */
  const asked = new Map<string, Promise<string>>()
  const leaving = new Map<string, Promise<void>>()
  const holders = new Map<string, number>()
  const gateways = new Map<string, string>()
  const nameOf = (appId: string): string => `dynarium-${mark}-${appId.replace(/[^\w-]/g, '-')}`

  async function ensure(appId: string): Promise<string> {
    await leaving.get(appId)
    const name = nameOf(appId)
    try {
      await docker.getNetwork(name).inspect()
    } catch (error) {
      if (statusOf(error) !== 404) throw error
      await make(name, appId)
    }
    return name
  }

  async function make(name: string, appId: string): Promise<void> {
    const wanted = isForServers
      ? { Name: name, Driver: driver, Labels: labelsOf(owner, { server: appId }), Options: { 'com.docker.network.bridge.enable_icc': 'false' } }
      : { Name: name, Driver: driver, Labels: labelsOf(owner, { app: appId }) }
    try {
      await docker.createNetwork(wanted)
    } catch (error) {
      if (!/non-overlapping|address pool/i.test(wordsOf(error))) throw error
      await makeInOwnRange(docker, wanted)
    }
  }

  function hold(appId: string): Promise<string> {
    holders.set(appId, (holders.get(appId) ?? 0) + 1)
    const network = asked.get(appId) ?? ensure(appId).finally(() => asked.delete(appId))
    asked.set(appId, network)
    return network
  }

  function letGo(appId: string): void {
    const others = (holders.get(appId) ?? 1) - 1
    holders.set(appId, others)
    if (others === 0) setTimeout(() => leave(appId), idleMs).unref()
  }

  function leave(appId: string): void {
    if (holders.get(appId) !== 0 || leaving.has(appId)) return
    holders.delete(appId)
    const gateway = gateways.get(appId)
    gateways.delete(appId)
    if (gateway !== undefined) left(gateway)
    // What is still in use, or not reached, is found at the next start.
    leaving.set(appId, docker.getNetwork(nameOf(appId)).remove().then(() => {}, () => {}).finally(() => leaving.delete(appId)))
  }

  return {
    hold, letGo,
    gateway: async (appId) => {
      const { IPAM: plan } = await docker.getNetwork(nameOf(appId)).inspect()
      const gateway = plan?.Config?.find(({ Gateway: address }) => address !== undefined && address !== '')?.Gateway ?? null
      if (gateway !== null) gateways.set(appId, gateway)
      return gateway
    },
    clear: async () => {
      for (const { Id, Labels } of await docker.listNetworks({ filters: { driver: [driver], ...filterOf(owner.data) } })) {
        if (isOfServer(Labels) !== isForServers) continue
        await docker.getNetwork(Id).remove().catch((error: unknown) => {
          // Gone already, or something of somebody's is still in it.
          if (statusOf(error) !== 404 && statusOf(error) !== 403) throw error
        })
      }
    },
  }
}

/** Others may take a range between the look and the making. */
async function makeInOwnRange(docker: Docker, wanted: Docker.NetworkCreateOptions): Promise<void> {
  for (let turn = 1; ; turn++) {
    const there = await docker.listNetworks()
    const taken = new Set(there.flatMap(({ IPAM: plan }) => plan?.Config ?? []).map(({ Subnet: range }) => range))
    const free = Array.from({ length: ownRanges }, (_, at) => `${ownRange}.${at}.0/24`).find((range) => !taken.has(range))
    if (free === undefined) throw new Error('Docker has no addresses left for one more network: every app with dynos in containers has its own. Stop the dynos of some apps, or remove networks that nobody uses with "docker network prune".')
    try {
      return void (await docker.createNetwork({ ...wanted, IPAM: { Driver: 'default', Config: [{ Subnet: free }] } }))
    } catch (error) {
      if (!/overlaps/i.test(wordsOf(error)) || turn === tries) throw error
    }
  }
}
