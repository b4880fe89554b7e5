// Redis servers, each a node with a port on loopback and a folder of its own. Kinds behind one port: a real redis-server or
// valkey-server of this machine, one in a container, and Dynarium's own small one in a thread.

import type { EvictionPolicy } from '../../../shared/domain/redis.ts'

export type RedisKind = 'server' | 'docker' | 'embedded'

export type RedisReply = string | number | null | { readonly error: string } | readonly RedisReply[]

export type RedisNodeSpec = {
  /** Letters, digits and dashes. What lasts is kept under it. */
  readonly id: string
  /** Of the user `default`, who can all but what would take the server from Dynarium. */
  readonly password: string
  /** Of the user `dynarium`. */
  readonly adminPassword: string
  readonly memoryBytes: number
  readonly policy: EvictionPolicy
  /** Of apps, at once; what Dynarium itself needs comes on top. */
  readonly connections: number
  /** Of a client that says nothing; 0: never. */
  readonly timeoutS: number
  readonly persists: boolean
}

export type RedisNode = {
  readonly port: number
  /** "Redis 7.0.15", as people read it. */
  readonly version: string
}

export type RedisLook =
  | { readonly kind: 'ready'; readonly version: string; readonly canReplicate: boolean; readonly mostMemoryBytes: number | null; readonly lacks: readonly string[] }
  | { readonly kind: 'trouble'; readonly happened: string; readonly fix: string }

export type RedisSink = {
  /** It ended without being asked to: a crash, or a kill. */
  ended(id: string, how: string): void
  /** In words for people: a disk that takes nothing. */
  trouble(id: string, text: string): void
}

/** All but `look` reject with an Error in words for people. */
export type RedisHost = {
  readonly kind: RedisKind
  look(): Promise<RedisLook>
  /** Called once at most. */
  connect(sink: RedisSink): void
  /** On the data that its id has, if it lasts. Resolves when it answers. What an earlier engine left running under this id is ended first. */
  start(spec: RedisNodeSpec): Promise<RedisNode>
  /** As `dynarium`, within time and size limits. Answers with an error are answers. */
  ask(id: string, commands: readonly (readonly string[])[]): Promise<readonly RedisReply[]>
  /** At once, as kill -9. */
  kill(id: string): Promise<void>
  /** It keeps its port and does nothing. */
  freeze(id: string): Promise<void>
  thaw(id: string): Promise<void>
  /**
   * It can not write its file any more, until `freeDisk` or its end: it refuses changes, as on a full disk, and goes on answering. Resolves when it
   * does, with what was done, in sentences. Rejects where that can not be, or where nothing of it lasts; then nothing was done.
   */
  fillDisk(id: string): Promise<readonly string[]>
  /** Resolves when it takes changes again, with all that it had answered for. One that is gone is no error. */
  freeDisk(id: string): Promise<void>
  /** In order: what lasts is on the disk. */
  stop(id: string): Promise<void>
  /** With its data. It need not run. */
  remove(id: string): Promise<void>
  stopAll(): Promise<void>
}
