// A new database: empty, a fork, or a follower. Each is a server of its own, with a role and a database that have names by chance; the plan's
// limit of connections is PostgreSQL's own limit of the role.

import type { AddOn } from '../../../../shared/domain/add-on.ts'
import { attachmentsOf, defaultCredential } from '../../../../shared/domain/add-on.ts'
import type { Plan } from '../../../../shared/add-ons/catalogue.ts'
import { primaryOf, type PostgresDatabase } from '../../../../shared/domain/postgres.ts'
import type { PlatformState } from '../../../../shared/domain/state.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import type { Order, Provisioned } from '../service.ts'
import { keepsStandby, limitOf, quick, type PostgresContext } from './context.ts'
import { accessOf, freshAccess, literal, named, urlOf, urlVar, type Access } from './database-url.ts'
import { at } from './fleet.ts'

export const stemOf = (addOnId: string): string => `pg-${addOnId.replaceAll('-', '').slice(0, 10)}`

/** An option names a database by its add-on, by an attachment of the app (`DATABASE`), or by that one's config var (`DATABASE_URL`). */
function databaseNamed(state: PlatformState, appId: string, text: string): AddOn | null {
  const wanted = text.replace(/_URL$/i, '').toUpperCase()
  const attachment = attachmentsOf(state, appId).find(({ name }) => name === wanted)
  return state.addOns[attachment?.addOnId ?? text] ?? Object.values(state.addOns).find(({ name }) => name === text) ?? null
}

/** Before anything is written. */
export function checkOptions(context: PostgresContext, { appId, plan, options }: { readonly appId: string; readonly plan: Plan; readonly options: Readonly<Record<string, string>> }): void {
  const refuse = (option: string, why: string, fix: string): PlatformError => new PlatformError('addon-option-invalid', { service: context.slug, option, why, fix })
  for (const [option, value] of Object.entries(options)) {
    if (option !== 'fork' && option !== 'follow') throw refuse(option, 'there is no such option', 'It has: fork, follow.')
    if (!plan.features.includes(option)) throw refuse(option, `${plan.title} can not do that`, 'Plans from Standard up can.')
    const source = databaseNamed(context.desk.kernel.state, appId, value)
    const database = source === null ? null : context.database(source.id)
    if (source === null || database === null || source.state !== 'provisioned') throw refuse(option, `${value} is no database that is there`, 'Name one by its add-on or by its attachment, e.g. DATABASE_URL.')
    if (database.follows !== null) throw refuse(option, `${source.name} is a follower itself`, 'Name what it follows: followers are not chained.')
    if (!context.desk.planOf(source).features.includes(option)) throw refuse(option, `${source.name} is on a plan that can not do that`, 'Plans from Standard up can.')
    if (option === 'follow' && database.kind === 'simulated') throw refuse(option, 'databases of a simulated world have no log of writes', 'Use a platform with real processes.')
  }
  if (options['fork'] !== undefined && options['follow'] !== undefined) throw refuse('fork', 'a database is either a fork or a follower', 'Choose one of the two.')
}

export async function provision(context: PostgresContext, { addOn, plan, cause }: Order): Promise<Provisioned> {
  const { host, fleet, desk } = context
  const report = await host.look()
  if (report.kind === 'trouble') throw new PlatformError('postgres-unavailable', { why: report.happened.replace(/\.$/, ''), fix: report.fix })
  const stem = stemOf(addOn.id)
  for (const { id } of await host.list()) if (id.startsWith(`${stem}-`)) await fleet.remove(id)
  const source = sourceOf(context, addOn)
  const id = `${stem}-1`
  try {
    const follows = addOn.options['follow'] !== undefined && source !== null
    if (source === null) await host.create(id, context.settingsFor(addOn.id, plan))
    else await host.standby(id, { of: primaryIdOf(source.database), via: follows ? at(portsOf(source.database).replication) : null, settings: context.settingsFor(addOn.id, plan) })
    const ports = await fleet.open({ id, ports: null })
    const access = follows ? accessOf(source.addOn) : await grant(context, { id, plan, source: source?.addOn ?? null })
    if (access === null) throw new PlatformError('addon-failed', { service: context.slug, why: 'the database it follows has no credentials', fix: 'Look whether that one is well.' })
    desk.kernel.commit(cause, [{
      type: 'postgres.made', app: addOn.appId,
      data: {
        addOnId: addOn.id, kind: host.kind, version: report.version, server: { id, role: follows ? 'follower' : 'primary', ports }, isHa: keepsStandby(plan) && host.kind !== 'simulated' && !follows,
        follows: follows ? source.addOn.id : null, forkedFrom: source !== null && !follows ? source.addOn.id : null,
      },
    }])
    return { config: { [defaultCredential]: { [urlVar]: urlOf(access, ports?.app ?? 0) } }, message: host.kind === 'simulated' ? report.about : null }
  } catch (error) {
    await fleet.remove(id).catch(desk.onTrouble)
    throw error
  }
}

/** The app's role and its database: new, or those of the source under new names, as a fork shares nothing with what it came from. */
async function grant({ host, desk }: PostgresContext, { id, plan, source }: { readonly id: string; readonly plan: Plan; readonly source: AddOn | null }): Promise<Access> {
  const access = freshAccess(desk.kernel.ids.next)
  if (host.kind === 'simulated') return access
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
  if (host.kind === 'embedded') await say('CREATE EXTENSION IF NOT EXISTS pg_stat_statements', database)
  return access
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
