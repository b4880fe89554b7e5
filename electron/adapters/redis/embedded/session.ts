// One client of the embedded server, and the server as its commands see it.

import type { EvictionPolicy } from '../../../../shared/domain/redis.ts'
import type { Waiting } from '../commands/command.ts'
import type { Reply, RespVersion } from '../resp/reply.ts'
import type { Store } from '../store/store.ts'
import type { AppendFile } from './append-file.ts'

export type Blocked = Waiting & { readonly words: string[]; readonly stop: () => void }

export type Session = {
  readonly id: number
  readonly address: string
  readonly since: number
  version: RespVersion
  database: number
  /** As whom it came in: as the app, or as Dynarium itself. Null: it has not said the password. */
  user: 'default' | 'dynarium' | null
  name: string
  library: { name: string; version: string }
  lastAt: number
  lastCommand: string
  /** Commands since MULTI. */
  queue: string[][] | null
  isQueueBroken: boolean
  watched: Set<string>
  isWatchBroken: boolean
  channels: Set<string>
  patterns: Set<string>
  blocked: Blocked | null
  isClosing: boolean
  /** At the end of what it is sent. */
  send(reply: Reply): void
  /** It waits no more: what came meanwhile is taken now. */
  goOn(): void
  end(): void
}

export type ServerSettings = {
  password: string
  readonly adminPassword: string
  maxBytes: number
  policy: EvictionPolicy
  maxClients: number
  /** Of a client that says nothing; 0: never. */
  timeoutS: number
}

export type Server = {
  readonly settings: ServerSettings
  readonly store: Store
  readonly sessions: Map<number, Session>
  readonly channels: Map<string, Set<Session>>
  readonly patterns: Map<string, Set<Session>>
  readonly startedAt: number
  readonly file: AppendFile | null
  readonly port: number
  runCommand(session: Session, words: string[]): void
  unblock(session: Session, reply: Reply): void
}

/** Of what a session command answers: `null` is the null reply; undefined: nothing is sent. */
export type SessionCommand = { readonly arity: number; readonly run: (words: string[], session: Session, server: Server) => Reply | undefined }
