// A new database: empty, a fork, or a follower. Each is a server of its own, with a role and a database that have names by chance; the plan's
// limit of connections is PostgreSQL's own limit of the role.

import type { AddOn } from '../../../../shared/domain/add-on.ts'
import { defaultCredential } from '../../../../shared/domain/add-on.ts'
import type { Plan } from '../../../../shared/add-ons/catalogue.ts'
import { primaryOf, type PostgresDatabase, type PostgresHostKind } from '../../../../shared/domain/postgres.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import type { PostgresHost } from '../../ports/postgres-host.ts'
import type { Order, Provisioned } from '../service.ts'
import { databaseNamed, hostNamed } from './check-options.ts'
import { keepsStandby, limitOf, quick, type PostgresContext } from './context.ts'
import { accessOf, freshAccess, literal, named, urlOf, urlVar, type Access } from './database-url.ts'
import { at } from './fleet.ts'
import { countsStatements, isServerOf, stemOf } from './hosts.ts'

export async function provision(context: PostgresContext, { addOn, plan, cause }: Order): Promise<Provisioned> {
  const { host, fleet, desk } = context
  const source = sourceOf(context, addOn)
  const kind = source?.database.kind ?? hostNamed(context, addOn.options)
  const report = await host.of(kind).look()
  if (report.kind === 'trouble') throw new PlatformError('postgres-unavailable', { why: report.happened.replace(/\.$/, ''), fix: report.fix })
  for (const { id } of await host.list()) if (isServerOf(id, addOn.id)) await fleet.remove(id)
  const id = `${stemOf(addOn.id, kind)}-1`
  try {
    const follows = addOn.options['follow'] !== undefined && source !== null
    if (source === null) await host.create(id, context.settingsFor(addOn.id, plan, kind))
    else await host.standby(id, { of: primaryIdOf(source.database), via: follows ? at(portsOf(source.database).replication) : null, settings: context.settingsFor(addOn.id, plan, kind) })
    const ports = await fleet.open({ id, ports: null })
    const access = follows ? accessOf(source.addOn) : await grant(context, { id, kind, plan, source: source?.addOn ?? null })
    if (access === null) throw new PlatformError('addon-failed', { service: context.slug, why: 'the database it follows has no credentials', fix: 'Look whether that one is well.' })
    desk.kernel.commit(cause, [{
      type: 'postgres.made', app: addOn.appId,
      data: {
        addOnId: addOn.id, kind, version: await versionOf(host.of(kind), report.version), server: { id, role: follows ? 'follower' : 'primary', ports }, isHa: keepsStandby(plan) && kind !== 'simulated' && !follows,
        follows: follows ? source.addOn.id : null, forkedFrom: source !== null && !follows ? source.addOn.id : null,
      },
    }])
    return { config: { [defaultCredential]: { [urlVar]: urlOf(access, ports?.app ?? 0) } }, message: kind === 'simulated' ? report.about : null }
  } catch (error) {
    await fleet.remove(id).catch(desk.onTrouble)
    throw error
  }
}

/** The app's role and its database: new, or those of the source under new names, as a fork shares nothing with what it came from. */
async function grant({ host, desk }: PostgresContext, { id, kind, plan, source }: { readonly id: string; readonly kind: PostgresHostKind; readonly plan: Plan; readonly source: AddOn | null }): Promise<Access> {
  const access = freshAccess(desk.kernel.ids.next)
  if (kind === 'simulated') return access
  const { user, password, database } = access
  const say = (text: string, on = 'postgres') => host.sql(id, on, text, [], quick)
  const limit = limitOf(plan, 'connections') ?? -1
  const old = source === null ? null : accessOf(source)
  if (old === null) {
    await say(`CREATE ROLE ${named(user)} LOGIN PASSWORD ${literal(password)} CONNECTION LIMIT ${limit}`)
    await say(`CREATE DATABASE ${named(database)} OWNER ${named(user)}`)
    await say(`REVOKE CONNECT ON DATABASE ${named(database)} FROM PUBLIC`)
    await say('REVOKE CONNECT ON DATABASE postgres FROM PUBLIC')
  } else {
    await host.promote(id)
    await say(`ALTER DATABASE ${named(old.database)} RENAME TO ${named(database)}`)
    await say(`ALTER ROLE ${named(old.user)} RENAME TO ${named(user)}`)
    await say(`ALTER ROLE ${named(user)} PASSWORD ${literal(password)} CONNECTION LIMIT ${limit}`)
  }
  if (countsStatements(kind)) await say('CREATE EXTENSION IF NOT EXISTS pg_stat_statements', database)
  return access
}

/** Of a host that had to fetch what it runs it is known only now. */
async function versionOf(host: PostgresHost, before: string): Promise<string> {
  const report = await host.look()
  return report.kind === 'ready' ? report.version : before
}

function sourceOf(context: PostgresContext, addOn: AddOn): { readonly addOn: AddOn; readonly database: PostgresDatabase } | null {
  const text = addOn.options['fork'] ?? addOn.options['follow']
  if (text === undefined) return null
  const source = databaseNamed(context.desk.kernel.state, addOn.appId, text)
  const database = source === null ? null : context.database(source.id)
  if (source === null || database === null) throw new PlatformError('addon-option-invalid', { service: context.slug, option: text, why: 'that database is gone', fix: 'Create it without, or name another.' })
  return { addOn: source, database }
}

function primaryIdOf(database: PostgresDatabase): string {
  const primary = primaryOf(database)
  if (primary === null) throw new PlatformError('postgres-server', { server: database.addOnId, why: 'it has no primary now' })
  return primary.id
}

function portsOf(database: PostgresDatabase): { readonly replication: number } {
  return primaryOf(database)?.ports ?? { replication: 0 }
}
