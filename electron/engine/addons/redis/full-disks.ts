// Redis nodes whose disk is full as long as a lease holds; one that starts again meanwhile has it full again. A slow disk is not felt: Redis answers
// from memory and writes its file behind.

import type { Relief } from '../../ports/dyno-runtime.ts'
import type { RedisHost } from '../../ports/redis-host.ts'
import type { ServerTrouble } from '../../platform/addon-servers.ts'

export type FullDisks = {
  /** `name`: as people know it, with its role. */
  afflict(id: string, name: string, leaseId: string, trouble: ServerTrouble): Promise<readonly string[]>
  relieve(id: string, name: string, leaseId: string): Promise<Relief>
  /** It was started. */
  again(id: string): Promise<void>
}

export function createFullDisks(host: RedisHost): FullDisks {
  const leases = new Map<string, Set<string>>()

  async function afflict(id: string, name: string, leaseId: string, { kind }: ServerTrouble): Promise<readonly string[]> {
    if (kind === 'slow-disk') throw new Error('Redis answers from memory and writes its file behind, so nobody feels a slow disk. Put latency on its link')
    const before = leases.get(id) ?? new Set<string>()
    leases.set(id, before.add(leaseId))
    try {
      return (await host.fillDisk(id)).map((text) => `${name}: ${text}`)
    } catch (error) {
      await relieve(id, name, leaseId)
      throw error
    }
  }

  async function relieve(id: string, name: string, leaseId: string): Promise<Relief> {
    const held = leases.get(id)
    if (held?.delete(leaseId) !== true) return { restored: [], residue: [] }
    if (held.size > 0) return { restored: [`${name}: this fault is over, but another still keeps it from writing.`], residue: [] }
    leases.delete(id)
    await host.freeDisk(id)
    return { restored: [`${name} writes its file and takes changes again, or is gone.`], residue: [] }
  }

  return {
    afflict, relieve,
    again: async (id) => {
      if (leases.has(id)) await host.fillDisk(id)
    },
  }
}
