// What people ask a database: facts, a statement, who is connected, who waits for whom, which statements take the most. Heroku's command line
// does the same with psql and its extras.

import { findAddOn } from '../../../../shared/domain/add-on.ts'
import type { AddOn } from '../../../../shared/domain/add-on.ts'
import type { PostgresDatabase } from '../../../../shared/domain/postgres.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import type { CallOutput } from '../../../../shared/protocol/calls.ts'
import type { CallHandlers, StreamHandlers } from '../../journal/room.ts'
import type { Answer } from '../../ports/postgres-host.ts'
import { limitOf, quick, type PostgresContext } from './context.ts'
import { accessOf } from './database-url.ts'
import { at } from './fleet.ts'
import { lagOf } from './lag.ts'

const mebibyte = 1024 * 1024
const lagEveryMs = 1000

const sessions = `SELECT pid, state, application_name AS source, usename AS username, date_trunc('milliseconds', clock_timestamp() - query_start)::text AS running_for, wait_event IS NOT NULL AS waiting, query
  FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend' ORDER BY query_start`
const locks = `SELECT l.pid, c.relname, l.transactionid::text, l.mode, l.granted, left(a.query, 200) AS query, date_trunc('milliseconds', clock_timestamp() - a.query_start)::text AS age, array_to_string(pg_blocking_pids(l.pid), ', ') AS blocked_by
  FROM pg_stat_activity a JOIN pg_locks l ON l.pid = a.pid LEFT JOIN pg_class c ON c.oid = l.relation
  WHERE a.datname = current_database() AND l.pid <> pg_backend_pid() AND (l.mode = 'ExclusiveLock' OR l.mode = 'AccessExclusiveLock' OR l.mode = 'RowExclusiveLock' OR NOT l.granted) ORDER BY a.query_start`
const outliers = `SELECT round(total_exec_time::numeric, 1) AS total_ms, round((100 * total_exec_time / nullif(sum(total_exec_time) OVER (), 0))::numeric, 1) AS percent, calls, round((blk_read + blk_write)::numeric, 1) AS io_ms, left(query, 300) AS query
  FROM (SELECT total_exec_time, calls, query, %READ% AS blk_read, %WRITE% AS blk_write FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())) s ORDER BY total_exec_time DESC LIMIT 20`

