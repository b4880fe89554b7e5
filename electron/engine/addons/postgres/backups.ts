// Backups: all files of the server with the log that makes them whole, as one archive with a checksum. Heroku's are logical (pg_dump); these
// are physical, as there is no pg_dump without an installed PostgreSQL, so one is restored by the same version only.

import type { AddOn } from '../../../../shared/domain/add-on.ts'
import { maxBackupsKept, type PostgresBackup, type PostgresServer } from '../../../../shared/domain/postgres.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import type { Cause } from '../../../../shared/protocol/events.ts'
import type { CallHandlers } from '../../journal/room.ts'
import type { Cancel } from '../../ports/clock.ts'
import { requireApp } from '../../platform/require-app.ts'
import { limitOf, platform, quick, type PostgresContext } from './context.ts'
import { accessOf, literal, named } from './database-url.ts'
import { stemOf } from './hosts.ts'

export type Backups = {
  readonly calls: CallHandlers
  /** At a start: what was under way is told as failed, and the schedule goes on. */
  resume(addOnId: string): void
  forget(addOnId: string): Promise<void>
  stop(): void
}

const hourMs = 3_600_000
/** Heroku keeps 25 of those that people ask for on most plans. */
const kept = 25

/** Of the next whole hour of that number, UTC. */
export function nextAt(now: number, hour: number): number {
  const today = Math.floor(now / (24 * hourMs)) * 24 * hourMs + hour * hourMs
  return today > now ? today : today + 24 * hourMs
}

