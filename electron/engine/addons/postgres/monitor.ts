// Asks a primary and its standby, each through its own link, whether they are well, and acts on what the decision says. Heroku watches from
// several places; here there is one, and the probes can be cut like anything else.

import { primaryOf, standbyOf, type PostgresDatabase, type PostgresServer } from '../../../../shared/domain/postgres.ts'
import type { Cancel } from '../../ports/clock.ts'
import type { PostgresContext } from './context.ts'
import { answered, judge, missed, probePauseMs, probeTimeoutMs, type Silence, type StandbyFacts } from './failover-decision.ts'
import { at } from './fleet.ts'

export type MonitorActs = {
  suspected(addOnId: string, serverId: string, why: string): void
  cleared(addOnId: string, serverId: string, afterMs: number): void
  /** Resolves when the failover is over, one way or the other; until then nobody is asked. */
  failed(addOnId: string, serverId: string, afterMs: number, standby: StandbyFacts): Promise<void>
  standbyLost(addOnId: string, serverId: string, why: string): void
}

export type Monitor = {
  watch(addOnId: string): void
  forget(addOnId: string): void
  stop(): void
}

type Watched = { silence: Silence; judged: Silence; serverId: string; isAsking: boolean; isBusy: boolean; nextProbe: Cancel; deadline: Cancel; standby: { id: string; goodAt: number; received: number | null }; isOver: boolean; lastWritten: number | null }

const askPrimary = `SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')`
const askStandby = `SELECT pg_wal_lsn_diff(coalesce(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()), '0/0')`
const nothing: Cancel = () => {}
/** A standby is no hurry: nobody's requests go there. */
const patienceMs = ({ detectionMs }: PostgresDatabase): number => detectionMs * 2

export function createMonitor(context: PostgresContext, acts: MonitorActs): Monitor {
  const { host, desk } = context
  const { clock } = desk.kernel
  const all = new Map<string, Watched>()

  function watch(addOnId: string): void {
    if (all.has(addOnId)) return
    const one: Watched = { silence: answered(clock.now()), judged: answered(clock.now()), serverId: '', isAsking: false, isBusy: false, nextProbe: nothing, deadline: nothing, standby: { id: '', goodAt: clock.now(), received: null }, isOver: false, lastWritten: null }
    all.set(addOnId, one)
    probeSoon(addOnId, one, 0)
  }

  function probeSoon(addOnId: string, one: Watched, ms: number): void {
    one.nextProbe()
    if (!one.isOver) one.nextProbe = clock.after(ms, () => void probe(addOnId, one).catch(desk.onTrouble))
  }

  async function probe(addOnId: string, one: Watched): Promise<void> {
    const database = context.database(addOnId)
    const primary = database === null ? null : primaryOf(database)
    if (one.isOver || one.isBusy || database === null || primary?.ports == null) return
    if (one.serverId !== primary.id) begin(one, primary.id)
    one.isAsking = true
    const timeoutMs = probeTimeoutMs(database.detectionMs)
    void probeStandby(database, one, timeoutMs)
    const answer = await host.ask(primary.id, at(primary.ports.monitor), { database: 'postgres' }, askPrimary, [], { timeoutMs, maxRows: 1 }).then(({ rows }) => rows[0] ?? [], (error: Error) => error)
    one.isAsking = false
    if (one.isOver || one.isBusy || context.database(addOnId)?.servers.some(({ id }) => id === primary.id) !== true) return
    if (answer instanceof Error) one.silence = missed(one.silence, clock.now(), answer.message)
    else {
      one.silence = answered(clock.now())
      one.lastWritten = Number(answer[0])
    }
    consider(addOnId, one)
    if (!one.isBusy) probeSoon(addOnId, one, probePauseMs(database.detectionMs, one.silence.misses > 0))
  }

  function begin(one: Watched, serverId: string): void {
    one.serverId = serverId
    one.silence = answered(clock.now())
    one.judged = one.silence
    one.lastWritten = null
  }

  function consider(addOnId: string, one: Watched): void {
    const database = context.database(addOnId)
    if (one.isOver || one.isBusy || database === null) return
    const verdict = judge(one.judged, one.silence, clock.now(), database.detectionMs)
    one.judged = one.silence
    if (one.silence.misses > 0) watchTime(addOnId, one, database)
    switch (verdict.kind) {
      case 'wait':
        return
      case 'suspect':
        return acts.suspected(addOnId, one.serverId, one.silence.why)
      case 'clear':
        one.deadline()
        return acts.cleared(addOnId, one.serverId, verdict.afterMs)
      case 'take-over':
        return void act(addOnId, one, verdict.afterMs).catch(desk.onTrouble)
    }
  }

  /** The time is up at its moment, not with the next probe. */
  function watchTime(addOnId: string, one: Watched, { detectionMs }: PostgresDatabase): void {
    one.deadline()
    const ms = one.silence.goodAt + detectionMs - clock.now()
    if (ms > 0) one.deadline = clock.after(ms, () => consider(addOnId, one))
  }

  async function act(addOnId: string, one: Watched, afterMs: number): Promise<void> {
    one.isBusy = true
    one.deadline()
    one.nextProbe()
    try {
      await acts.failed(addOnId, one.serverId, afterMs, factsOf(addOnId, one))
    } finally {
      one.isBusy = false
      // A refusal stands until the primary answers, or something else can be judged.
      one.silence = { ...one.silence, goodAt: clock.now() }
      const database = context.database(addOnId)
      probeSoon(addOnId, one, database === null ? 0 : probePauseMs(database.detectionMs, true))
    }
  }

  async function probeStandby(database: PostgresDatabase, one: Watched, timeoutMs: number): Promise<void> {
    const standby: PostgresServer | null = standbyOf(database)
    if (standby?.ports == null) return
    if (one.standby.id !== standby.id) one.standby = { id: standby.id, goodAt: clock.now(), received: null }
    const answer = await host.ask(standby.id, at(standby.ports.monitor), { database: 'postgres' }, askStandby, [], { timeoutMs, maxRows: 1 }).then(({ rows }) => Number(rows[0]?.[0] ?? 0), (error: Error) => error)
    if (one.isOver || one.isBusy || one.standby.id !== standby.id) return
    if (!(answer instanceof Error)) one.standby = { id: standby.id, goodAt: clock.now(), received: answer }
    else if (clock.now() - one.standby.goodAt >= patienceMs(database)) acts.standbyLost(database.addOnId, standby.id, answer.message)
  }

  function factsOf(addOnId: string, one: Watched): StandbyFacts {
    const database = context.database(addOnId)
    const standby = database === null ? null : standbyOf(database)
    const { id, goodAt, received } = one.standby
    const isThere = database !== null && standby?.id === id && received !== null && clock.now() - goodAt < patienceMs(database)
    return { isThere, behindBytes: received === null || one.lastWritten === null ? null : Math.max(0, one.lastWritten - received) }
  }

  function forget(addOnId: string): void {
    const one = all.get(addOnId)
    if (one === undefined) return
    one.isOver = true
    one.nextProbe()
    one.deadline()
    all.delete(addOnId)
  }

  return { watch, forget, stop: () => [...all.keys()].forEach(forget) }
}
