// Servers with their links of the TCP proxy: one for apps, one for who follows it, one for the monitor, so that each of these ways can be
// cut alone. Links keep their ports over restarts; only where somebody else has taken one it is another.

import { numberOfServer, serverLinks, type PostgresServer } from '../../../../shared/domain/postgres.ts'
import { WireRefusal } from '../../../../shared/wire/wire-refusal.ts'
import type { Address } from '../../ports/postgres-host.ts'
import type { Wire } from '../../ports/wire.ts'
import type { PostgresHosts } from './hosts.ts'

type Ports = NonNullable<PostgresServer['ports']>

export type Fleet = {
  /** Started and linked; answers with its ports, null where there are no links. */
  open(server: Pick<PostgresServer, 'id' | 'ports'>): Promise<PostgresServer['ports']>
  /** Nothing goes to it any more, and what is open is closed. */
  cut(serverId: string): Promise<void>
  /** It, its links and its data. */
  remove(serverId: string): Promise<void>
  /** After the number `last`, and after all that are there. */
  freeId(stem: string, last: number): Promise<string>
}

const kinds = ['app', 'replication', 'monitor'] as const

export const at = (port: number): Address => ({ host: '127.0.0.1', port })

export function createFleet(host: PostgresHosts, wire: Pick<Wire, 'list' | 'create' | 'update' | 'remove'>): Fleet {
  async function open({ id, ports }: Pick<PostgresServer, 'id' | 'ports'>): Promise<PostgresServer['ports']> {
    const { port } = await host.start(id)
    if (host.usual === 'simulated') return null
    const names = serverLinks({ id })
    const made: [string, number][] = []
    for (const kind of kinds) made.push([kind, await link(names[kind], `127.0.0.1:${port}`, ports?.[kind] ?? 0)])
    return Object.fromEntries(made) as Ports
  }

  async function link(name: string, upstream: string, port: number): Promise<number> {
    const there = (await wire.list()).find((proxy) => proxy.name === name)
    if (there !== undefined) return portIn((await wire.update(name, { upstream })).listen)
    try {
      return portIn((await wire.create({ name, listen: `127.0.0.1:${port}`, upstream })).listen)
    } catch (error) {
      if (!(error instanceof WireRefusal) || error.trouble !== 'taken') throw error
      return portIn((await wire.create({ name, listen: '127.0.0.1:0', upstream })).listen)
    }
  }

  async function cut(serverId: string): Promise<void> {
    await Promise.all(Object.values(serverLinks({ id: serverId })).map((name) => wire.remove(name).catch(ignoreUnknown)))
  }

  async function remove(serverId: string): Promise<void> {
    await cut(serverId)
    await host.remove(serverId)
  }

  async function freeId(stem: string, last: number): Promise<string> {
    const numbers = (await host.list()).flatMap(({ id }) => (id.startsWith(`${stem}-`) ? [numberOfServer(id)] : []))
    return `${stem}-${Math.max(last, ...numbers) + 1}`
  }

  return { open, cut, remove, freeId }
}

const portIn = (listen: string): number => Number(listen.slice(listen.lastIndexOf(':') + 1))

function ignoreUnknown(error: unknown): void {
  if (!(error instanceof WireRefusal) || error.trouble !== 'unknown') throw error
}
