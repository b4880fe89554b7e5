// Links without sockets: they keep what they were told, so that faults on them can be tried where nothing flows.

import type { Toxic } from '../../../shared/wire/toxic.ts'
import type { Wire, WireProxy } from '../ports/wire.ts'

export function createSimulatedWire(): Wire {
  const proxies = new Map<string, WireProxy>()
  const find = (name: string): WireProxy => {
    const found = proxies.get(name)
    if (found === undefined) throw new Error(`There is no proxy ${name}.`)
    return found
  }
  const change = (name: string, changes: Partial<WireProxy>): WireProxy => {
    const next = { ...find(name), ...changes }
    proxies.set(name, next)
    return next
  }
  const without = (toxics: readonly Toxic[], name: string): Toxic[] => toxics.filter((toxic) => toxic.name !== name)
  return {
    apiUrl: null,
    list: async () => [...proxies.values()],
    create: async ({ name, listen, upstream, enabled = true }) => {
      const made = { name, listen, upstream, enabled, toxics: [], connections: 0, connectionsEver: 0, bytesToUpstream: 0, bytesToClient: 0 }
      proxies.set(name, made)
      return made
    },
    update: async (name, changes) => change(name, changes),
    remove: async (name) => void proxies.delete(name),
    addToxic: async (name, toxic) => void change(name, { toxics: [...without(find(name).toxics, toxic.name), toxic] }),
    removeToxic: async (name, toxic) => void change(name, { toxics: without(find(name).toxics, toxic) }),
    reset: async () => {
      const count = [...proxies.values()].reduce((sum, proxy) => sum + proxy.toxics.length, 0)
      for (const name of proxies.keys()) change(name, { toxics: [], enabled: true })
      return count
    },
    stop: async () => {},
  }
}
