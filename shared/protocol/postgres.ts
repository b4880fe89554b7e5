// Postgres in the contract: what its calls take and answer, and the events it leaves. `addOn` takes a name or an id.

import { z } from 'zod'
import { databaseSettings, detectionRangeMs, replicationModes, type DatabaseSetting, type LedgerCounts, type LedgerVerdict } from '../domain/postgres.ts'

const addOn = z.string().min(1).max(80)
const done = z.object({ seq: z.number().int() })
const table = z.object({ columns: z.array(z.string()), rows: z.array(z.array(z.string().nullable())), hasMore: z.boolean(), command: z.string() })

const hostKind = z.enum(['embedded', 'local', 'docker', 'simulated'])

/** How far who follows is behind. Null: not known now. */
const lag = z.object({ serverId: z.string(), role: z.enum(['standby', 'follower']), addOn: z.string(), bytes: z.number().nullable(), seconds: z.number().nullable(), commits: z.number().nullable(), isSync: z.boolean(), isStreaming: z.boolean() })

export type LagMoment = { readonly at: number; readonly lag: readonly z.output<typeof lag>[] }

export const postgresCalls = {
  'pg:info': {
    input: z.object({ addOn }),
    output: z.object({
      name: z.string(), plan: z.string(), status: z.string(), version: z.string(), host: hostKind, about: z.string(), dataBytes: z.number().nullable(), walBytes: z.number().nullable(), storageLimitBytes: z.number().nullable(),
      tables: z.number().nullable(), connections: z.number().nullable(), connectionLimit: z.number().nullable(), ha: z.string().nullable(), lag: z.array(lag), createdAt: z.number(), notes: z.array(z.string()),
    }),
  },
  /** Where databases can be made, the usual one first; of one that is not there it is said why, and what to do. */
  'pg:hosts': { input: z.object({}), output: z.object({ hosts: z.array(z.object({ kind: hostKind, isThere: z.boolean(), about: z.string() })) }) },
  /** How HA works: who waits for whom, and how long a primary may be silent. */
  'pg:settings': { input: z.object({ addOn, replication: z.enum(replicationModes).optional(), detectionMs: z.number().int().min(detectionRangeMs[0]).max(detectionRangeMs[1]).optional() }), output: done },
  /** One statement, or several of which the last is answered, as the default credential. */
  'pg:query': { input: z.object({ addOn, sql: z.string().min(1).max(100_000), maxRows: z.number().int().min(1).max(1000).default(200), timeoutMs: z.number().int().min(100).max(60_000).default(10_000), credential: z.string().max(64).optional() }), output: table.extend({ tookMs: z.number() }) },
  'pg:ps': { input: z.object({ addOn }), output: table },
  'pg:kill': { input: z.object({ addOn, pid: z.number().int().min(1), force: z.boolean().optional() }), output: z.object({ wasThere: z.boolean() }) },
  'pg:locks': { input: z.object({ addOn }), output: table },
  /** Ends every session in it. */
  'pg:killall': { input: z.object({ addOn }), output: z.object({ count: z.number().int() }) },
  /** Everything in it goes; its URL stays. `confirm`: the name of the app that pays for it. */
  'pg:reset': { input: z.object({ addOn, confirm: z.string().max(64) }), output: done },
  'pg:stats:reset': { input: z.object({ addOn }), output: done },
  /** What PostgreSQL lets a database have for itself, e.g. `log_statement`; sessions have it from their next begin on. */
  'pg:config': { input: z.object({ addOn }), output: z.object({ settings: z.record(z.string(), z.string()) }) },
  'pg:config:set': { input: z.object({ addOn, settings: z.partialRecord(z.enum(Object.keys(databaseSettings) as DatabaseSetting[]), z.string().max(200)) }), output: z.object({ settings: z.record(z.string(), z.string()) }) },
  'pg:outliers': { input: z.object({ addOn }), output: table },
  /** Ends what follows it has: from now on it is on its own, and takes writes. Not to be taken back. */
  'pg:unfollow': { input: z.object({ addOn, confirm: z.string().max(64) }), output: done },
  'pg:credentials:create': { input: z.object({ addOn, name: z.string().min(1).max(40) }), output: done },
  'pg:credentials:rotate': { input: z.object({ addOn, name: z.string().max(40).optional() }), output: done },
  'pg:credentials:destroy': { input: z.object({ addOn, name: z.string().min(1).max(40), confirm: z.string().max(64) }), output: done },
  'pg:backups:capture': { input: z.object({ addOn }), output: z.object({ seq: z.number().int(), id: z.string() }) },
  /** It counts as failed at once, and its file goes. */
  'pg:backups:cancel': { input: z.object({ addOn, backup: z.string().min(1).max(20) }), output: done },
  /** null ends it. */
  'pg:backups:schedule': { input: z.object({ addOn, hour: z.number().int().min(0).max(23).nullable() }), output: done },
  /** Replaces all data of `addOn`. `confirm`: the name of the app that pays for it. */
  'pg:backups:restore': { input: z.object({ addOn, backup: z.string().min(1).max(20), from: addOn.optional(), confirm: z.string().max(64) }), output: done },
  /** Where its file can be fetched, for an hour, by whoever has the address. */
  'pg:backups:url': { input: z.object({ addOn, backup: z.string().min(1).max(20) }), output: z.object({ url: z.string(), untilMs: z.number() }) },
  'pg:backups:delete': { input: z.object({ addOn, backup: z.string().min(1).max(20), confirm: z.string().max(64) }), output: done },
  /** A client that writes numbered rows through the database's own URL, until it is stopped. */
  'ledger:start': { input: z.object({ addOn, perSecond: z.number().int().min(1).max(2000).default(200), connections: z.number().int().min(1).max(20).default(4) }), output: done },
  'ledger:stop': { input: z.object({ addOn }), output: z.custom<LedgerVerdict>() },
  /** Now; null: there is none. */
  'ledger:counts': { input: z.object({ addOn }), output: z.object({ counts: z.custom<LedgerCounts>().nullable() }) },
} as const

