// How apps reach the server of an add-on: through a link of the TCP proxy, whose port stays the same when the server behind it starts anew
// on another, and on which every fault on links works.

import type { AddOn } from '../../../shared/domain/add-on.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { WireRefusal } from '../../../shared/wire/wire-refusal.ts'
import type { Random } from '../ports/clock.ts'
import type { Wire } from '../ports/wire.ts'

export type FrontDoor = {
  /** Resolves with the port that it listens on: `wanted`, unless that is taken. Later calls only move it. `part` is of its name, for more than one. */
  open(addOn: AddOn, upstreamPort: number, wanted: number | null, part?: string): Promise<number>
  close(addOnId: string): Promise<void>
  /** Names of the links that are open, of one part or of all. */
  linksOf(addOnId: string, part?: string): string[]
}

/** Below those of dynos, and of outgoing connections. */
const [firstPort, ports, tries] = [10_100, 1800, 20]

export function createFrontDoor(wire: Wire, random: Random): FrontDoor {
  /** Names of links, by add-on and part: an add-on can be renamed, its link keeps its name until the next start. */
  const links = new Map<string, Map<string, string>>()

  async function open(addOn: AddOn, upstreamPort: number, wanted: number | null, part = ''): Promise<number> {
    const upstream = `127.0.0.1:${upstreamPort}`
    const known = links.get(addOn.id)?.get(part)
    if (known !== undefined) return portOf(await wire.update(known, { upstream }))
    const name = part === '' ? addOn.name : `${addOn.name}.${part}`
    const { listen } = await create(name, upstream, wanted, addOn)
    const own = links.get(addOn.id) ?? new Map<string, string>()
    links.set(addOn.id, own.set(part, name))
    return portOf({ listen })
  }

  async function create(name: string, upstream: string, wanted: number | null, addOn: AddOn): Promise<{ readonly listen: string }> {
    for (let attempt = 0; ; attempt += 1) {
      const port = attempt === 0 && wanted !== null ? wanted : attempt < tries ? firstPort + Math.floor(random.next() * ports) : 0
      try {
        return await wire.create({ name, listen: `127.0.0.1:${port}`, upstream })
      } catch (error) {
        if (!(error instanceof WireRefusal)) throw error
        if (error.trouble !== 'taken' || attempt > tries) throw new PlatformError('addon-failed', { service: addOn.service, why: error.message.replace(/\.$/, ''), fix: error.trouble === 'exists' ? `Remove the link ${name} first.` : 'Try again.' })
      }
    }
  }

  async function close(addOnId: string): Promise<void> {
    const own = links.get(addOnId)
    links.delete(addOnId)
    // It may have been removed by Toxiproxy's API.
    await Promise.all([...(own?.values() ?? [])].map((name) => wire.remove(name).catch(() => {})))
  }

  function linksOf(addOnId: string, part?: string): string[] {
    return [...(links.get(addOnId) ?? [])].filter(([key]) => part === undefined || key === part).map(([, name]) => name)
  }

  return { open, close, linksOf }
}

const portOf = ({ listen }: { readonly listen: string }): number => Number(listen.slice(listen.lastIndexOf(':') + 1))
