// How far a standby or a follower is behind: in bytes of the log, in seconds, and in commits, as Heroku's pg:info tells it. Both sides are asked,
// so it is known also while they do not reach each other.

import { primaryOf, standbyOf, type PostgresServer } from '../../../../shared/domain/postgres.ts'
import type { CallOutput } from '../../../../shared/protocol/calls.ts'
import type { PostgresContext } from './context.ts'

export type Lag = CallOutput<'pg:info'>['lag'][number]

const limits = { timeoutMs: 1500, maxRows: 1 }
const askLeader = `SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0'), pg_snapshot_xmax(pg_current_snapshot())`
const askWho = 'SELECT state, sync_state FROM pg_stat_replication WHERE application_name = $1'
const askFollower = `SELECT pg_wal_lsn_diff(coalesce(pg_last_wal_replay_lsn(), '0/0'), '0/0'), pg_snapshot_xmax(pg_current_snapshot()), extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())`

/** Of who follows this database: its standby, and followers of other add-ons. Of a follower, its own. */
export async function lagOf(context: PostgresContext, addOnId: string): Promise<readonly Lag[]> {
  const { state } = context.desk.kernel
  const database = context.database(addOnId)
  if (database === null || database.kind === 'simulated') return []
  const leaderId = database.follows ?? addOnId
  const leader = context.database(leaderId)
  const primary = leader === null ? null : primaryOf(leader)
  if (leader === null || primary === null) return []
  const standby = standbyOf(leader)
  const all: { readonly server: PostgresServer; readonly addOnId: string }[] = [
    ...(standby === null || database.follows !== null ? [] : [{ server: standby, addOnId: leaderId }]),
    ...Object.values(state.postgres).flatMap((one) => (one.follows === leaderId && (database.follows === null || one.addOnId === addOnId) ? one.servers.map((server) => ({ server, addOnId: one.addOnId })) : [])),
  ]
  return Promise.all(all.map(({ server, addOnId: owner }) => between(context, primary.id, server, state.addOns[owner]?.name ?? owner)))
}

async function between({ host }: PostgresContext, primaryId: string, server: PostgresServer, addOn: string): Promise<Lag> {
  const ask = (id: string, text: string, values: readonly string[] = []) => host.sql(id, 'postgres', text, values, limits).then(({ rows }) => rows[0] ?? [], () => null)
  const [leads, who, follows] = await Promise.all([ask(primaryId, askLeader), ask(primaryId, askWho, [server.id]), ask(server.id, askFollower)])
  const difference = (index: number): number | null => (leads === null || follows === null ? null : Math.max(0, Number(leads[index] ?? 0) - Number(follows[index] ?? 0)))
  const bytes = difference(0)
  const commits = difference(1)
  return {
    serverId: server.id, role: server.role === 'standby' ? 'standby' : 'follower', addOn, bytes, commits,
    // With nothing to replay, the last commit may be long ago.
    seconds: bytes === null ? null : bytes === 0 ? 0 : Math.max(0, Number(follows?.[2] ?? 0)),
    isSync: who?.[1] === 'sync', isStreaming: who?.[0] === 'streaming',
  }
}
