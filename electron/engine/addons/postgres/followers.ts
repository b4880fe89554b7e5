// Followers: add-ons whose server follows another add-on's primary, asynchronously and read-only, as on Heroku. Unfollowed, one is a database
// of its own from then on. After a failover they are made anew from the new primary, under their own name, port and credentials.

import { primaryOf } from '../../../../shared/domain/postgres.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import type { Cause } from '../../../../shared/protocol/events.ts'
import { requireApp } from '../../platform/require-app.ts'
import { limitOf, platform, quick, type PostgresContext } from './context.ts'
import { accessOf, named } from './database-url.ts'
import { at } from './fleet.ts'

export type Followers = {
  /** Those that came from another primary than it has now. */
  rebuildAll(addOnId: string, cause: Cause): Promise<void>
  /** Takes writes from now on. */
  unfollow(addOnId: string, cause: Cause): Promise<void>
  /** Those that would follow nobody. */
  leaderGone(addOnId: string): Promise<void>
}

export function createFollowers(context: PostgresContext, unfollowed: (addOnId: string, cause: Cause) => void): Followers {
  const { host, fleet, desk } = context
  const { kernel } = desk

  const followersOf = (addOnId: string): string[] => Object.values(kernel.state.postgres).flatMap((database) => (database.follows === addOnId ? [database.addOnId] : []))

  async function rebuildAll(addOnId: string, cause: Cause): Promise<void> {
    const stale = followersOf(addOnId).filter((follower) => context.database(follower)?.isStale === true)
    await Promise.all(stale.map((follower) => context.inTurn(follower, () => rebuild(follower, addOnId, cause)).catch(desk.onTrouble)))
  }

  async function rebuild(follower: string, leader: string, cause: Cause): Promise<void> {
    const source = context.database(leader)
    const from = source === null ? null : primaryOf(source)
    const server = context.database(follower)?.servers[0]
    const addOn = kernel.state.addOns[follower]
    if (!context.isOpen() || from?.ports == null || server === undefined || addOn === undefined || context.database(follower)?.follows !== leader) return
    // Its links stay, with what is done to them.
    await host.remove(server.id)
    await host.standby(server.id, { of: from.id, via: at(from.ports.replication), settings: context.settingsFor(follower, desk.planOf(addOn)) })
    await fleet.open(server)
    kernel.commit(cause, [{ type: 'postgres.rebuilt', app: addOn.appId, data: { addOnId: follower, serverId: server.id } }])
  }

  function unfollow(addOnId: string, cause: Cause): Promise<void> {
    return context.inTurn(addOnId, async () => {
      const database = context.database(addOnId)
      const server = database?.servers[0]
      const addOn = kernel.state.addOns[addOnId]
      if (database?.follows == null || server === undefined || addOn === undefined) return
      const leader = context.database(database.follows)
      const { timeline } = await host.promote(server.id)
      const access = accessOf(addOn)
      if (access !== null) await host.sql(server.id, 'postgres', `ALTER ROLE ${named(access.user)} CONNECTION LIMIT ${limitOf(desk.planOf(addOn), 'connections') ?? -1}`, [], quick)
      const primary = leader === null ? null : primaryOf(leader)
      if (primary !== null) await host.release(primary.id, server.id).catch(desk.onTrouble)
      kernel.commit(cause, [{ type: 'postgres.unfollowed', app: addOn.appId, data: { addOnId, serverId: server.id, timeline } }])
      unfollowed(addOnId, cause)
    })
  }

  async function leaderGone(addOnId: string): Promise<void> {
    await Promise.all(followersOf(addOnId).map((follower) => unfollow(follower, platform('what it followed was destroyed')).catch(desk.onTrouble)))
  }

  return { rebuildAll, unfollow, leaderGone }
}

export function checkUnfollow(context: PostgresContext, nameOrId: string, confirm: string): string {
  const { addOn, database } = context.require(nameOrId)
  if (database.follows === null) throw new PlatformError('postgres-server', { server: addOn.name, why: 'it follows nobody' })
  const app = requireApp(context.desk.kernel.state, addOn.appId)
  if (confirm !== app.name) throw new PlatformError('confirmation-required', { app: app.name })
  return addOn.id
}
