// Off the network: the container leaves the network of its app, which is the only one it has, and comes back with the address it had, as the
// router knows it by that.

import { statusOf } from '../docker-error.ts'
import { hold, letGo, type Afflicted, type InForce } from '../docker-troubles.ts'

type Place = { readonly network: string; readonly address: string; readonly port: string }

export async function cutNetwork(dyno: Afflicted): Promise<InForce> {
  const { name, docker, container } = dyno
  if (hold(dyno, 'network')) {
    await leave(dyno).catch((error: unknown) => {
      letGo(dyno, 'network')
      throw error
    })
  }
  return {
    changed: [`${name}: its container left its network; it reaches nothing and nobody reaches it.`],
    undo: async () => {
      if (!letGo(dyno, 'network')) return { restored: [`${name}: this fault is over, but another still keeps it off its network.`], residue: [] }
      const { cutFrom: before } = dyno
      if (before === null) return { restored: [], residue: [] }
      dyno.cutFrom = null
      const connect = (endpoint: object): Promise<unknown> => docker.getNetwork(before.network).connect({ Container: container.id, EndpointConfig: endpoint })
      // Some Dockers let nobody choose an address, and another container may have it by now.
      await connect({ IPAMConfig: { IPv4Address: before.address } }).catch((error: unknown) => {
        if (statusOf(error) === 0 || statusOf(error) === 404) throw error
        return connect({})
      })
      const now = await placeOf(dyno)
      const isSame = now !== null && (dyno.isDirect ? now.address === before.address : now.port === before.port)
      if (!isSame) return { restored: [], residue: [`${name}: it is back on its network with another address, so the router does not find it. Restart it.`] }
      return { restored: [`${name}: its container is back on its network, with the address it had.`], residue: [] }
    },
  }
}

async function leave(dyno: Afflicted): Promise<void> {
  const place = await placeOf(dyno)
  if (place === null) throw new Error(`${dyno.name} is on no network already. Restart it.`)
  await dyno.docker.getNetwork(place.network).disconnect({ Container: dyno.container.id })
  dyno.cutFrom = place
}

async function placeOf({ container }: Afflicted): Promise<Place | null> {
  const { NetworkSettings: settings } = await container.inspect()
  const [first] = Object.entries(settings.Networks)
  if (first === undefined) return null
  const [published] = Object.values(settings.Ports)
  return { network: first[0], address: first[1].IPAddress, port: published?.[0]?.HostPort ?? '' }
}
