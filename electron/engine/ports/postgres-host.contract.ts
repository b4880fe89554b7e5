// What every PostgresHost keeps. A simulated one has no processes and no log of writes: what it can not do it refuses in words.

import { expect, it } from 'vitest'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { Answer, PostgresHost } from './postgres-host.ts'

export type PostgresHostWorld = {
  readonly host: PostgresHost
  /** Absolute; nothing is there. */
  readonly noSuchFile: string
  close(): Promise<void>
}

const limits = { timeoutMs: 20_000, maxRows: 10 }
const sum = 'SELECT count(*), sum(n) FROM rows'

export function postgresHostContract(make: () => Promise<PostgresHostWorld>): void {
  const using = async (work: (host: PostgresHost, world: PostgresHostWorld) => Promise<void>): Promise<void> => {
    const world = await make()
    try {
      await work(world.host, world)
    } finally {
      await world.close()
    }
  }
  const ask = (host: PostgresHost, id: string, text: string): Promise<Answer> => host.sql(id, 'postgres', text, [], limits)
  const value = async (host: PostgresHost, id: string, text: string): Promise<string | null | undefined> => (await ask(host, id, text)).rows[0]?.[0]
  const filled = async (host: PostgresHost, id: string, rows = 100): Promise<void> => {
    await host.create(id, {})
    await host.start(id)
    await ask(host, id, 'CREATE TABLE rows (n integer)')
    await ask(host, id, `INSERT INTO rows VALUES ${Array.from({ length: rows }, (_, index) => `(${index + 1})`).join(', ')}`)
  }

  it('says what it is, and has no servers at first (PG1)', () => using(async (host) => {
    const report = await host.look()
    expect(report).toMatchObject({ kind: 'ready', about: expect.stringMatching(/\.$/) })
    expect([await host.list(), await host.recover()]).toEqual([[], []])
  }))

  it('makes a server, starts it and answers within its limits (PG1, PG5)', () => using(async (host) => {
    await filled(host, 'one')
    const answer = await host.sql('one', 'postgres', 'SELECT n FROM rows WHERE n > $1 ORDER BY n', [50], limits)
    expect(answer).toMatchObject({ columns: ['n'], hasMore: true })
    expect(answer.rows.map(([n]) => n)).toEqual(['51', '52', '53', '54', '55', '56', '57', '58', '59', '60'])
    expect((await host.sql('one', 'postgres', 'SELECT n FROM rows WHERE n > $1', [95], limits)).hasMore).toBe(false)
    expect(await refusal(ask(host, 'one', 'SELECT nothing FROM nowhere'))).toBe('postgres-answer')
    expect(await host.list()).toMatchObject([{ id: 'one', state: 'running', isStandby: false }])
  }))

  it('keeps data over every kind of end (PG2)', () => using(async (host) => {
    await filled(host, 'one')
    for (const how of ['fast', 'immediate', 'kill'] as const) {
      await host.stop('one', how)
      expect(await host.list()).toMatchObject([{ id: 'one', state: 'stopped', port: null }])
      await host.start('one')
      expect((await ask(host, 'one', sum)).rows).toEqual([['100', '5050']])
    }
  }))

  it('copies a running server into one of its own (PG4)', () => using(async (host) => {
    await filled(host, 'one')
    await host.standby('fork', { of: 'one', via: null, settings: {} })
    await ask(host, 'one', 'INSERT INTO rows VALUES (1000)')
    await host.start('fork')
    await host.promote('fork')
    await ask(host, 'fork', 'DELETE FROM rows WHERE n > 10')
    expect([await value(host, 'fork', 'SELECT sum(n) FROM rows'), await value(host, 'one', 'SELECT sum(n) FROM rows')]).toEqual(['55', '6050'])
  }))

  it('refuses names that are taken, unknown or no names, and settings that are not for choosing (PG3)', () => using(async (host, { noSuchFile }) => {
    await host.create('one', {})
    expect(await refusal(host.create('one', {}))).toBe('postgres-server')
    expect(await refusal(host.create('../out', {}))).toBe('postgres-server')
    expect(await refusal(host.start('two'))).toBe('postgres-server')
    expect(await refusal(ask(host, 'one', 'SELECT 1'))).toBe('postgres-server')
    expect(await refusal(host.standby('two', { of: 'one', via: null, settings: {} }))).toBe('postgres-server')
    expect(await refusal(host.restore('two', noSuchFile, { bytes: 1, sha256: '' }, {}))).toMatch(/^postgres-(data|unsupported)$/)
    await host.stop('two', 'fast')
    expect((await host.list()).map(({ id }) => id)).toEqual(['one'])
  }))

  it('removes a server with its data (PG3)', () => using(async (host) => {
    await filled(host, 'one')
    await host.remove('one')
    await host.remove('one')
    expect(await host.list()).toEqual([])
    await filled(host, 'one', 3)
    expect(await value(host, 'one', 'SELECT count(*) FROM rows')).toBe('3')
  }))
}

async function refusal(work: Promise<unknown>): Promise<string> {
  const outcome = await work.then(() => new Error('it was done'), (error: unknown) => error)
  if (outcome instanceof PlatformError) return outcome.code
  throw outcome
}
