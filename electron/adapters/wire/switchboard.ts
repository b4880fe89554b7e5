// All proxies, by name. What changes them goes one after the other, so two who ask at once do not fight over a port.

import { addressText, loopbackAddress, refuseLoop } from '../../../shared/wire/address.ts'
import type { Toxic } from '../../../shared/wire/toxic.ts'
import { wireLimits } from '../../../shared/wire/wire-limits.ts'
import { noProxy, noToxic, WireRefusal } from '../../../shared/wire/wire-refusal.ts'
import type { Wire, WireProxy } from '../../engine/ports/wire.ts'
import { pipeLimit } from './byte-limits.ts'
import { createProxy, type Proxy } from './proxy.ts'

export type Switchboard = Omit<Wire, 'apiUrl' | 'connect'>

type Entry = { readonly name: string; listen: string; upstream: string; enabled: boolean; toxics: readonly Toxic[]; readonly proxy: Proxy }

export function createSwitchboard(limits: { readonly proxies: number; readonly connections: number; readonly toxicsPerProxy: number } = wireLimits): Switchboard {
  const entries = new Map<string, Entry>()
  let connections = 0
  let last: Promise<unknown> = Promise.resolve()
  const world = {
    mayEnter: () => connections < limits.connections && (connections += 1) > 0,
    left: () => void (connections -= 1),
    limitBytes: () => pipeLimit(connections),
  }

  function inTurn<Arguments extends readonly unknown[], Answer>(work: (...args: Arguments) => Promise<Answer>): (...args: Arguments) => Promise<Answer> {
    return (...args) => {
      const turn = last.then(() => work(...args))
      last = turn.catch(() => {})
      return turn
    }
  }

  function find(name: string): Entry {
    const entry = entries.get(name)
    if (entry === undefined) throw noProxy(name)
    return entry
  }

  async function create({ name, listen, upstream, enabled = true }: Parameters<Wire['create']>[0]): Promise<WireProxy> {
    if (entries.has(name)) throw new WireRefusal('exists', `There is a proxy ${name} already.`)
    if (entries.size >= limits.proxies) throw new WireRefusal('full', `There are ${limits.proxies} proxies. Remove one first.`)
    const entry: Entry = { name, listen: checked(listen, upstream), upstream, enabled: false, toxics: [], proxy: createProxy(world) }
    if (enabled) await start(entry)
    entries.set(name, entry)
    return facts(entry)
  }

  /** As Toxiproxy: another address restarts it and drops its connections. */
  async function update(name: string, change: Parameters<Wire['update']>[1]): Promise<WireProxy> {
    const entry = find(name)
    const { listen = entry.listen, upstream = entry.upstream, enabled = entry.enabled } = change
    const address = checked(listen, upstream)
    if (address !== entry.listen || upstream !== entry.upstream) {
      await stop(entry)
      entry.listen = address
      entry.upstream = upstream
    }
    if (enabled && !entry.enabled) await start(entry)
    if (!enabled) await stop(entry)
    return facts(entry)
  }

  async function start(entry: Entry): Promise<void> {
    entry.listen = await entry.proxy.start(entry.listen, entry.upstream)
    entry.enabled = true
  }

  async function stop(entry: Entry): Promise<void> {
    entry.enabled = false
    await entry.proxy.stop()
  }

  async function remove(name: string): Promise<void> {
    const entry = find(name)
    entries.delete(name)
    await stop(entry)
  }

  async function addToxic(name: string, toxic: Toxic): Promise<void> {
    const entry = find(name)
    const isThere = entry.toxics.some((one) => one.name === toxic.name)
    if (!isThere && entry.toxics.length >= limits.toxicsPerProxy) throw new WireRefusal('full', `The proxy ${name} has ${limits.toxicsPerProxy} toxics. Remove one first.`)
    setToxics(entry, isThere ? entry.toxics.map((one) => (one.name === toxic.name ? toxic : one)) : [...entry.toxics, toxic])
  }

  async function removeToxic(name: string, toxic: string): Promise<void> {
    const entry = find(name)
    if (!entry.toxics.some((one) => one.name === toxic)) throw noToxic(toxic, name)
    setToxics(entry, entry.toxics.filter((one) => one.name !== toxic))
  }

  function setToxics(entry: Entry, toxics: readonly Toxic[]): void {
    entry.toxics = toxics
    entry.proxy.setToxics(toxics)
  }

  /** Does all it can, and says the first thing it could not do. */
  async function reset(): Promise<number> {
    let count = 0
    let failure: unknown = null
    for (const entry of entries.values()) {
      count += entry.toxics.length
      setToxics(entry, [])
      if (!entry.enabled) await start(entry).catch((error: unknown) => (failure ??= error))
    }
    if (failure !== null) throw failure
    return count
  }

  async function stopAll(): Promise<void> {
    await Promise.all([...entries.values()].map(stop))
    entries.clear()
  }

  return {
    list: async () => [...entries.values()].map(facts),
    create: inTurn(create), update: inTurn(update), remove: inTurn(remove), addToxic: inTurn(addToxic), removeToxic: inTurn(removeToxic), reset: inTurn(reset), stop: inTurn(stopAll),
  }
}

/** The address to listen at. */
function checked(listen: string, upstream: string): string {
  const address = loopbackAddress(listen, 'listen')
  refuseLoop(address, loopbackAddress(upstream, 'upstream'))
  return addressText(address)
}

function facts({ name, listen, upstream, enabled, toxics, proxy }: Entry): WireProxy {
  const { connections, connectionsEver, fromClient, fromUpstream, toUpstream, toClient } = proxy.counts()
  return { name, listen, upstream, enabled, toxics, connections, connectionsEver, bytesFromClient: fromClient, bytesFromUpstream: fromUpstream, bytesToUpstream: toUpstream, bytesToClient: toClient }
}
