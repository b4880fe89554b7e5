// The room of links: shows the TCP proxies between dynos and their backing services. Heroku has none; the words are Toxiproxy's. What is
// done to a link is a fault, or comes in by Toxiproxy's API.

import type { ProxyFacts } from '../../../shared/protocol/calls.ts'
import { attributesOf } from '../../../shared/wire/attributes.ts'
import type { Room } from '../journal/room.ts'
import type { Wire, WireProxy } from '../ports/wire.ts'

export function createWireRoom(wire: Wire): Room {
  return {
    calls: { 'proxies:list': async () => ({ apiUrl: wire.apiUrl, proxies: (await wire.list()).map(shown) }) },
    stop: wire.stop,
  }
}

function shown(proxy: WireProxy): ProxyFacts {
  return { ...proxy, toxics: proxy.toxics.map(({ settings, ...toxic }) => ({ ...toxic, type: settings.type, attributes: { ...attributesOf(settings) } })) }
}
