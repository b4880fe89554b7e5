// Disks of servers that are full or slow, by PostgreSQL's own means, so that it is the same on every host and nothing of the machine's disk is taken.
// Full: it is read-only, as managed databases are made before their disk is really full, because one that can not write its log stops as a whole.
// Slow: it waits before each flush of its log, holding the lock that it holds for a disk (commit_delay). Both are settings beside those of the plan:
// they outlive a crash of the server, as a full disk does, and are gone with the next configuration that is made without them.

import type { Relief } from '../../ports/dyno-runtime.ts'
import type { AddOnServers, ServerTrouble } from '../../platform/addon-servers.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import type { PostgresServer } from '../../../../shared/domain/postgres.ts'
import type { ServerSettings } from '../../ports/postgres-host.ts'
import type { PostgresContext } from './context.ts'

/** By server, then by lease. */
export type ServerTroubles = Map<string, Map<string, ServerTrouble>>

const [lookMs, looks] = [20, 150]
const asked = { timeoutMs: 3000, maxRows: 1 } as const

/** What the leases on a server come to: of two slow disks the slower one. */
export function settingsOf(troubles: ReadonlyMap<string, ServerTrouble> | undefined): ServerSettings {
  const all = [...(troubles?.values() ?? [])]
  const flushMs = Math.max(0, ...all.map((one) => (one.kind === 'slow-disk' ? one.flushMs : 0)))
  return {
    ...(all.some(({ kind }) => kind === 'disk-full') ? { default_transaction_read_only: 'on' } : {}),
    ...(flushMs > 0 ? { commit_delay: String(flushMs * 1000), commit_siblings: '0' } : {}),
  }
}

export function createDiskTroubles(context: PostgresContext): Pick<AddOnServers, 'afflict' | 'relieve'> {
  const { host, troubles, desk } = context

  function nameOf(addOnId: string, { role }: PostgresServer): string {
    return `The ${role} of ${desk.kernel.state.addOns[addOnId]?.name ?? addOnId}`
  }

  const serverOf = (addOnId: string, serverId: string): PostgresServer | null => context.database(addOnId)?.servers.find(({ id }) => id === serverId) ?? null

  async function afflict(addOnId: string, serverId: string, leaseId: string, trouble: ServerTrouble): Promise<readonly string[]> {
    const server = serverOf(addOnId, serverId)
    if (server === null) throw new PlatformError('postgres-server', { server: serverId, why: 'it is gone' })
    if (server.role !== 'primary') throw new PlatformError('postgres-server', { server: serverId, why: `it is a ${server.role} and takes no writes of its own. Aim at the primary` })
    troubles.set(serverId, (troubles.get(serverId) ?? new Map<string, ServerTrouble>()).set(leaseId, trouble))
    try {
      await apply(addOnId, serverId)
    } catch (error) {
      forget(serverId, leaseId)
      await context.configure(addOnId, serverId).catch(desk.onTrouble)
      throw error
    }
    return said(nameOf(addOnId, server), trouble)
  }

  async function relieve(addOnId: string, serverId: string, leaseId: string): Promise<Relief> {
    const trouble = troubles.get(serverId)?.get(leaseId)
    const server = serverOf(addOnId, serverId)
    forget(serverId, leaseId)
    if (trouble === undefined || server === null) return { restored: [], residue: [] }
    const name = nameOf(addOnId, server)
    const isThere = await apply(addOnId, serverId)
    const still = [...(troubles.get(serverId)?.values() ?? [])].some(({ kind }) => kind === trouble.kind)
    if (still) return { restored: [`${name}: this fault is over, but another of its kind is still in force.`], residue: [] }
    return { restored: [`${name} ${trouble.kind === 'disk-full' ? 'takes writes again' : 'commits without waiting again'}${isThere ? '' : ' as soon as it answers again'}.`], residue: [] }
  }

  function forget(serverId: string, leaseId: string): void {
    const left = troubles.get(serverId)
    left?.delete(leaseId)
    if (left?.size === 0) troubles.delete(serverId)
  }

  /** Resolves with whether it is in force already: what does not run, or is held still, has it when it goes on. */
  async function apply(addOnId: string, serverId: string): Promise<boolean> {
    await context.configure(addOnId, serverId)
    if ((await host.list()).find(({ id }) => id === serverId)?.state !== 'running') return false
    const { default_transaction_read_only: readOnly = 'off', commit_delay: delay = '0' } = settingsOf(troubles.get(serverId))
    for (let look = 0; look < looks; look++) {
      const { rows } = await host.sql(serverId, 'postgres', `SELECT current_setting('default_transaction_read_only'), current_setting('commit_delay')`, [], asked)
      if (rows[0]?.[0] === readOnly && rows[0][1] === delay) return true
      await context.pause(lookMs)
    }
    throw new PlatformError('postgres-server', { server: serverId, why: `it did not take over its new settings within ${(lookMs * looks) / 1000} s` })
  }

  return { afflict, relieve }
}

function said(name: string, trouble: ServerTrouble): readonly string[] {
  if (trouble.kind === 'slow-disk') return [`${name}: each flush of its log, and so each commit, takes ${trouble.flushMs} ms longer (commit_delay). The machine's disk is as fast as ever, and reads are not slowed.`]
  return [
    `${name} refuses writes as for want of space: transactions that begin now are read-only, and PostgreSQL says "cannot execute INSERT in a read-only transaction" (25006).`,
    `${name}: the machine's disk is not filled. A disk that is really full says "No space left on device" (53100) for tables that grow, and stops the server when its log can not grow.`,
  ]
}
