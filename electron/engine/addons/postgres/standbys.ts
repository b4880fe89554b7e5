// The standby of a premium database: built from its primary while that works, kept in step, told as lost when it does not answer. Its log
// comes through the primary's link for replication. With synchronous replication a commit waits for it.

import { standbyOf, type PostgresServer } from '../../../../shared/domain/postgres.ts'
import type { Cause } from '../../../../shared/protocol/events.ts'
import { quick, type PostgresContext } from './context.ts'
import { at } from './fleet.ts'
import { stemOf } from './hosts.ts'

export type Standbys = {
  /** Builds one unless there is one. Tries again until it is there or the database is gone. */
  ensure(addOnId: string, cause: Cause): void
  /** Told, taken away, and built anew. */
  lost(addOnId: string, serverId: string, why: string): void
  /** Whether commits wait for the standby: by the setting, and whether there is one. */
  applyReplication(addOnId: string): Promise<void>
}

const againMs = 2000
const streamingMs = 60_000
const lookMs = 50

export function createStandbys(context: PostgresContext): Standbys {
  const { host, fleet, desk, pause } = context
  const { kernel } = desk
  const building = new Set<string>()

  function ensure(addOnId: string, cause: Cause): void {
    if (building.has(addOnId)) return
    building.add(addOnId)
    void keepTrying(addOnId, cause).catch(desk.onTrouble).finally(() => building.delete(addOnId))
  }

  async function keepTrying(addOnId: string, cause: Cause): Promise<void> {
    while (context.isOpen() && isWanted(addOnId)) {
      try {
        return await context.inTurn(addOnId, () => build(addOnId, cause))
      } catch (error) {
        if (!context.isOpen()) return
        desk.onTrouble(error)
        await pause(againMs)
      }
    }
  }

  function isWanted(addOnId: string): boolean {
    const database = context.database(addOnId)
    return database !== null && kernel.state.addOns[addOnId]?.state === 'provisioned' && database.isHa && standbyOf(database) === null
  }

  async function build(addOnId: string, cause: Cause): Promise<void> {
    const database = context.database(addOnId)
    const primary = database?.servers.find(({ role }) => role === 'primary')
    const addOn = kernel.state.addOns[addOnId]
    if (database === null || primary?.ports == null || addOn === undefined || !isWanted(addOnId)) return
    const begun = kernel.clock.now()
    const id = await fleet.freeId(stemOf(addOnId, database.kind), database.lastServer)
    try {
      await host.standby(id, { of: primary.id, via: at(primary.ports.replication), settings: context.settingsFor(addOnId, desk.planOf(addOn)) })
      const ports = await fleet.open({ id, ports: null })
      await untilStreaming(primary.id, id)
      if (!context.isOpen() || context.database(addOnId) === null) return
      kernel.commit(cause, [{ type: 'postgres.standbyReady', app: addOn.appId, data: { addOnId, server: { id, role: 'standby', ports }, tookMs: kernel.clock.now() - begun } }])
    } catch (error) {
      await fleet.remove(id).catch(desk.onTrouble)
      await host.release(primary.id, id).catch(() => {})
      throw error
    }
    await applyReplication(addOnId)
  }

  async function untilStreaming(primaryId: string, id: string): Promise<void> {
    for (let waited = 0; waited < streamingMs; waited += lookMs) {
      const { rows } = await host.sql(primaryId, 'postgres', `SELECT 1 FROM pg_stat_replication WHERE application_name = $1 AND state = 'streaming'`, [id], quick)
      if (rows.length > 0) return
      await pause(lookMs)
    }
    throw new Error(`The standby ${id} did not begin to stream within ${streamingMs / 1000} s.`)
  }

  function lost(addOnId: string, serverId: string, why: string): void {
    const addOn = kernel.state.addOns[addOnId]
    if (!context.isOpen() || addOn === undefined || context.database(addOnId)?.servers.some(({ id, role }) => id === serverId && role === 'standby') !== true) return
    const [event] = kernel.commit({ kind: 'observed', text: `the standby did not answer: ${why}` }, [{ type: 'postgres.standbyLost', app: addOn.appId, data: { addOnId, serverId, why } }])
    const cause: Cause = event === undefined ? { kind: 'platform', text: 'the standby is lost' } : { kind: 'event', seq: event.seq }
    void clearAway(addOnId, serverId).catch(desk.onTrouble).then(() => ensure(addOnId, cause))
  }

  async function clearAway(addOnId: string, serverId: string): Promise<void> {
    await applyReplication(addOnId)
    await fleet.remove(serverId)
    const primary = primaryIn(addOnId)
    if (primary !== null) await host.release(primary.id, serverId)
  }

  async function applyReplication(addOnId: string): Promise<void> {
    const primary = primaryIn(addOnId)
    if (primary !== null) await context.configure(addOnId, primary.id)
  }

  const primaryIn = (addOnId: string): PostgresServer | null => context.database(addOnId)?.servers.find(({ role }) => role === 'primary') ?? null

  return { ensure, lost, applyReplication }
}
