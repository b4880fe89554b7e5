// heroku-postgresql: databases that ordinary clients use, on real servers; or an imitation where nothing is real. Heroku runs them on machines
// of their own and backs them up elsewhere; here all is on this one.

import type { AddOn } from '../../../../shared/domain/add-on.ts'
import type { Plan } from '../../../../shared/add-ons/catalogue.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import { serverLinks } from '../../../../shared/domain/postgres.ts'
import { byteSize } from '../../../../shared/text/amounts.ts'
import type { Cause } from '../../../../shared/protocol/events.ts'
import type { CallHandlers } from '../../journal/room.ts'
import type { AddOnService, MakeService } from '../service.ts'
import { createContext, keepsStandby, limitOf, platform, quick, type PostgresDeps } from './context.ts'
import { createCrashes } from './crashes.ts'
import { createBackups } from './backups.ts'
import { consoleRoom } from './console.ts'
import { credentialCalls } from './credentials.ts'
import { accessOf, named } from './database-url.ts'
import { isServerOf } from './hosts.ts'
import { createFailovers } from './failover.ts'
import { checkUnfollow, createFollowers } from './followers.ts'
import { createDiskTroubles } from './disk-troubles.ts'
import { ledgerRoom } from './ledger-calls.ts'
import { createMonitor } from './monitor.ts'
import { provision } from './provision.ts'
import { checkOptions } from './check-options.ts'
import { upkeepCalls } from './upkeep.ts'
import { createStandbys } from './standbys.ts'

const slug = 'heroku-postgresql'
const mebibyte = 1024 * 1024

