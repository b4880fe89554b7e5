// What else Heroku's data API does to a database: all sessions ended, everything in it deleted, its settings. The settings are those that
// PostgreSQL lets a database have for itself; they are kept in the database's own catalogue, so standbys, forks and backups have them, too.

import type { AddOn } from '../../../../shared/domain/add-on.ts'
import { isDatabaseSetting } from '../../../../shared/domain/postgres.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import type { CallHandlers } from '../../journal/room.ts'
import { requireApp } from '../../platform/require-app.ts'
import { quick, type PostgresContext } from './context.ts'
import { accessOf, literal, named, type Access } from './database-url.ts'
import { countsStatements } from './hosts.ts'

const ended = `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend' AND pid <> pg_backend_pid()`
const inForce = `SELECT s.name, coalesce(split_part(c.own, '=', 2), s.setting) FROM pg_settings s
  LEFT JOIN (SELECT unnest(setconfig) AS own FROM pg_db_role_setting WHERE setrole = 0 AND setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())) c ON split_part(c.own, '=', 1) = s.name`

export function upkeepCalls(context: PostgresContext): CallHandlers {
  const { host, desk } = context
  const { kernel } = desk

  function real(name: string, what: string): { readonly addOn: AddOn; readonly serverId: string; readonly access: Access; readonly isFollower: boolean; readonly counts: boolean } {
    const { addOn, database, primary } = context.require(name)
    const access = accessOf(addOn)
    if (database.kind === 'simulated' || access === null) throw new PlatformError('postgres-unsupported', { what, why: 'the database is imitated in memory', fix: 'Use a platform with real processes.' })
    return { addOn, serverId: primary.id, access, isFollower: database.follows !== null, counts: countsStatements(database.kind) }
  }

  const writable = (name: string, what: string): ReturnType<typeof real> => {
    const found = real(name, what)
    if (found.isFollower) throw new PlatformError('postgres-server', { server: found.addOn.name, why: 'a follower only reads; change what it follows' })
    return found
  }

  async function reset({ addOn, serverId, access, counts }: ReturnType<typeof real>): Promise<void> {
    const say = (text: string, on = 'postgres') => host.sql(serverId, on, text, [], quick)
    const database = named(access.database)
    await say(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`)
    await say(`CREATE DATABASE ${database} OWNER ${named(access.user)}`)
    await say(`REVOKE CONNECT ON DATABASE ${database} FROM PUBLIC`)
    for (const credential of Object.keys(addOn.config)) {
      const user = accessOf(addOn, credential)?.user
      if (user !== undefined) await say(`GRANT CONNECT ON DATABASE ${database} TO ${named(user)}`)
    }
    if (counts) await say('CREATE EXTENSION IF NOT EXISTS pg_stat_statements', access.database)
  }

  async function settings({ serverId, access }: ReturnType<typeof real>): Promise<{ settings: Record<string, string> }> {
    const { rows } = await host.sql(serverId, access.database, inForce, [], quick)
    return { settings: Object.fromEntries(rows.flatMap(([name, value]) => (name != null && isDatabaseSetting(name) ? [[name, value ?? '']] : []))) }
  }

  return {
    'pg:reset': async ({ addOn: name, confirm }, { cause }) => {
      const found = writable(name, 'A reset')
      const app = requireApp(kernel.state, found.addOn.appId)
      if (confirm !== app.name) throw new PlatformError('confirmation-required', { app: app.name })
      await context.inTurn(found.addOn.id, () => reset(found))
      kernel.commit(cause, [{ type: 'postgres.reset', app: app.id, data: { addOnId: found.addOn.id } }])
      return { seq: kernel.state.seq }
    },
    'pg:killall': async ({ addOn }) => {
      const { serverId, access } = real(addOn, 'Ending sessions')
      const { rows } = await host.sql(serverId, 'postgres', ended, [access.database], quick)
      return { count: Number(rows[0]?.[0] ?? 0) }
    },
    'pg:stats:reset': async ({ addOn }) => {
      const { serverId, access } = writable(addOn, 'Resetting statistics')
      await host.sql(serverId, access.database, 'SELECT pg_stat_reset()', [], quick)
      return { seq: kernel.state.seq }
    },
    'pg:config': ({ addOn }) => settings(real(addOn, 'A setting')),
    'pg:config:set': async ({ addOn, settings: wanted }) => {
      const found = writable(addOn, 'A setting')
      for (const [name, value] of Object.entries(wanted)) await host.sql(found.serverId, 'postgres', `ALTER DATABASE ${named(found.access.database)} SET ${named(name)} = ${literal(value)}`, [], quick)
      return settings(found)
    },
  }
}
