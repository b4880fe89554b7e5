// Less processor time, by the container's own quota: the kernel stops all of it together for the rest of each tenth of a second.

import type { Afflicted, InForce } from '../docker-troubles.ts'

const period = 100_000
const least = 1000
const none = -1

export async function limitCpu(dyno: Afflicted, percent: number): Promise<InForce> {
  const { name, quotas } = dyno
  quotas.push(percent)
  await apply(dyno).catch((error: unknown) => {
    quotas.splice(quotas.indexOf(percent), 1)
    throw error
  })
  return {
    changed: [`${name}: all its processes together get at most ${percent} % of one core, by the quota of its container.`],
    undo: async () => {
      quotas.splice(quotas.indexOf(percent), 1)
      await apply(dyno)
      return { restored: [quotas.length > 0 ? `${name}: this limit is over, but another still holds it at ${Math.min(...quotas)} %.` : `${name}: its container has no quota of processor time any more.`], residue: [] }
    },
  }
}

/** The narrowest of them holds. */
async function apply({ container, quotas }: Afflicted): Promise<void> {
  const quota = quotas.length === 0 ? none : Math.max(least, Math.round((Math.min(...quotas) / 100) * period))
  await container.update({ CpuPeriod: period, CpuQuota: quota })
}