const addOnId = z.string()
const serverId = z.string()
const ports = z.object({ app: z.number().int(), replication: z.number().int(), monitor: z.number().int() }).nullable()
const server = z.object({ id: z.string(), role: z.enum(['primary', 'standby', 'follower']), ports })
const backupId = z.string()

export const postgresEvents = {
  'postgres.made': z.object({ addOnId, kind: hostKind, version: z.string(), server, isHa: z.boolean(), follows: z.string().nullable(), forkedFrom: z.string().nullable() }),
  /** Its links have other ports than before: somebody else had taken them. */
  'postgres.moved': z.object({ addOnId, serverId, ports }),
  'postgres.configured': z.object({ addOnId, replication: z.enum(replicationModes).optional(), detectionMs: z.number().int().optional(), isHa: z.boolean().optional() }),
  /** It ended by itself, and nobody takes its place: it is started again. */
  'postgres.crashed': z.object({ addOnId, serverId, signal: z.string().nullable() }),
  'postgres.started': z.object({ addOnId, serverId, tookMs: z.number() }),
  /** It can not be started; its data is as it was. */
  'postgres.failed': z.object({ addOnId, serverId, message: z.string() }),
  'postgres.failureSuspected': z.object({ addOnId, serverId, why: z.string() }),
  'postgres.failureCleared': z.object({ addOnId, serverId, afterMs: z.number() }),
  'postgres.failureDetected': z.object({ addOnId, serverId, afterMs: z.number() }),
  'postgres.failoverRefused': z.object({ addOnId, serverId, why: z.string() }),
  'postgres.fenced': z.object({ addOnId, serverId, how: z.enum(['was-dead', 'stopped', 'killed']), tookMs: z.number() }),
  'postgres.promoted': z.object({ addOnId, serverId, timeline: z.number().int(), tookMs: z.number() }),
  /** Its URL names the new primary. `tookMs` from the detection. */
  'postgres.failedOver': z.object({ addOnId, from: z.string(), to: z.string(), tookMs: z.number() }),
  'postgres.standbyReady': z.object({ addOnId, server, tookMs: z.number() }),
  'postgres.standbyLost': z.object({ addOnId, serverId, why: z.string() }),
  'postgres.unfollowed': z.object({ addOnId, serverId, timeline: z.number().int() }),
  /** It follows the new primary of what it follows. */
  'postgres.rebuilt': z.object({ addOnId, serverId }),
  'postgres.credentialChanged': z.object({ addOnId, name: z.string(), change: z.enum(['created', 'rotated', 'destroyed']) }),
  'postgres.backupStarted': z.object({ addOnId, backupId, path: z.string() }),
  'postgres.backupEnded': z.object({ addOnId, backupId, bytes: z.number(), sha256: z.string(), message: z.string().nullable() }),
  'postgres.backupDeleted': z.object({ addOnId, backupId }),
  'postgres.backupScheduled': z.object({ addOnId, hour: z.number().int().nullable() }),
  'postgres.restored': z.object({ addOnId, backupId, server, timeline: z.number().int(), restoreId: z.string().optional(), startedAt: z.number().optional() }),
  /** All that was in it is gone; it goes on empty. */
  'postgres.reset': z.object({ addOnId }),
  'ledger.started': z.object({ addOnId, perSecond: z.number(), connections: z.number() }),
  'ledger.settled': z.object({ addOnId, acknowledged: z.number(), lost: z.number(), duplicated: z.number() }),
} as const
