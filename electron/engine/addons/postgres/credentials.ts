// Credentials: roles of the database beside the app's own, each with its own URL. A rotated one has another password, its sessions end, and
// every app that it is attached to gets the new URL with a release. On Heroku a new credential may do nothing until it is granted; here, too.

import { attachmentsTo, defaultCredential, type AddOn } from '../../../../shared/domain/add-on.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import type { Cause } from '../../../../shared/protocol/events.ts'
import type { CallHandlers } from '../../journal/room.ts'
import { requireApp } from '../../platform/require-app.ts'
import { limitOf, quick, type PostgresContext } from './context.ts'
import { accessOf, freshAccess, freshPassword, literal, named, urlOf, urlVar, type Access } from './database-url.ts'

const names = /^[a-z][a-z0-9_-]{0,39}$/

export function credentialCalls(context: PostgresContext): CallHandlers {
  const { host, desk } = context
  const { kernel } = desk

  function writable(name: string): { readonly addOn: AddOn; readonly serverId: string; readonly port: number; readonly access: Access } {
    const { addOn, database, primary } = context.require(name)
    const access = accessOf(addOn)
    if (database.kind === 'simulated' || primary.ports === null || access === null) throw new PlatformError('postgres-unsupported', { what: 'A credential', why: 'nobody can log in to an imitated database', fix: 'Use a platform with real processes.' })
    if (database.follows !== null) throw new PlatformError('postgres-server', { server: addOn.name, why: 'a follower has the credentials of what it follows' })
    return { addOn, serverId: primary.id, port: primary.ports.app, access }
  }

  function tell(addOn: AddOn, name: string, change: 'created' | 'rotated' | 'destroyed', config: AddOn['config'], cause: Cause): { seq: number } {
    const [event] = kernel.commit(cause, [{ type: 'postgres.credentialChanged', app: addOn.appId, data: { addOnId: addOn.id, name, change } }])
    const why = event === undefined ? cause : ({ kind: 'event', seq: event.seq } as const)
    desk.configure(addOn.id, config, { why: `credential ${name} ${change}`, cause: why })
    return { seq: kernel.state.seq }
  }

  function known(addOn: AddOn, name: string): Access {
    const access = accessOf(addOn, name)
    if (access === null) throw new PlatformError('addon-option-invalid', { service: context.slug, option: `credential ${name}`, why: `${addOn.name} has no such credential`, fix: `It has: ${Object.keys(addOn.config).join(', ')}.` })
    return access
  }

  /** Followers have the roles of what they follow, so their URLs change, too. */
  function tellFollowers(leader: AddOn, access: Access, cause: Cause): void {
    for (const { addOnId, follows, servers } of Object.values(kernel.state.postgres)) {
      const port = servers[0]?.ports?.app
      if (follows === leader.id && port !== undefined) desk.configure(addOnId, { [defaultCredential]: { [urlVar]: urlOf(access, port) } }, { why: 'the credential of what it follows was rotated', cause })
    }
  }

  return {
    'pg:credentials:create': async ({ addOn: nameOrId, name }, { cause }) => {
      const { addOn, serverId, port, access: { database } } = writable(nameOrId)
      if (!names.test(name) || Object.hasOwn(addOn.config, name)) throw new PlatformError('addon-option-invalid', { service: context.slug, option: `credential ${name}`, why: Object.hasOwn(addOn.config, name) ? 'there is one of that name already' : 'that is no name for one', fix: 'Use small letters, digits and dashes.' })
      const { user, password } = freshAccess(kernel.ids.next)
      await host.sql(serverId, 'postgres', `CREATE ROLE ${named(user)} LOGIN PASSWORD ${literal(password)} CONNECTION LIMIT ${limitOf(desk.planOf(addOn), 'connections') ?? -1}`, [], quick)
      await host.sql(serverId, 'postgres', `GRANT CONNECT ON DATABASE ${named(database)} TO ${named(user)}`, [], quick)
      return tell(addOn, name, 'created', { ...addOn.config, [name]: { [urlVar]: urlOf({ user, password, database }, port) } }, cause)
    },
    'pg:credentials:rotate': async ({ addOn: nameOrId, name = defaultCredential }, { cause }) => {
      const { addOn, serverId, port } = writable(nameOrId)
      const fresh = { ...known(addOn, name), password: freshPassword(kernel.ids.next) }
      await host.sql(serverId, 'postgres', `ALTER ROLE ${named(fresh.user)} PASSWORD ${literal(fresh.password)}`, [], quick)
      const done = tell(addOn, name, 'rotated', { ...addOn.config, [name]: { [urlVar]: urlOf(fresh, port) } }, cause)
      if (name === defaultCredential) tellFollowers(addOn, fresh, cause)
      await host.sql(serverId, 'postgres', 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [fresh.user], quick)
      return done
    },
    'pg:credentials:destroy': async ({ addOn: nameOrId, name, confirm }, { cause }) => {
      const { addOn, serverId, access } = writable(nameOrId)
      const { user } = known(addOn, name)
      const app = requireApp(kernel.state, addOn.appId)
      if (name === defaultCredential) throw new PlatformError('postgres-server', { server: addOn.name, why: 'the default credential stays as long as the database' })
      if (attachmentsTo(kernel.state, addOn.id).some(({ credential }) => credential === name)) throw new PlatformError('postgres-server', { server: addOn.name, why: `credential ${name} is attached; detach it first` })
      if (confirm !== app.name) throw new PlatformError('confirmation-required', { app: app.name })
      await host.sql(serverId, 'postgres', 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [user], quick)
      // What it made stays, as the app's own.
      await host.sql(serverId, access.database, `REASSIGN OWNED BY ${named(user)} TO ${named(access.user)}`, [], quick)
      await host.sql(serverId, access.database, `DROP OWNED BY ${named(user)}`, [], quick)
      await host.sql(serverId, 'postgres', `DROP ROLE ${named(user)}`, [], quick)
      return tell(addOn, name, 'destroyed', Object.fromEntries(Object.entries(addOn.config).filter(([one]) => one !== name)), cause)
    },
  }
}