export function createBackups(context: PostgresContext, restored: (addOnId: string, cause: Cause) => void): Backups {
  const { host, fleet, desk } = context
  const { kernel } = desk
  const timers = new Map<string, Cancel>()
  const cancelled = new Set<string>()

  function capture(addOnId: string, cause: Cause): string {
    const { addOn, database, primary } = context.require(addOnId)
    if (database.backups.some(({ state }) => state === 'running')) throw new PlatformError('addon-busy', { addOn: addOn.name })
    const backupId = `b${nextNumber(addOn.appId)}`
    const path = `${context.backupsFolder}/${addOn.id}/${backupId}.tgz`
    const [begun] = kernel.commit(cause, [{ type: 'postgres.backupStarted', app: addOn.appId, data: { addOnId: addOn.id, backupId, path } }])
    void finish(addOn, primary.id, backupId, path, begun === undefined ? cause : { kind: 'event', seq: begun.seq }).catch(desk.onTrouble)
    return backupId
  }

  /** Of backups and restores together, and no other database of the app has it: its command line knows them by the number alone. */
  function nextNumber(appId: string): string {
    const used = Object.values(kernel.state.postgres).flatMap(({ addOnId, backups, restores = [] }) => (kernel.state.addOns[addOnId]?.appId === appId ? [...backups, ...restores].map(({ id }) => Number(id.slice(1))) : []))
    return String(Math.max(0, ...used) + 1).padStart(3, '0')
  }

  async function finish(addOn: AddOn, serverId: string, backupId: string, path: string, cause: Cause): Promise<void> {
    const outcome = await host.discard(path).then(() => host.backup(serverId, path)).catch((error: Error) => error)
    if (cancelled.delete(path)) return host.discard(path)
    if (!context.isOpen() || context.database(addOn.id) === null) return
    const data = outcome instanceof Error ? { bytes: 0, sha256: '', message: outcome.message } : { ...outcome, message: null }
    kernel.commit(cause, [{ type: 'postgres.backupEnded', app: addOn.appId, data: { addOnId: addOn.id, backupId, ...data } }])
    const old = (context.database(addOn.id)?.backups ?? []).filter(({ state }) => state !== 'running').slice(0, -Math.min(kept, maxBackupsKept))
    for (const one of old) await drop(addOn, one, cause)
  }

  async function drop(addOn: AddOn, { id, path }: PostgresBackup, cause: Cause): Promise<void> {
    await host.discard(path)
    kernel.commit(cause, [{ type: 'postgres.backupDeleted', app: addOn.appId, data: { addOnId: addOn.id, backupId: id } }])
  }

  function requireBackup(nameOrId: string, backupId: string): { readonly addOn: AddOn; readonly backup: PostgresBackup } {
    const { addOn, database } = context.require(nameOrId)
    const backup = database.backups.find(({ id }) => id === backupId)
    if (backup === undefined || backup.state !== 'done') throw new PlatformError('postgres-backup', { backup: backupId, addOn: addOn.name, known: database.backups.filter(({ state }) => state === 'done').map(({ id }) => id).join(', ') || 'none' })
    return { addOn, backup }
  }

  function confirmed({ appId }: AddOn, confirm: string): void {
    const app = requireApp(kernel.state, appId)
    if (confirm !== app.name) throw new PlatformError('confirmation-required', { app: app.name })
  }

  function cancel(nameOrId: string, backupId: string, cause: Cause): void {
    const { addOn, database } = context.require(nameOrId)
    const running = database.backups.find(({ id, state }) => id === backupId && state === 'running')
    if (running === undefined) throw new PlatformError('postgres-backup-over', { backup: backupId, addOn: addOn.name })
    cancelled.add(running.path)
    kernel.commit(cause, [{ type: 'postgres.backupEnded', app: addOn.appId, data: { addOnId: addOn.id, backupId, bytes: 0, sha256: '', message: 'It was cancelled.' } }])
  }

  /** The new server is whole and has the names of this database before the old one goes. */
  async function restore(addOn: AddOn, source: AddOn, backup: PostgresBackup, cause: Cause): Promise<void> {
    const { database, primary } = context.require(addOn.id)
    if (database.follows !== null) throw new PlatformError('postgres-server', { server: addOn.name, why: 'a follower has the data of what it follows' })
    const from = context.database(source.id)?.kind ?? database.kind
    if (from !== database.kind) throw new PlatformError('postgres-server', { server: addOn.name, why: `it is on the host ${database.kind}, and the backup is of a server of the host ${from}; a backup comes back on the host that it is from` })
    const plan = desk.planOf(addOn)
    const startedAt = kernel.clock.now()
    const id = await fleet.freeId(stemOf(addOn.id, database.kind), database.lastServer)
    let timeline: number
    try {
      await host.restore(id, backup.path, { bytes: backup.bytes, sha256: backup.sha256 }, { ...context.settingsFor(addOn.id, plan), synchronous_standby_names: '' })
      await host.start(id)
      timeline = (await host.promote(id)).timeline
      await adopt(id, addOn, source)
    } catch (error) {
      await fleet.remove(id).catch(desk.onTrouble)
      throw error
    }
    for (const old of database.servers) await fleet.cut(old.id)
    const ports = await fleet.open({ id, ports: primary.ports })
    const server: PostgresServer = { id, role: 'primary', ports }
    const [event] = kernel.commit(cause, [{ type: 'postgres.restored', app: addOn.appId, data: { addOnId: addOn.id, backupId: backup.id, server, timeline, restoreId: `r${nextNumber(addOn.appId)}`, startedAt } }])
    for (const old of database.servers) await fleet.remove(old.id).catch(desk.onTrouble)
    restored(addOn.id, event === undefined ? cause : { kind: 'event', seq: event.seq })
  }

  /** Names and passwords as this database's URL has them. */
  async function adopt(id: string, addOn: AddOn, source: AddOn): Promise<void> {
    const [own, theirs] = [accessOf(addOn), accessOf(source)]
    if (host.usual === 'simulated' || own === null || theirs === null) return
    const say = (text: string) => host.sql(id, 'postgres', text, [], quick)
    if (theirs.database !== own.database) await say(`ALTER DATABASE ${named(theirs.database)} RENAME TO ${named(own.database)}`)
    if (theirs.user !== own.user) await say(`ALTER ROLE ${named(theirs.user)} RENAME TO ${named(own.user)}`)
    await say(`ALTER ROLE ${named(own.user)} PASSWORD ${literal(own.password)} CONNECTION LIMIT ${limitOf(desk.planOf(addOn), 'connections') ?? -1}`)
  }

  function keepSchedule(addOnId: string): void {
    timers.get(addOnId)?.()
    timers.delete(addOnId)
    const hour = context.database(addOnId)?.backupHour ?? null
    if (hour === null || !context.isOpen()) return
    timers.set(addOnId, kernel.clock.after(nextAt(kernel.clock.now(), hour) - kernel.clock.now(), () => {
      try {
        capture(addOnId, platform('a backup was due'))
      } catch (error) {
        desk.onTrouble(error)
      }
      keepSchedule(addOnId)
    }))
  }

  kernel.on('postgres.backupScheduled', ({ data }) => keepSchedule(data.addOnId))

  return {
    calls: {
      'pg:backups:capture': ({ addOn }, { cause }) => {
        const id = capture(addOn, cause)
        return { seq: kernel.state.seq, id }
      },
      'pg:backups:cancel': ({ addOn, backup }, { cause }) => {
        cancel(addOn, backup, cause)
        return { seq: kernel.state.seq }
      },
      'pg:backups:schedule': ({ addOn: name, hour }, { cause }) => {
        const { addOn } = context.require(name)
        kernel.commit(cause, [{ type: 'postgres.backupScheduled', app: addOn.appId, data: { addOnId: addOn.id, hour } }])
        return { seq: kernel.state.seq }
      },
      'pg:backups:restore': async ({ addOn: name, backup: backupId, from, confirm }, { cause }) => {
        const { addOn: source, backup } = requireBackup(from ?? name, backupId)
        const { addOn } = context.require(name)
        confirmed(addOn, confirm)
        await context.inTurn(addOn.id, () => restore(addOn, source, backup, cause))
        return { seq: kernel.state.seq }
      },
      'pg:backups:url': ({ addOn: name, backup: backupId }) => {
        const { addOn, backup } = requireBackup(name, backupId)
        if (context.backupLink === undefined) throw new PlatformError('not-implemented', { call: 'pg:backups:url' })
        return context.backupLink(addOn.id, backup.id)
      },
      'pg:backups:delete': async ({ addOn: name, backup: backupId, confirm }, { cause }) => {
        const { addOn, backup } = requireBackup(name, backupId)
        confirmed(addOn, confirm)
        await drop(addOn, backup, cause)
        return { seq: kernel.state.seq }
      },
    },
    resume: (addOnId) => {
      const interrupted = (context.database(addOnId)?.backups ?? []).filter(({ state }) => state === 'running')
      for (const { id } of interrupted) kernel.commit(platform('the engine starts'), [{ type: 'postgres.backupEnded', app: kernel.state.addOns[addOnId]?.appId ?? null, data: { addOnId, backupId: id, bytes: 0, sha256: '', message: 'The engine ended before the backup was whole.' } }])
      keepSchedule(addOnId)
    },
    forget: async (addOnId) => {
      timers.get(addOnId)?.()
      timers.delete(addOnId)
      for (const { path } of context.database(addOnId)?.backups ?? []) await host.discard(path)
    },
    stop: () => {
      for (const cancel of timers.values()) cancel()
      timers.clear()
    },
  }
}