export function consoleRoom(context: PostgresContext): { readonly calls: CallHandlers; readonly streams: StreamHandlers } {
  const { host, desk } = context
  const { kernel } = desk

  /** As the superuser, in the app's database. */
  async function inside(name: string, text: string, values: readonly (string | number | null)[] = []): Promise<Answer> {
    const { addOn, database, primary } = context.require(name)
    const access = accessOf(addOn)
    if (database.kind === 'simulated' || access === null) throw new PlatformError('postgres-unsupported', { what: 'That', why: 'the database is imitated in memory and has no sessions', fix: 'Use a platform with real processes.' })
    return host.sql(primary.id, access.database, text, values, quick)
  }

  async function query({ addOn: name, sql, maxRows, timeoutMs, credential }: { addOn: string; sql: string; maxRows: number; timeoutMs: number; credential?: string | undefined }): Promise<CallOutput<'pg:query'>> {
    const { addOn, primary } = context.require(name)
    const access = accessOf(addOn, credential)
    if (access === null) throw new PlatformError('addon-option-invalid', { service: context.slug, option: `credential ${credential ?? 'default'}`, why: `${addOn.name} has no such credential`, fix: `It has: ${Object.keys(addOn.config).join(', ')}.` })
    const begun = kernel.clock.now()
    const answer = primary.ports === null ? await host.sql(primary.id, access.database, sql, [], { maxRows, timeoutMs }) : await host.ask(primary.id, at(primary.ports.app), access, sql, [], { maxRows, timeoutMs })
    return { ...asTable(answer), tookMs: kernel.clock.now() - begun }
  }

  async function info(name: string): Promise<CallOutput<'pg:info'>> {
    const { addOn, database, primary } = context.require(name)
    const plan = desk.planOf(addOn)
    const report = await host.of(database.kind).look()
    const unknown = { tables: null, connections: null }
    const sizes = await host.sizes(primary.id).catch(() => null)
    const counted = database.kind === 'simulated' ? unknown : await counts(name).catch(() => null)
    const storage = limitOf(plan, 'storageMb')
    return {
      name: addOn.name, plan: plan.title, status: counted === null ? 'Unavailable' : 'Available', version: database.version, host: database.kind, about: report.kind === 'ready' ? report.about : report.happened,
      dataBytes: sizes?.dataBytes ?? null, walBytes: sizes?.walBytes ?? null, storageLimitBytes: storage === null ? null : storage * mebibyte,
      ...(counted ?? unknown), connectionLimit: limitOf(plan, 'connections'), ha: haWords(database), lag: [...(await lagOf(context, addOn.id))], createdAt: addOn.createdAt, notes: notesOf(addOn, database),
    }
  }

  async function counts(name: string): Promise<{ tables: number; connections: number }> {
    const { rows } = await inside(name, `SELECT (SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')), (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid())`)
    return { tables: Number(rows[0]?.[0] ?? 0), connections: Number(rows[0]?.[1] ?? 0) }
  }

  function notesOf({ id }: AddOn, { kind, follows, forkedFrom, timeline }: PostgresDatabase): string[] {
    const nameOf = (other: string): string => findAddOn(kernel.state, other)?.name ?? 'a database that is gone'
    const followed = Object.values(kernel.state.postgres).filter((one) => one.follows === id).map(({ addOnId }) => nameOf(addOnId))
    return [
      ...(kind === 'simulated' ? ['Imitated in memory: dynos can not connect to it.'] : []),
      ...(follows === null ? [] : [`Following ${nameOf(follows)}.`]),
      ...(forkedFrom === null ? [] : [`Forked from ${nameOf(forkedFrom)}.`]),
      ...(followed.length === 0 ? [] : [`Followed by ${followed.join(', ')}.`]),
      ...(timeline === 1 ? [] : [`Timeline ${timeline}: its history parted from that of lower numbers when it was promoted.`]),
    ]
  }

  const calls: CallHandlers = {
    'pg:info': ({ addOn }) => info(addOn),
    'pg:query': query,
    'pg:hosts': async () => ({ hosts: await Promise.all(host.kinds.map(async (kind) => {
      const report = await host.of(kind).look()
      return report.kind === 'ready' ? { kind, isThere: true, about: report.about } : { kind, isThere: false, about: `${report.happened} ${report.fix}` }
    })) }),
    'pg:ps': async ({ addOn }) => asTable(await inside(addOn, sessions)),
    'pg:kill': async ({ addOn, pid, force }) => {
      const { rows } = await inside(addOn, `SELECT ${force === true ? 'pg_terminate_backend' : 'pg_cancel_backend'}(pid) FROM pg_stat_activity WHERE pid = $1 AND datname = current_database()`, [pid])
      return { wasThere: rows[0]?.[0] === 't' }
    },
    'pg:locks': async ({ addOn }) => asTable(await inside(addOn, locks)),
    'pg:outliers': async ({ addOn }) => {
      const { rows } = await inside(addOn, `SELECT count(*) FROM pg_extension WHERE extname = 'pg_stat_statements'`)
      if (rows[0]?.[0] !== '1') throw new PlatformError('postgres-unsupported', { what: 'Telling which statements take the most', why: 'this PostgreSQL was started without pg_stat_statements', fix: 'Databases on the hosts embedded and docker have it.' })
      // Renamed in version 17, when they were split.
      const isNew = Number.parseInt(context.require(addOn).database.version, 10) >= 17
      return asTable(await inside(addOn, outliers.replace('%READ%', isNew ? 'shared_blk_read_time' : 'blk_read_time').replace('%WRITE%', isNew ? 'shared_blk_write_time' : 'blk_write_time')))
    },
  }

  const streams: StreamHandlers = {
    lag: ({ addOn: name }) => {
      const { addOn } = context.require(name)
      let isOver = false
      let isFirst = true
      return {
        next: async () => {
          if (!isFirst) await context.pause(lagEveryMs)
          isFirst = false
          if (isOver || !context.isOpen() || context.database(addOn.id) === null) return null
          return { at: kernel.clock.now(), lag: [...(await lagOf(context, addOn.id))] }
        },
        close: () => void (isOver = true),
      }
    },
  }
  return { calls, streams }
}

function haWords({ isHa, failover, servers }: PostgresDatabase): string | null {
  if (!isHa) return null
  if (failover?.detectedAt != null) return failover.refused === null ? 'Failing over' : 'Failed, and the standby may not take over'
  return servers.some(({ role }) => role === 'standby') ? 'Available' : 'Temporarily Unavailable'
}

const asTable = ({ columns, rows, hasMore, command }: Answer): CallOutput<'pg:ps'> => ({ columns: [...columns], rows: rows.map((row) => [...row]), hasMore, command })
