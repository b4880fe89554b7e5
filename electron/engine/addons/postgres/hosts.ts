// The hosts of servers as one: a server's name says on which it is. The first is where databases come that say nothing; another one is touched
// only when something of it is there, or is asked for.

import type { PostgresHostKind } from '../../../../shared/domain/postgres.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import type { PostgresHost, ServerId } from '../../ports/postgres-host.ts'

export type PostgresHosts = Omit<PostgresHost, 'kind' | 'look' | 'ask'> & {
  /** The usual one first. */
  readonly kinds: readonly PostgresHostKind[]
  readonly usual: PostgresHostKind
  of(kind: PostgresHostKind): PostgresHost
  /** As the port's, with the superuser's password of the host that this server is on. */
  ask(id: ServerId, ...question: Parameters<PostgresHost['ask']>): ReturnType<PostgresHost['ask']>
}

const prefixes: Readonly<Record<PostgresHostKind, string>> = { embedded: 'pg', simulated: 'pg', local: 'pgl', docker: 'pgd' }

/** What names of its servers begin with. */
export const stemOf = (addOnId: string, kind: PostgresHostKind): string => `${prefixes[kind]}-${addOnId.replaceAll('-', '').slice(0, 10)}`

/** Of an add-on, whatever host it is on. */
export const isServerOf = (id: ServerId, addOnId: string): boolean => Object.keys(prefixes).some((kind) => id.startsWith(`${stemOf(addOnId, kind as PostgresHostKind)}-`))

/** The one with statistics of statements: the others may have been built without. */
export const countsStatements = (kind: PostgresHostKind): boolean => kind === 'embedded' || kind === 'docker'

/** `isUsed`: a database is there, or is being made there. */
export function createPostgresHosts(all: readonly PostgresHost[], isUsed: (kind: PostgresHostKind) => boolean, onTrouble: (error: unknown) => void): PostgresHosts {
  const [usual] = all
  if (usual === undefined) throw new Error('a service without a host')

  function of(kind: PostgresHostKind): PostgresHost {
    const found = all.find((host) => host.kind === kind)
    if (found === undefined) throw new PlatformError('postgres-unavailable', { why: `this platform has no host ${kind}`, fix: `It has: ${all.map((host) => host.kind).join(', ')}.` })
    return found
  }

  const on = (id: ServerId): PostgresHost => all.find((host) => id.startsWith(`${prefixes[host.kind]}-`)) ?? usual
  const used = (): readonly PostgresHost[] => all.filter((host) => host === usual || isUsed(host.kind))

  /** One that is not there must not keep the others from what they do. */
  async function fromEach<T>(work: (host: PostgresHost) => Promise<readonly T[]>): Promise<readonly T[]> {
    const found = await Promise.all(used().map((host) => work(host).catch((error: unknown): readonly T[] => {
      if (host === usual) throw error
      if (!(error instanceof PlatformError)) onTrouble(error)
      return []
    })))
    return found.flat()
  }

  return {
    kinds: all.map(({ kind }) => kind), usual: usual.kind, of,
    connect: (sink) => all.forEach((host) => host.connect(sink)),
    recover: () => fromEach((host) => host.recover()),
    list: () => fromEach((host) => host.list()),
    create: (id, settings) => on(id).create(id, settings),
    start: (id) => on(id).start(id),
    stop: (id, how) => on(id).stop(id, how),
    freeze: (id) => on(id).freeze(id),
    thaw: (id) => on(id).thaw(id),
    configure: (id, settings) => on(id).configure(id, settings),
    standby: (id, order) => on(id).standby(id, order),
    follow: (id, via) => on(id).follow(id, via),
    release: (leader, id) => on(leader).release(leader, id),
    promote: (id) => on(id).promote(id),
    remove: (id) => on(id).remove(id),
    sizes: (id) => on(id).sizes(id),
    backup: (id, file) => on(id).backup(id, file),
    discard: (file) => usual.discard(file),
    restore: (id, file, expected, settings) => on(id).restore(id, file, expected, settings),
    sql: (id, ...question) => on(id).sql(id, ...question),
    ask: (id, ...question) => on(id).ask(...question),
    close: async () => void (await Promise.all(all.map((host) => host.close()))),
  }
}