export const postgresService = (deps: PostgresDeps): MakeService => (desk) => {
  const context = createContext(desk, deps, slug)
  const { host, fleet } = context
  const { kernel } = desk
  const standbys = createStandbys(context)
  const followers = createFollowers(context, setStandby)
  const failovers = createFailovers(context, standbys, followers.rebuildAll)
  const monitor = createMonitor(context, failovers)
  const crashes = createCrashes(context, standbys)
  const ledger = ledgerRoom(context)
  const asked = consoleRoom(context)
  const backups = createBackups(context, isAnother)
  let recovered: Promise<unknown> | null = null

  host.connect({ exited: crashes.exited, logged: () => {} })
  kernel.on('addon.provisioned', ({ data, seq }) => {
    if (context.database(data.addOnId) !== null) keepHa(data.addOnId, { kind: 'event', seq })
  })
  kernel.on('postgres.standbyReady', ({ data }) => monitor.watch(data.addOnId))

  function keepHa(addOnId: string, cause: Cause): void {
    if (context.database(addOnId)?.isHa !== true) return
    monitor.watch(addOnId)
    standbys.ensure(addOnId, cause)
  }

  /** It has another primary, with other data. */
  function isAnother(addOnId: string, cause: Cause): void {
    keepHa(addOnId, cause)
    void followers.rebuildAll(addOnId, cause).catch(desk.onTrouble)
  }

  /** As its plan says now. */
  function setStandby(addOnId: string, cause: Cause): void {
    const addOn = kernel.state.addOns[addOnId]
    const database = context.database(addOnId)
    if (addOn === undefined || database === null || database.kind === 'simulated' || database.follows !== null) return
    const isHa = keepsStandby(desk.planOf(addOn))
    if (isHa !== database.isHa) kernel.commit(cause, [{ type: 'postgres.configured', app: addOn.appId, data: { addOnId, isHa } }])
    keepHa(addOnId, cause)
  }

  async function changePlan(addOn: AddOn, plan: Plan, cause: Cause): Promise<string> {
    const { database, primary } = context.require(addOn.id)
    if (database.follows !== null && !plan.features.includes('follow')) throw unfit(addOn, plan, 'a follower needs a plan that can follow')
    await checkFits(addOn, plan, primary.id)
    const access = accessOf(addOn)
    if (database.kind !== 'simulated' && access !== null && database.follows === null) await host.sql(primary.id, 'postgres', `ALTER ROLE ${named(access.user)} CONNECTION LIMIT ${limitOf(plan, 'connections') ?? -1}`, [], quick)
    for (const { id } of database.servers) await context.configure(addOn.id, id, plan)
    const isHa = keepsStandby(plan) && database.kind !== 'simulated' && database.follows === null
    if (isHa !== database.isHa) kernel.commit(cause, [{ type: 'postgres.configured', app: addOn.appId, data: { addOnId: addOn.id, isHa } }])
    if (!isHa) await dismissStandbys(addOn.id, cause)
    keepHa(addOn.id, cause)
    return `It is on ${plan.title} now${isHa && !keepsStandby(desk.planOf(addOn)) ? '; a standby is being built' : ''}.`
  }

  async function checkFits(addOn: AddOn, plan: Plan, primaryId: string): Promise<void> {
    const storage = limitOf(plan, 'storageMb')
    const { dataBytes } = await host.sizes(primaryId)
    if (storage !== null && dataBytes > storage * mebibyte) throw unfit(addOn, plan, `its data takes ${byteSize(dataBytes)}, and ${plan.title} has ${byteSize(storage * mebibyte)}`)
    const connections = limitOf(plan, 'connections')
    const access = accessOf(addOn)
    if (connections === null || access === null || host.usual === 'simulated') return
    const used = Number((await host.sql(primaryId, 'postgres', 'SELECT count(*) FROM pg_stat_activity WHERE datname = $1', [access.database], quick)).rows[0]?.[0] ?? 0)
    if (used > connections) throw unfit(addOn, plan, `it has ${used} connections now, and ${plan.title} allows ${connections}`)
    const tables = limitOf(plan, 'tables')
    const count = tables === null ? 0 : Number((await host.sql(primaryId, access.database, `SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`, [], quick)).rows[0]?.[0] ?? 0)
    if (tables !== null && count > tables) throw unfit(addOn, plan, `it has ${count} tables, and ${plan.title} allows ${tables}`)
  }

  async function dismissStandbys(addOnId: string, cause: Cause): Promise<void> {
    monitor.forget(addOnId)
    const database = context.database(addOnId)
    for (const { id } of database?.servers.filter(({ role }) => role === 'standby') ?? []) {
      kernel.commit(cause, [{ type: 'postgres.standbyLost', app: kernel.state.addOns[addOnId]?.appId ?? null, data: { addOnId, serverId: id, why: 'its plan keeps none' } }])
      await standbys.applyReplication(addOnId)
      await fleet.remove(id)
    }
  }

  async function resume(addOn: AddOn): Promise<void> {
    recovered ??= host.recover()
    await recovered
    const database = context.database(addOn.id)
    if (database === null) return
    // What faults of an engine that was killed had set goes; one that is damaged says so when it starts.
    await Promise.all(database.servers.map(({ id }) => context.configure(addOn.id, id).catch(() => {})))
    // A primary that was fenced must not come up again.
    const fenced = database.failover?.fencedAt == null ? null : database.failover.serverId
    await context.inTurn(addOn.id, async () => {
      await Promise.all(database.servers.filter(({ id }) => id !== fenced).map((server) => crashes.bringUp(addOn.id, server.id)))
      await removeUnknown(addOn.id)
    })
    await failovers.goOn(addOn.id)
    backups.resume(addOn.id)
    isAnother(addOn.id, platform('the engine starts'))
  }

  /** What an engine that was killed had begun to make, or had done with. */
  async function removeUnknown(addOnId: string): Promise<void> {
    const { servers = [] } = context.database(addOnId) ?? {}
    const unknown = (await host.list()).filter(({ id }) => isServerOf(id, addOnId) && !servers.some((server) => server.id === id))
    for (const { id } of unknown) {
      await fleet.remove(id)
      if (servers[0] !== undefined) await host.release(servers[0].id, id).catch(desk.onTrouble)
    }
  }

  async function deprovision(addOn: AddOn): Promise<void> {
    monitor.forget(addOn.id)
    await followers.leaderGone(addOn.id)
    await backups.forget(addOn.id)
    await context.inTurn(addOn.id, async () => {
      for (const { id } of await host.list()) if (isServerOf(id, addOn.id)) await fleet.remove(id)
    })
  }

  const calls: CallHandlers = {
    ...ledger.calls, ...asked.calls, ...credentialCalls(context), ...upkeepCalls(context), ...backups.calls,
    'pg:settings': async ({ addOn: name, replication, detectionMs }, { cause }) => {
      const { addOn, database } = context.require(name)
      if (replication === 'sync' && !database.isHa) throw new PlatformError('postgres-server', { server: addOn.name, why: 'its plan keeps no standby that a commit could wait for' })
      kernel.commit(cause, [{ type: 'postgres.configured', app: addOn.appId, data: { addOnId: addOn.id, ...(replication === undefined ? {} : { replication }), ...(detectionMs === undefined ? {} : { detectionMs }) } }])
      if (replication !== undefined) await context.inTurn(addOn.id, () => standbys.applyReplication(addOn.id))
      return { seq: kernel.state.seq }
    },
    'pg:unfollow': async ({ addOn: name, confirm }, { cause }) => {
      await followers.unfollow(checkUnfollow(context, name, confirm), cause)
      return { seq: kernel.state.seq }
    },
  }

  return {
    slug,
    check: (order) => checkOptions(context, order),
    provision: (order) => provision(context, order),
    changePlan: async ({ addOn, plan, cause }) => ({ message: await context.inTurn(addOn.id, () => changePlan(addOn, plan, cause)) }),
    deprovision,
    resume,
    ...(host.usual === 'simulated' ? {} : { servers: {
      of: (addOnId) => (context.database(addOnId)?.servers ?? []).map((server) => ({ id: server.id, role: server.role, links: Object.values(serverLinks(server)) })),
      kill: (_, serverId) => host.stop(serverId, 'kill'),
      freeze: (_, serverId) => host.freeze(serverId),
      thaw: (_, serverId) => host.thaw(serverId).catch(() => {}),
      ...createDiskTroubles(context),
    } }),
    room: {
      calls, streams: { ...ledger.streams, ...asked.streams },
      stop: async () => {
        context.close()
        monitor.stop()
        backups.stop()
        await deps.ledgers.close()
        await host.close()
      },
    },
  } satisfies AddOnService
}

const unfit = (addOn: AddOn, plan: Plan, why: string): PlatformError => new PlatformError('addon-plan-unfit', { addOn: addOn.name, plan: plan.name, why })
