// Runs PostgreSQL servers, each with a data directory of its own: real ones out of an npm package, of this machine or in containers, or an
// imitation in memory. It knows servers and how they follow each other; what a server is for (primary, standby, follower) is the service's business.

export type PostgresHostKind = 'embedded' | 'local' | 'docker' | 'simulated'

/** Kebab-case, at most 40 characters; it is the server's name towards others (application_name), too. */
export type ServerId = string

export type PostgresHostReport =
  | {
      readonly kind: 'ready'
      /** e.g. `18.4`. */
      readonly version: string
      /** Which programs they are and where data lies, in a sentence. */
      readonly about: string
    }
  | { readonly kind: 'trouble'; readonly happened: string; readonly fix: string }

/** Of postgresql.conf. What must not be changed (ports, addresses, authentication) is refused. */
export type ServerSettings = Readonly<Record<string, string>>

export type ServerStop =
  /** Sessions are ended, all is written: a proper end. */
  | 'fast'
  /** No proper end: the next start recovers from the log. */
  | 'immediate'
  /** As if the machine were lost; a server that is frozen ends, too. The sink hears of it like of any crash. */
  | 'kill'

export type ServerState = 'stopped' | 'starting' | 'running' | 'frozen'

export type ServerFacts = {
  readonly id: ServerId
  readonly state: ServerState
  /** On 127.0.0.1, while it runs. */
  readonly port: number | null
  /** It follows another server, or will when it starts. */
  readonly isStandby: boolean
}

export type Address = { readonly host: string; readonly port: number }
export type Login = { readonly user: string; readonly password: string; readonly database: string }

export type AskLimits = {
  /** For connecting and for the answer, each. */
  readonly timeoutMs: number
  /** Of more rows it is said that there are more. */
  readonly maxRows: number
}

export type Answer = {
  readonly columns: readonly string[]
  /** Each value as text, as PostgreSQL writes it. */
  readonly rows: readonly (readonly (string | null)[])[]
  readonly hasMore: boolean
  /** e.g. `INSERT 0 1`. */
  readonly command: string
}

export type BackupFile = { readonly bytes: number; readonly sha256: string }

export type PostgresSink = {
  /** It ended without having been asked to. */
  exited(id: ServerId, how: { readonly status: number | null; readonly signal: string | null }): void
  /** What it wrote to its log. */
  logged(id: ServerId, lines: readonly string[]): void
}

/** Refusals are PlatformErrors: `postgres-unavailable`, `postgres-server`, `postgres-data`, `postgres-answer`, `postgres-unsupported`. */
export type PostgresHost = {
  readonly kind: PostgresHostKind
  /** Never rejects. */
  look(): Promise<PostgresHostReport>
  /** Called once at most, before anything is started. */
  connect(sink: PostgresSink): void
  /** Servers that a killed engine left running are stopped properly. Resolves with their ids; all data stays. */
  recover(): Promise<readonly ServerId[]>
  list(): Promise<readonly ServerFacts[]>
  /** A new server with an empty database `postgres`; not started. */
  create(id: ServerId, settings: ServerSettings): Promise<void>
  /** Resolves when it takes connections, a standby when it can be read. On the port it had before if that is free. */
  start(id: ServerId): Promise<{ readonly port: number }>
  /** Resolves when no process of it is left. One that does not run is no error. */
  stop(id: ServerId, how: ServerStop): Promise<void>
  /** Holds all its processes still; the system goes on taking connections for it. */
  freeze(id: ServerId): Promise<void>
  thaw(id: ServerId): Promise<void>
  /** For the next start, and at once where PostgreSQL can. */
  configure(id: ServerId, settings: ServerSettings): Promise<void>
  /**
   * A copy of a running server that follows it, not started. With `via` it reads the log there under its id as `application_name`; the other one
   * keeps the log for it until `release`. With null it does not follow: promoted, it is a fork.
   */
  standby(id: ServerId, order: { readonly of: ServerId; readonly via: Address | null; readonly settings: ServerSettings }): Promise<void>
  /** Follows another address from now on: a running one at once. */
  follow(id: ServerId, via: Address | null): Promise<void>
  /** `of` need not keep the log for `id` any more. No error if it never did, or does not run. */
  release(of: ServerId, id: ServerId): Promise<void>
  /** Resolves when it takes writes, with the number of its new history. One that does already is no error. */
  promote(id: ServerId): Promise<{ readonly timeline: number }>
  /** It and all its data; stopped first. */
  remove(id: ServerId): Promise<void>
  /** Bytes on disk: of data, and of the log of writes. */
  sizes(id: ServerId): Promise<{ readonly dataBytes: number; readonly walBytes: number }>
  /** All of a running server, whole in itself, as one archive. `file` must not be there; the folders above it are made. */
  backup(id: ServerId, file: string): Promise<BackupFile>
  /** An archive that is not needed any more. What is not there is no error. */
  discard(file: string): Promise<void>
  /** A new server out of an archive, not started; promoted, it is what was kept. Refuses one that is not as `expected`, before it makes anything. */
  restore(id: ServerId, file: string, expected: BackupFile, settings: ServerSettings): Promise<void>
  /** As the superuser, on the server's own port. Values are written $1, $2. */
  sql(id: ServerId, database: string, text: string, values: readonly (string | number | null)[], limits: AskLimits): Promise<Answer>
  /** As an ordinary client, a connection for each question. Without a login as the superuser. */
  ask(at: Address, login: Login | { readonly database: string }, text: string, values: readonly (string | number | null)[], limits: AskLimits): Promise<Answer>
  /** Stops all properly. */
  close(): Promise<void>
}

/** Where the file of a backup can be fetched without a token, and until when by the machine's clock. */
export type BackupLink = (addOnId: string, backup: string) => { readonly url: string; readonly untilMs: number }
