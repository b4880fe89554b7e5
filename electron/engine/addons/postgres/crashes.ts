// Servers that end by themselves. A primary with a standby is left to the monitor, as on Heroku, where its machine would be gone; every other
// server is started again from its data.

import { standbyOf, type PostgresServer } from '../../../../shared/domain/postgres.ts'
import type { Cause } from '../../../../shared/protocol/events.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import { platform, type PostgresContext } from './context.ts'
import { configAt } from './database-url.ts'
import type { Standbys } from './standbys.ts'

export type Crashes = {
  exited(serverId: string, how: { readonly signal: string | null }): void
  /** Started and linked; its failure is an event, and its data stays. */
  bringUp(addOnId: string, serverId: string): Promise<void>
}

const triesAtMost = 5
const againMs = 500

export function createCrashes(context: PostgresContext, standbys: Standbys): Crashes {
  const { fleet, desk } = context
  const { kernel } = desk

  function find(serverId: string): { readonly addOnId: string; readonly server: PostgresServer; readonly hasStandby: boolean } | null {
    for (const database of Object.values(kernel.state.postgres)) {
      const server = database.servers.find(({ id }) => id === serverId)
      if (server !== undefined) return { addOnId: database.addOnId, server, hasStandby: standbyOf(database) !== null }
    }
    return null
  }

  function exited(serverId: string, { signal }: { readonly signal: string | null }): void {
    const found = find(serverId)
    if (!context.isOpen() || found === null) return
    const { addOnId, server, hasStandby } = found
    if (server.role === 'standby') return standbys.lost(addOnId, serverId, signal === null ? 'it ended by itself' : `it ended by ${signal}`)
    if (server.role === 'primary' && hasStandby) return
    const [event] = kernel.commit({ kind: 'observed', text: 'a server of PostgreSQL ended' }, [{ type: 'postgres.crashed', app: appOf(addOnId), data: { addOnId, serverId, signal } }])
    void context.inTurn(addOnId, () => again(addOnId, serverId, event === undefined ? platform('a server ended') : { kind: 'event', seq: event.seq })).catch(desk.onTrouble)
  }

  async function again(addOnId: string, serverId: string, cause: Cause): Promise<void> {
    for (let tries = 1; context.isOpen() && find(serverId) !== null; tries++) {
      if ((await started(addOnId, serverId, cause)) || tries >= triesAtMost) return
      await context.pause(againMs * tries)
    }
  }

  /** Says whether it went well. */
  async function started(addOnId: string, serverId: string, cause: Cause): Promise<boolean> {
    const server = find(serverId)?.server
    if (server === undefined) return true
    const begun = kernel.clock.now()
    try {
      const ports = await fleet.open(server)
      if (!context.isOpen()) return true
      if (JSON.stringify(ports) !== JSON.stringify(server.ports)) moved(addOnId, serverId, ports, cause)
      else reword(addOnId, serverId, ports, cause)
      kernel.commit(cause, [{ type: 'postgres.started', app: appOf(addOnId), data: { addOnId, serverId, tookMs: kernel.clock.now() - begun } }])
      return true
    } catch (error) {
      if (!context.isOpen()) return true
      if (!(error instanceof PlatformError)) desk.onTrouble(error)
      const message = error instanceof PlatformError ? `${error.message} ${error.help}` : String(error)
      kernel.commit(cause, [{ type: 'postgres.failed', app: appOf(addOnId), data: { addOnId, serverId, message } }])
      return false
    }
  }

  function moved(addOnId: string, serverId: string, ports: PostgresServer['ports'], cause: Cause): void {
    kernel.commit(cause, [{ type: 'postgres.moved', app: appOf(addOnId), data: { addOnId, serverId, ports } }])
    const addOn = kernel.state.addOns[addOnId]
    const role = find(serverId)?.server.role
    if (addOn !== undefined && ports !== null && role !== 'standby') desk.configure(addOnId, configAt(addOn, ports.app), { why: 'its port was taken', cause })
  }

  /** Older platforms wrote 127.0.0.1 where URLs say `localhost` now. */
  function reword(addOnId: string, serverId: string, ports: PostgresServer['ports'], cause: Cause): void {
    const addOn = kernel.state.addOns[addOnId]
    if (addOn !== undefined && ports !== null && find(serverId)?.server.role !== 'standby') desk.configure(addOnId, configAt(addOn, ports.app), { why: 'it is named localhost now', cause })
  }

  const appOf = (addOnId: string): string | null => kernel.state.addOns[addOnId]?.appId ?? null

  return { exited, bringUp: async (addOnId, serverId) => void (await started(addOnId, serverId, platform('the engine starts'))) }
}
