import { describe, expect, it } from 'vitest'
import type { AddOn, Attachment } from '../../shared/domain/add-on.ts'
import { exampleAddOn } from '../scene/world.fixture.ts'
import { teaState, teaWorld, typed } from './console-world.fixture.ts'

const pg = exampleAddOn({ appId: 'id-tea' })
const redis: AddOn = { ...pg, id: 'r1', name: 'redis-calm-2', service: 'heroku-redis', plan: 'premium-0' }
const second: AddOn = { ...pg, id: 'd2', name: 'postgresql-warm-3' }
const attach = (name: string, addOnId: string): Attachment => ({ id: name, addOnId, appId: 'id-tea', name, credential: 'default', createdAt: 0 })
const world = () => teaWorld({ state: { ...teaState(), addOns: { d1: pg, d2: second, r1: redis }, attachments: Object.fromEntries([attach('DATABASE', 'd1'), attach('HEROKU_POSTGRESQL_RED', 'd2'), attach('REDIS', 'r1')].map((one) => [one.id, one])) } })
const answer = { columns: ['n'], rows: [['1']], hasMore: false, command: 'SELECT', wasThere: true, url: 'http://x', id: 'b001', answer: 'PONG', tookMs: 12 }
const sent = async (line: string): Promise<unknown> => (await typed(line, answer, world())).sent
const lines = async (line: string): Promise<readonly string[]> => (await typed(line, answer, world())).lines

describe('the verbs of databases and Redis (AV4)', () => {
  it.each<[string, string, object]>([
    ['pg:psql -c "select 1"', 'pg:query', { addOn: pg.name, sql: 'select 1' }],
    ['pg:psql HEROKU_POSTGRESQL_RED_URL -c "select 1" --credential reader', 'pg:query', { addOn: second.name, sql: 'select 1', credential: 'reader' }],
    ['pg:ps', 'pg:ps', { addOn: pg.name }],
    ['pg:kill 42 --force', 'pg:kill', { addOn: pg.name, pid: 42, force: true }],
    ['pg:promote HEROKU_POSTGRESQL_RED', 'addons:attach', { addOn: second.name, app: 'tea', as: 'DATABASE', confirm: 'tea' }],
    ['pg:unfollow postgresql-warm-3 --confirm tea', 'pg:unfollow', { addOn: second.name, confirm: 'tea' }],
    ['pg:settings --replication sync --detection 1500', 'pg:settings', { addOn: pg.name, replication: 'sync', detectionMs: 1500 }],
    ['pg:credentials:create -n reader', 'pg:credentials:create', { addOn: pg.name, name: 'reader' }],
    ['pg:backups:capture', 'pg:backups:capture', { addOn: pg.name }],
    ['pg:backups:restore b001 HEROKU_POSTGRESQL_RED --confirm tea', 'pg:backups:restore', { addOn: second.name, backup: 'b001', confirm: 'tea' }],
    ['pg:backups:schedule --at 02:00', 'pg:backups:schedule', { addOn: pg.name, hour: 2 }],
    ['pg:backups:unschedule', 'pg:backups:schedule', { addOn: pg.name, hour: null }],
    ['pg:backups:url b001', 'pg:backups:url', { addOn: pg.name, backup: 'b001' }],
    ['redis:cli SET greeting "good day"', 'redis:cli', { addOn: redis.name, line: 'SET greeting "good day"' }],
    ['redis:maxmemory -p allkeys-lru', 'redis:maxmemory', { addOn: redis.name, eviction: 'allkeys-lru' }],
    ['redis:timeout REDIS_URL -s 60', 'redis:timeout', { addOn: redis.name, seconds: 60 }],
    ['redis:credentials', 'addons:config', { addOn: redis.name }],
    ['redis:credentials REDIS_URL --reset', 'redis:credentials:reset', { addOn: redis.name }],
    ['redis:promote', 'redis:promote', { addOn: redis.name }],
  ])('%s', async (line, name, input) => {
    expect(await sent(line)).toEqual([{ name, input }])
  })

  it.each([
    ['pg:psql', 'one line at a time'], ['pg:ps NOTHING', 'Unknown database: NOTHING.'], ['pg:kill', 'Missing required arg: pid'], ['pg:promote', 'Missing required arg: database'], ['pg:unfollow DATABASE', 'it will never follow again'],
    ['pg:backups:restore', 'Missing required arg: backup'], ['pg:backups:restore b001', 'replaces all data'], ['pg:backups:schedule --at 99', 'Missing the hour.'], ['pg:settings --replication maybe', 'is no way to replicate'],
    ['redis:cli', 'Missing the command.'], ['redis:maxmemory', 'Missing required flag: policy'], ['redis:maxmemory -p most', 'most is no eviction policy.'], ['redis:timeout', 'Missing the seconds.'], ['pg:info -a coffee', 'coffee has no database.'],
  ])('"%s" is refused with what to try', async (line, message) => {
    expect((await lines(line))[0]).toContain(message)
    expect(await sent(line)).toEqual([])
  })

  it('show tables as psql does, and answers as redis-cli does', async () => {
    expect(await lines('pg:psql -c "select 1"')).toEqual(['n', '-', '1', '(1 row)'])
    expect(await lines('redis:cli PING')).toEqual(['"PONG"'])
  })
})
