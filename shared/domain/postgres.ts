// Databases of heroku-postgresql: servers, who follows whom, failovers, backups. What changes all the time (lag, sizes) is asked for, not kept.

import type { AddOnId } from './add-on.ts'

export type PostgresHostKind = 'embedded' | 'local' | 'docker' | 'simulated'

/** `follower`: of another add-on's primary, read-only until it is unfollowed. */
export type PostgresRole = 'primary' | 'standby' | 'follower'

export type PostgresServer = {
  readonly id: string
  readonly role: PostgresRole
  /** On 127.0.0.1, of its links of the TCP proxy: for apps, for who follows it, for the monitor. Null where there are no links. */
  readonly ports: { readonly app: number; readonly replication: number; readonly monitor: number } | null
}

/** The links of a server, by what goes through them. */
export const serverLinks = ({ id }: Pick<PostgresServer, 'id'>): { readonly app: string; readonly replication: string; readonly monitor: string } => ({ app: id, replication: `${id}-replication`, monitor: `${id}-monitor` })

export const replicationModes = ['async', 'sync'] as const
export type ReplicationMode = (typeof replicationModes)[number]

/** Times of the steps of a failover, null until they are reached. */
export type Failover = {
  readonly serverId: string
  readonly suspectedAt: number
  readonly detectedAt: number | null
  readonly fencedAt: number | null
  readonly promotedAt: number | null
  readonly failedOverAt: number | null
  readonly standbyReadyAt: number | null
  /** Why it did not go on; null as long as it does. */
  readonly refused: string | null
}

export type PostgresBackup = {
  /** b001 and up, as on Heroku. */
  readonly id: string
  readonly state: 'running' | 'done' | 'failed'
  readonly startedAt: number
  readonly endedAt: number | null
  readonly bytes: number
  readonly sha256: string
  /** Where it is kept. */
  readonly path: string
  readonly message: string | null
}

/** A backup that came back; it is over when it is told. */
export type PostgresRestore = {
  /** r002 and up: of the same numbers as the backups of its app. */
  readonly id: string
  readonly backupId: string
  readonly startedAt: number
  readonly endedAt: number
}

export type PostgresDatabase = {
  readonly addOnId: AddOnId
  readonly kind: PostgresHostKind
  readonly version: string
  /** The primary or the follower first, then the standby. */
  readonly servers: readonly PostgresServer[]
  /** The highest number of a server that it ever had: none is used twice. */
  readonly lastServer: number
  /** Its plan keeps a standby. */
  readonly isHa: boolean
  readonly replication: ReplicationMode
  /** How long a primary must not answer before the standby takes over. Heroku's is two minutes. */
  readonly detectionMs: number
  /** Another database's add-on, while it follows that. */
  readonly follows: AddOnId | null
  readonly forkedFrom: AddOnId | null
  /** A follower that is to be made anew: what it follows has another primary than the one it came from. */
  readonly isStale?: boolean
  /** Rises with each promotion: histories of the same origin with different numbers have parted. */
  readonly timeline: number
  /** The one under way, or the suspicion of one. */
  readonly failover: Failover | null
  /** Newest last, at most `maxFailoversKept`. */
  readonly failovers: readonly Failover[]
  readonly backups: readonly PostgresBackup[]
  /** Newest last, at most `maxRestoresKept`. */
  readonly restores?: readonly PostgresRestore[]
  /** Hour of the day, UTC; null: not scheduled. */
  readonly backupHour: number | null
}

/** `pg-1f0c2d9e7a-3` is the third. */
export const numberOfServer = (id: string): number => Number(id.slice(id.lastIndexOf('-') + 1))

export const maxFailoversKept = 20
export const maxBackupsKept = 50
export const maxRestoresKept = 20
export const usualDetectionMs = 5000
export const detectionRangeMs = [500, 600_000] as const

/** What a database may have for itself, of what `heroku pg:settings` knows. The others are of a whole server, or of modules that are not loaded. */
export const databaseSettings = {
  log_statement: 'choice', log_min_error_statement: 'choice', track_functions: 'choice', log_min_duration_statement: 'number', log_lock_waits: 'switch',
} as const
export type DatabaseSetting = keyof typeof databaseSettings
export const isDatabaseSetting = (name: string): name is DatabaseSetting => Object.hasOwn(databaseSettings, name)

export const primaryOf = (database: PostgresDatabase): PostgresServer | null => database.servers.find(({ role }) => role !== 'standby') ?? null
export const standbyOf = (database: PostgresDatabase): PostgresServer | null => database.servers.find(({ role }) => role === 'standby') ?? null

/** A ledger of writes at one moment: numbered rows that a client sends, and what became of them as far as the client knows. */
export type LedgerCounts = {
  readonly at: number
  readonly sent: number
  readonly acknowledged: number
  /** Attempts whose connection broke before the answer: nobody knows. */
  readonly unknown: number
  /** Attempts that were refused. */
  readonly failed: number
  /** Of its connections, how many stand. */
  readonly connected: number
  readonly lastError: string | null
}

/** What comparing the client's journal with the table gave. */
export type LedgerVerdict = {
  readonly acknowledged: number
  /** Acknowledged, and not in the table. */
  readonly lost: number
  /** Numbers that are in the table more than once. */
  readonly duplicated: number
  /** In the table, though no answer came for them. */
  readonly unacknowledged: number
  /** SHA-256 over the acknowledged numbers: by the client's journal, and those of them that the table has. Equal when nothing was lost. */
  readonly journalSha256: string
  readonly tableSha256: string
  /** The first numbers that were lost. */
  readonly firstLost: readonly number[]
  readonly journalPath: string
}
