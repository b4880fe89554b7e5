// What the parts of the Postgres service have in common: the desk, the host of servers, their links, and one thing at a time for each database.

import type { AddOn } from '../../../../shared/domain/add-on.ts'
import type { Plan } from '../../../../shared/add-ons/catalogue.ts'
import { primaryOf, standbyOf, type PostgresDatabase, type PostgresHostKind, type PostgresServer } from '../../../../shared/domain/postgres.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import type { Cause } from '../../../../shared/protocol/events.ts'
import type { BackupLink, PostgresHost, ServerSettings } from '../../ports/postgres-host.ts'
import type { Wire } from '../../ports/wire.ts'
import type { WriteLedgers } from '../../ports/write-ledger.ts'
import type { AddOnDesk } from '../service.ts'
import { settingsOf, type ServerTroubles } from './disk-troubles.ts'
import { createFleet, type Fleet } from './fleet.ts'
import { countsStatements, createPostgresHosts, type PostgresHosts } from './hosts.ts'

export type PostgresDeps = {
  /** The first is where databases come that say nothing. */
  readonly hosts: readonly PostgresHost[]
  readonly wire: Pick<Wire, 'list' | 'create' | 'update' | 'remove'>
  readonly ledgers: WriteLedgers
  /** Where backups are kept. */
  readonly backupsFolder: string
  /** Absent: there is nothing that serves them. */
  readonly backupLink?: BackupLink
}

export type PostgresContext = Omit<PostgresDeps, 'hosts'> & {
  readonly host: PostgresHosts
  readonly slug: string
  readonly desk: AddOnDesk
  readonly fleet: Fleet
  /** False after the engine began to stop: nothing new is begun then. */
  isOpen(): boolean
  close(): void
  /** By name or id. Throws when it is not there yet, or not any more. */
  require(nameOrId: string): { readonly addOn: AddOn; readonly database: PostgresDatabase; readonly primary: PostgresServer }
  database(addOnId: string): PostgresDatabase | null
  /** Of a server as its plan and its standby have it. `kind` for one that is being made. */
  settingsFor(addOnId: string, plan: Plan, kind?: PostgresHostKind): ServerSettings
  /** What faults have on servers, beside those settings. */
  readonly troubles: ServerTroubles
  /** As `plan`, or as its plan now, and the faults on it have it. */
  configure(addOnId: string, serverId: string, plan?: Plan): Promise<void>
  inTurn<T>(addOnId: string, work: () => Promise<T>): Promise<T>
  pause(ms: number): Promise<void>
}

/** Beyond those of the plan: for the monitor, the console and who follows. */
const ownConnections = 20

export const limitOf = (plan: Plan, name: string): number | null => plan.limits[name] ?? null
export const keepsStandby = (plan: Plan): boolean => plan.features.includes('ha')
export const quick = { timeoutMs: 10_000, maxRows: 1000 } as const
export const platform = (text: string): Cause => ({ kind: 'platform', text })

export function createContext(desk: AddOnDesk, deps: PostgresDeps, slug: string): PostgresContext {
  const { state, clock } = desk.kernel
  const isUsed = (kind: PostgresHostKind): boolean => Object.values(state.postgres).some((database) => database.kind === kind) || Object.values(state.addOns).some(({ options }) => options['host'] === kind)
  const host = createPostgresHosts(deps.hosts, isUsed, desk.onTrouble)
  const turns = new Map<string, Promise<unknown>>()
  const troubles: ServerTroubles = new Map()
  let isOpen = true

  function require(nameOrId: string): ReturnType<PostgresContext['require']> {
    const addOn = desk.find(nameOrId, slug)
    const database = state.postgres[addOn.id]
    const primary = database === undefined ? null : primaryOf(database)
    if (database === undefined || primary === null || addOn.state !== 'provisioned') throw new PlatformError('addon-not-ready', { addOn: addOn.name, state: addOn.state, fix: 'Wait until it is created.' })
    return { addOn, database, primary }
  }

  function settingsFor(addOnId: string, plan: Plan, kind = state.postgres[addOnId]?.kind ?? host.usual): ServerSettings {
    const database = state.postgres[addOnId]
    const standby = database === undefined ? null : standbyOf(database)
    return {
      max_connections: String((limitOf(plan, 'connections') ?? 100) + ownConnections),
      ...(countsStatements(kind) ? { shared_preload_libraries: 'pg_stat_statements', track_io_timing: 'on' } : {}),
      synchronous_standby_names: database?.replication === 'sync' && standby !== null ? `"${standby.id}"` : '',
    }
  }

  async function configure(addOnId: string, serverId: string, plan?: Plan): Promise<void> {
    const addOn = state.addOns[addOnId]
    if (addOn !== undefined) await host.configure(serverId, { ...settingsFor(addOnId, plan ?? desk.planOf(addOn)), ...settingsOf(troubles.get(serverId)) })
  }

  function inTurn<T>(addOnId: string, work: () => Promise<T>): Promise<T> {
    const before = turns.get(addOnId) ?? Promise.resolve()
    const mine = before.then(work, work)
    const settled = mine.then(() => undefined, () => undefined)
    turns.set(addOnId, settled)
    void settled.then(() => turns.get(addOnId) === settled && turns.delete(addOnId))
    return mine
  }

  return {
    ...deps, host, slug, desk, require, settingsFor, troubles, configure, inTurn,
    fleet: createFleet(host, deps.wire),
    isOpen: () => isOpen,
    close: () => void (isOpen = false),
    database: (addOnId) => state.postgres[addOnId] ?? null,
    pause: (ms) => new Promise((resolve) => void clock.after(ms, resolve)),
  }
}
