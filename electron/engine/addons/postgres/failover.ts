// The failover itself: the old primary is fenced before the standby is promoted, so that never two take writes; then the database's URL names
// the new one, which is a release of every app it is attached to, and a new standby is built. Heroku skips the release phase there, as do we.

import { primaryOf, standbyOf, type PostgresServer } from '../../../../shared/domain/postgres.ts'
import type { Cause, EventDraft } from '../../../../shared/protocol/events.ts'
import { because } from '../../journal/kernel.ts'
import { platform, type PostgresContext } from './context.ts'
import { configAt } from './database-url.ts'
import { objection, type StandbyFacts } from './failover-decision.ts'
import type { MonitorActs } from './monitor.ts'
import type { Standbys } from './standbys.ts'

export type Failovers = MonitorActs & {
  /** What an engine that was killed had begun is brought to its end. Says whether there was one. */
  goOn(addOnId: string): Promise<boolean>
}

/** How far behind it is changes, the reason does not. */
const sameWords = 14

export function createFailovers(context: PostgresContext, standbys: Standbys, rebuildFollowers: (addOnId: string, cause: Cause) => Promise<void>): Failovers {
  const { host, fleet, desk } = context
  const { kernel } = desk
  /** The newest step of each, as the cause of the next. */
  const lastStep = new Map<string, number>()

  function commit(addOnId: string, cause: Cause, draft: EventDraft): Cause {
    const [event] = kernel.commit(cause, [draft])
    if (event === undefined) return cause
    lastStep.set(addOnId, event.seq)
    return because(event)
  }

  const appOf = (addOnId: string): string | null => kernel.state.addOns[addOnId]?.appId ?? null

  function suspected(addOnId: string, serverId: string, why: string): void {
    commit(addOnId, { kind: 'observed', text: `a probe of the primary had no answer: ${why}` }, { type: 'postgres.failureSuspected', app: appOf(addOnId), data: { addOnId, serverId, why } })
  }

  function cleared(addOnId: string, serverId: string, afterMs: number): void {
    commit(addOnId, { kind: 'observed', text: 'the primary answered a probe' }, { type: 'postgres.failureCleared', app: appOf(addOnId), data: { addOnId, serverId, afterMs } })
  }

  async function failed(addOnId: string, serverId: string, afterMs: number, facts: StandbyFacts): Promise<void> {
    const last = lastStep.get(addOnId)
    const before = last === undefined ? platform('the primary did not answer') : because({ seq: last })
    const isKnown = context.database(addOnId)?.failover?.detectedAt != null
    const cause = isKnown ? before : commit(addOnId, before, { type: 'postgres.failureDetected', app: appOf(addOnId), data: { addOnId, serverId, afterMs } })
    // Without one there is nothing to do in turn: a standby may be under way that waits for the very primary that failed.
    if (objection(facts) !== null) return refuse(addOnId, serverId, facts, cause)
    await context.inTurn(addOnId, () => takeOver(addOnId, serverId, cause, facts))
  }

  async function takeOver(addOnId: string, oldId: string, cause: Cause, facts: StandbyFacts): Promise<void> {
    const database = context.database(addOnId)
    const standby = database === null ? null : standbyOf(database)
    if (!context.isOpen() || database === null || primaryOf(database)?.id !== oldId) return
    if (standby === null) return refuse(addOnId, oldId, { ...facts, isThere: false }, cause)
    await carryOut(addOnId, oldId, standby, cause)
  }

  /** Told once, however long it stands. */
  function refuse(addOnId: string, serverId: string, facts: StandbyFacts, cause: Cause): void {
    const why = objection(facts)
    const told = context.database(addOnId)?.failover?.refused ?? null
    if (why === null || (told !== null && why.slice(0, sameWords) === told.slice(0, sameWords))) return
    commit(addOnId, cause, { type: 'postgres.failoverRefused', app: appOf(addOnId), data: { addOnId, serverId, why } })
  }

  /** Every step may be done a second time, when the engine was killed between two of them. */
  async function carryOut(addOnId: string, oldId: string, standby: PostgresServer, cause: Cause): Promise<void> {
    const { clock } = kernel
    const begun = clock.now()
    const how = await fence(oldId)
    const fenced = commit(addOnId, cause, { type: 'postgres.fenced', app: appOf(addOnId), data: { addOnId, serverId: oldId, how, tookMs: clock.now() - begun } })
    await kernel.durable()
    const promoting = clock.now()
    const { timeline } = await host.promote(standby.id)
    const promoted = commit(addOnId, fenced, { type: 'postgres.promoted', app: appOf(addOnId), data: { addOnId, serverId: standby.id, timeline, tookMs: clock.now() - promoting } })
    const over = commit(addOnId, promoted, { type: 'postgres.failedOver', app: appOf(addOnId), data: { addOnId, from: oldId, to: standby.id, tookMs: clock.now() - begun } })
    lastStep.delete(addOnId)
    const addOn = kernel.state.addOns[addOnId]
    if (addOn !== undefined && standby.ports !== null) desk.configure(addOnId, configAt(addOn, standby.ports.app), { why: 'failover', cause: over })
    await standbys.applyReplication(addOnId)
    await fleet.remove(oldId).catch(desk.onTrouble)
    void rebuildFollowers(addOnId, over).catch(desk.onTrouble)
    standbys.ensure(addOnId, over)
  }

  /** Its links go, and all that is open on them, so that nobody writes to it; then the process. One that is held still can only be killed. */
  async function fence(serverId: string): Promise<'was-dead' | 'stopped' | 'killed'> {
    await fleet.cut(serverId)
    const state = (await host.list()).find(({ id }) => id === serverId)?.state ?? 'stopped'
    if (state === 'stopped') return 'was-dead'
    const isHeld = state === 'frozen'
    await host.stop(serverId, isHeld ? 'kill' : 'immediate')
    return isHeld ? 'killed' : 'stopped'
  }

  async function goOn(addOnId: string): Promise<boolean> {
    const database = context.database(addOnId)
    const failover = database?.failover ?? null
    const standby = database === null ? null : standbyOf(database)
    if (failover === null) return false
    if (failover.fencedAt === null || standby === null) {
      // Nothing was done to the primary: it came up again, and is asked anew.
      cleared(addOnId, failover.serverId, kernel.clock.now() - failover.suspectedAt)
      return false
    }
    await carryOut(addOnId, failover.serverId, standby, platform('the engine before this one was killed in a failover'))
    return true
  }

  return { suspected, cleared, failed, standbyLost: standbys.lost, goOn }
}
