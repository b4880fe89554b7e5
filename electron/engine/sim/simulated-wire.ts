// Links without sockets: they keep what they were told, by the real one's rules, so that faults on them can be tried where nothing flows.

import { addressText, loopbackAddress, refuseLoop } from '../../../shared/wire/address.ts'
import type { Toxic } from '../../../shared/wire/toxic.ts'
import { wireLimits } from '../../../shared/wire/wire-limits.ts'
import { noProxy, noToxic, WireRefusal } from '../../../shared/wire/wire-refusal.ts'
import type { Wire, WireProxy, WireSink } from '../ports/wire.ts'

const firstFreePort = 40_000
const nothingYet = { toxics: [], connections: 0, connectionsEver: 0, bytesFromClient: 0, bytesFromUpstream: 0, bytesToUpstream: 0, bytesToClient: 0 }

export function createSimulatedWire(): Wire {
  const proxies = new Map<string, WireProxy>()
  let nextPort = firstFreePort
  let sink: WireSink | null = null

  function find(name: string): WireProxy {
    const found = proxies.get(name)
    if (found === undefined) throw noProxy(name)
    return found
  }

  function change(name: string, changes: Partial<WireProxy>): WireProxy {
    const next = { ...find(name), ...changes }
    proxies.set(name, next)
    return next
  }

  /** Where it would listen. */
  function place(listen: string, upstream: string, owner: string): string {
    const address = loopbackAddress(listen, 'listen')
    refuseLoop(address, loopbackAddress(upstream, 'upstream'))
    const port = address.port === 0 ? nextPort++ : address.port
    const text = addressText({ ...address, port })
    const other = [...proxies.values()].find((proxy) => proxy.listen === text && proxy.enabled && proxy.name !== owner)
    if (other !== undefined) throw new WireRefusal('taken', `${text} is taken. Choose another port, or 0 for any that is free.`)
    return text
  }

  async function create({ name, listen, upstream, enabled = true }: Parameters<Wire['create']>[0]): Promise<WireProxy> {
    if (proxies.has(name)) throw new WireRefusal('exists', `There is a proxy ${name} already.`)
    if (proxies.size >= wireLimits.proxies) throw new WireRefusal('full', `There are ${wireLimits.proxies} proxies. Remove one first.`)
    proxies.set(name, { ...nothingYet, name, listen: place(listen, upstream, name), upstream, enabled })
    return find(name)
  }

  async function update(name: string, { listen, upstream, enabled }: Parameters<Wire['update']>[1]): Promise<WireProxy> {
    const now = find(name)
    const next = { upstream: upstream ?? now.upstream, enabled: enabled ?? now.enabled }
    return change(name, { ...next, listen: place(listen ?? now.listen, next.upstream, name) })
  }

  async function addToxic(name: string, toxic: Toxic): Promise<void> {
    const { toxics } = find(name)
    const isThere = toxics.some((one) => one.name === toxic.name)
    if (!isThere && toxics.length >= wireLimits.toxicsPerProxy) throw new WireRefusal('full', `The proxy ${name} has ${wireLimits.toxicsPerProxy} toxics. Remove one first.`)
    change(name, { toxics: isThere ? toxics.map((one) => (one.name === toxic.name ? toxic : one)) : [...toxics, toxic] })
  }

  async function removeToxic(name: string, toxic: string): Promise<void> {
    const { toxics } = find(name)
    if (!toxics.some((one) => one.name === toxic)) throw noToxic(toxic, name)
    change(name, { toxics: toxics.filter((one) => one.name !== toxic) })
  }

  async function reset(): Promise<number> {
    await sink?.resetting()
    const count = [...proxies.values()].reduce((sum, proxy) => sum + proxy.toxics.length, 0)
    for (const name of proxies.keys()) change(name, { toxics: [], enabled: true })
    return count
  }

  return {
    apiUrl: null, create, update, addToxic, removeToxic, reset,
    connect: (connected) => void (sink = connected),
    list: async () => [...proxies.values()],
    remove: async (name) => void proxies.delete(find(name).name),
    stop: async () => {},
  }
}
