// An add-on that is one server behind a link: brought up, kept up, taken down. For services whose servers are all alike.

import type { AddOn } from '../../../shared/domain/add-on.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { Cause } from '../../../shared/protocol/events.ts'
import type { AddOnServers } from '../platform/addon-servers.ts'
import type { FrontDoor } from './front-door.ts'
import { keepUp, type KeptUp } from './kept-up.ts'
import type { AddOnDesk } from './service.ts'

export type OneServer = {
  /** Resolves with the port of its link. Rejects with PlatformError. */
  bringUp(addOn: AddOn, wanted: number | null, cause: Cause): Promise<number>
  /** The host says that it ended. */
  ended(addOnId: string, how: string): void
  takeDown(addOnId: string): Promise<void>
  /** For faults. */
  readonly servers: AddOnServers
  stop(): Promise<void>
}

export type OneServerParts = {
  readonly desk: AddOnDesk
  readonly door: FrontDoor
  readonly host: { kill(id: string): Promise<void>; freeze(id: string): Promise<void>; thaw(id: string): Promise<void> }
  readonly version: string
  /** What it says when it was started again. */
  readonly again: string
  start(addOn: AddOn): Promise<{ readonly port: number }>
  end(addOnId: string): Promise<void>
}

export function createOneServer({ desk, door, host, version, again, start, end }: OneServerParts): OneServer {
  const { kernel } = desk
  const keepers = new Map<string, KeptUp>()

  async function launch(addOn: AddOn, wanted: number | null, cause: Cause, message: string | null): Promise<number> {
    const from = kernel.clock.now()
    const { port } = await start(addOn)
    const front = await door.open(addOn, port, wanted)
    kernel.commit(cause, [{ type: 'server.started', app: addOn.appId, data: { addOnId: addOn.id, node: null, role: 'primary', host: null, version, tookMs: kernel.clock.now() - from, message } }])
    return front
  }

  async function bringUp(addOn: AddOn, wanted: number | null, cause: Cause): Promise<number> {
    keepers.set(addOn.id, keepUp(kernel.clock, async () => {
      const now = kernel.state.addOns[addOn.id]
      if (now !== undefined) await launch(now, null, { kind: 'observed', text: 'it ended' }, again)
    }, desk.onTrouble))
    try {
      return await launch(addOn, wanted, cause, null)
    } catch (error) {
      await takeDown(addOn.id)
      const why = error instanceof Error ? error.message.replace(/\.$/, '') : String(error)
      throw error instanceof PlatformError ? error : new PlatformError('addon-failed', { service: addOn.service, why, fix: 'What it has is left as it is.' })
    }
  }

  async function takeDown(addOnId: string): Promise<void> {
    keepers.get(addOnId)?.end()
    keepers.delete(addOnId)
    await end(addOnId)
    await door.close(addOnId)
  }

  return {
    bringUp, takeDown,
    servers: {
      of: (addOnId) => (keepers.has(addOnId) ? [{ id: addOnId, role: 'primary', links: door.linksOf(addOnId) }] : []),
      kill: (addOnId) => host.kill(addOnId),
      freeze: (addOnId) => host.freeze(addOnId),
      thaw: (addOnId) => host.thaw(addOnId).catch(() => {}),
      afflict: () => Promise.reject(new Error('it is part of Dynarium and has no disk of its own that could be taken from it. Databases have, and a Redis whose plan keeps its data')),
      relieve: async () => ({ restored: [], residue: [] }),
    },
    ended: (addOnId, how) => {
      const [keeper, addOn] = [keepers.get(addOnId), kernel.state.addOns[addOnId]]
      if (keeper === undefined || addOn === undefined) return
      kernel.commit({ kind: 'observed', text: how }, [{ type: 'server.ended', app: addOn.appId, data: { addOnId, role: 'primary', how } }])
      keeper.again()
    },
    stop: async () => void (await Promise.all([...keepers.keys()].map(takeDown))),
  }
}

/** What a call needs of a server that may be down. */
export async function answered<T>(addOn: AddOn, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof PlatformError) throw error
    throw new PlatformError('addon-server-down', { addOn: addOn.name, why: error instanceof Error ? error.message.replace(/\.$/, '') : String(error), fix: 'Nothing was changed. Try again when it is up.' })
  }
}
