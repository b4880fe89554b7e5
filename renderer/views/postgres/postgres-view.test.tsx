// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AddOn } from '../../../shared/domain/add-on.ts'
import type { Failover, PostgresBackup, PostgresDatabase } from '../../../shared/domain/postgres.ts'
import { layOut } from '../laid-out.fixture.ts'
import { exampleAddOn, exampleApp, exampleRelease } from '../../scene/world.fixture.ts'
import { useAddOnDesk } from '../../store/addon-desk.ts'
import { farEngine, type FarEngine } from '../../store/far-engine.fixture.ts'
import { useUi } from '../../store/ui.ts'
import { PostgresView } from './postgres-view.tsx'

const settle = () => act(() => new Promise((resolve) => setTimeout(resolve, 0)))
const addOn = exampleAddOn({ plan: 'premium-0', config: { default: { HEROKU_POSTGRESQL_URL: '••••••••' } } })
const primary = { id: 'pg-one-1', role: 'primary', ports: { app: 5001, replication: 5002, monitor: 5003 } } as const
const standby = { id: 'pg-one-2', role: 'standby', ports: { app: 5011, replication: 5012, monitor: 5013 } } as const
const database: PostgresDatabase = {
  addOnId: 'd1', kind: 'embedded', version: '18.4', servers: [primary, standby], lastServer: 2, isHa: true, replication: 'async', detectionMs: 5000, follows: null, forkedFrom: null, timeline: 1,
  failover: null, failovers: [], backups: [], backupHour: null,
}
const suspicion: Failover = { serverId: 'pg-one-1', suspectedAt: 1000, detectedAt: null, fencedAt: null, promotedAt: null, failedOverAt: null, standbyReadyAt: null, refused: null }
const backup: PostgresBackup = { id: 'b001', state: 'done', startedAt: 1000, endedAt: 4000, bytes: 2048, sha256: 'ab'.repeat(32), path: '/data/b001.tgz', message: null }
const info = {
  name: 'postgresql-quiet-1', plan: 'Premium 0', status: 'Available', version: '18.4', host: 'embedded', about: 'PostgreSQL of the npm package', dataBytes: 65 * 2 ** 30, walBytes: null, storageLimitBytes: 64 * 2 ** 30, tables: null, connections: 3, connectionLimit: 120,
  ha: 'standby streams', lag: [], createdAt: 0, notes: ['It is over its limit of storage: writes are refused.'],
}

beforeEach(() => {
  layOut()
  useAddOnDesk.setState({ addOnId: null, service: null, sheet: null, appId: null, shown: {} })
})
afterEach(cleanup)

function open(one: AddOn | null, known: PostgresDatabase | null = database): FarEngine {
  const engine = farEngine({ apps: { a1: exampleApp() }, addOns: one === null ? {} : { [one.id]: one }, postgres: one === null || known === null ? {} : { [one.id]: { ...known, addOnId: one.id } }, releases: { a1: [exampleRelease(4, { createdAt: 6450 })] } })
  render(<PostgresView />)
  return engine
}

const show = (name: string): void => void fireEvent.click(within(screen.getByRole('group', { name: 'Part of the database' })).getByRole('button', { name }))

describe('a page of databases (AV5)', () => {
  test('says what it is for where there is none, and leads to the plans', () => {
    open(null)
    expect(screen.getByText(/watch a standby take over/)).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Add a database to an app' }))
    expect([useUi.getState().page, useAddOnDesk.getState().service]).toEqual(['addons', 'heroku-postgresql'])
  })

  test('says when it is being made, why it could not be, and that it goes', () => {
    open({ ...addOn, state: 'provisioning' }, null)
    expect(screen.getByText(/It is being made/)).toBeTruthy()
    expect(screen.queryByRole('group', { name: 'Part of the database' })).toBeNull()
    cleanup()
    open({ ...addOn, state: 'errored', message: 'The disk is full.' }, null)
    expect(screen.getByText('The disk is full.')).toBeTruthy()
    cleanup()
    open({ ...addOn, state: 'deprovisioning' })
    expect(screen.getByText('It is on its way out.')).toBeTruthy()
  })

  test('is not taken for a database before its servers are known', () => {
    open(addOn, null)
    expect(screen.getByText('Nothing is known of its servers yet.')).toBeTruthy()
  })

  test('a long name stands whole, and of several one is chosen', () => {
    const name = `postgresql-${'long-'.repeat(10)}1`
    farEngine({ apps: { a1: exampleApp() }, addOns: { d1: { ...addOn, name }, d2: { ...addOn, id: 'd2', name: 'second' } }, postgres: { d1: database, d2: { ...database, addOnId: 'd2', servers: [{ ...primary, id: 'pg-two-1' }] } } })
    render(<PostgresView />)
    const select = screen.getByLabelText<HTMLSelectElement>('Add-on')
    expect(within(select).getByRole('option', { name })).toBeTruthy()
    fireEvent.change(select, { target: { value: 'd2' } })
    expect(screen.getByText('pg-two-1')).toBeTruthy()
    expect(screen.getByText('The standby is being built: until it follows, nothing takes over.')).toBeTruthy()
  })
})

test('the servers say who they are and how far behind; what is over a limit is told', async () => {
  const engine = open(addOn)
  act(() => engine.item('lag', { at: 1000, lag: [{ serverId: 'pg-one-2', role: 'standby', addOn: addOn.name, bytes: 2048, seconds: 0.5, commits: 3, isSync: true, isStreaming: true }] }))
  const rows = within(screen.getByRole('region', { name: 'Servers' })).getAllByRole('listitem').map(({ textContent }) => textContent)
  expect(rows[0]).toContain('primarytakes writes')
  expect(rows[1]).toContain('streaming, commits wait for it, 2 KB behind, 3 commits')
  await settle()
  act(() => engine.answer('pg:info', info))
  await settle()
  const how = screen.getByRole('region', { name: 'How it is' })
  for (const words of ['65 GB of 64 GB', '3 of 120', 'not known', 'writes are refused']) expect(how.textContent).toContain(words)
})

test('servers that can not be asked say why, and can be asked again', async () => {
  const engine = open(addOn)
  await settle()
  await act(async () => engine.refuse('pg:info', 'addon-server-down', { addOn: addOn.name, why: 'nobody listens', fix: 'Wait.' }))
  expect(screen.getByRole('alert').textContent).toContain('postgresql-quiet-1 does not answer: nobody listens')
  fireEvent.click(screen.getByRole('button', { name: 'Ask again' }))
  await settle()
  act(() => engine.answer('pg:info', info))
  await settle()
  expect(screen.queryByRole('alert')).toBeNull()
})

describe('a failover (AV7)', () => {
  test('under way: the lost server is told, its steps have times as far as they went, and nothing else can be lost meanwhile', () => {
    open(addOn, { ...database, failover: { ...suspicion, detectedAt: 6000 } })
    expect(within(screen.getByRole('region', { name: 'Servers' })).getAllByRole('listitem')[0]?.textContent).toContain('does not answer')
    show('Failover')
    expect(screen.getByText('of pg-one-1, under way')).toBeTruthy()
    expect(screen.getByTestId('step-detected').textContent).toContain('+5.0 s')
    expect(screen.getByTestId('step-promoted').textContent).toContain('not yet')
    expect(screen.getByRole('button', { name: 'Kill the primary' })).toHaveProperty('disabled', true)
  })

  test('one that does not go on says why, and earlier ones can be looked at', () => {
    open(addOn, { ...database, failovers: [{ ...suspicion, detectedAt: 2000, promotedAt: 3000, failedOverAt: 6400 }, { ...suspicion, suspectedAt: 9000, refused: 'there is no standby' }] })
    show('Failover')
    expect(screen.getByText('It does not go on: there is no standby')).toBeTruthy()
    fireEvent.change(screen.getByLabelText('Which failover'), { target: { value: '1000' } })
    expect(screen.getByTestId('step-release').textContent).toContain('v4, with the new URL')
  })

  test('none yet: what to do, without a standby what happens instead, and a time out of bounds is not sent', () => {
    const engine = open({ ...addOn, plan: 'standard-0' }, { ...database, servers: [primary], isHa: false })
    show('Failover')
    expect(screen.getByText(/None yet. Start the ledger below/)).toBeTruthy()
    expect(screen.getByText('this plan has no standby: the server is started again and recovers')).toBeTruthy()
    expect(screen.getByRole('button', { name: 'sync' })).toHaveProperty('disabled', true)
    fireEvent.change(screen.getByLabelText('Given up after'), { target: { value: '10' } })
    expect(screen.getByRole('button', { name: 'Set it' })).toHaveProperty('disabled', true)
    fireEvent.click(screen.getByRole('button', { name: 'Freeze' }))
    fireEvent.click(screen.getByRole('button', { name: 'Freeze the primary' }))
    expect(engine.called('faults:start')).toEqual({ kind: 'addon-freeze', target: { kind: 'addon', addOn: addOn.name, server: 'primary' }, seconds: 60 })
  })

  test('rows that were acknowledged and are lost stand in the verdict', async () => {
    const engine = open(addOn)
    show('Failover')
    await settle()
    act(() => engine.answer('ledger:counts', { counts: { at: 1, sent: 12, acknowledged: 10, unknown: 1, failed: 1, connected: 4, lastError: 'the connection broke' } }))
    await settle()
    expect(screen.getByText('The last error: the connection broke')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Stop, and compare it with the table' }))
    await settle()
    await act(async () => engine.answer('ledger:stop', { acknowledged: 10, lost: 2, duplicated: 1, unacknowledged: 0, journalSha256: 'aa', tableSha256: 'bb', firstLost: [7, 8], journalPath: '/data/journal' }))
    const verdict = screen.getByTestId('ledger-verdict').textContent
    for (const words of ['2 acknowledged rows are lost', 'not the same', '7, 8', '1 row is there twice']) expect(verdict).toContain(words)
  })
})

describe('a query (AV6)', () => {
  const ask = async (sql: string): Promise<void> => {
    fireEvent.change(screen.getByLabelText('SQL'), { target: { value: sql } })
    fireEvent.keyDown(screen.getByLabelText('SQL'), { key: 'Enter', ctrlKey: true })
    await settle()
  }

  test('its answer stands as Postgres gave it: nulls are told, numbers keep their digits, and that there is more', async () => {
    const engine = open(addOn)
    show('Query')
    await ask('SELECT * FROM tea')
    expect(engine.called('pg:query')).toEqual({ addOn: addOn.name, sql: 'SELECT * FROM tea', maxRows: 200, timeoutMs: 10_000 })
    await act(async () => engine.answer('pg:query', { columns: ['n', 'name'], rows: [['9007199254740993', '<b>Assam</b>'], ['2', null]], hasMore: true, command: 'SELECT', tookMs: 3 }))
    const cells = within(screen.getByRole('region', { name: 'Answer' })).getAllByRole('cell').map(({ textContent }) => textContent)
    expect(cells).toEqual(['9007199254740993', '<b>Assam</b>', '2', 'null'])
    expect(screen.getByText('There are more rows: only the first 2 are shown.')).toBeTruthy()
  })

  test('one that is refused says so in the words of Postgres, shows no old answer, and is not lost', async () => {
    const engine = open(addOn)
    show('Query')
    await ask('SELECT 1')
    await act(async () => engine.answer('pg:query', { columns: ['one'], rows: [['1']], hasMore: false, command: 'SELECT', tookMs: 3 }))
    await ask('SELECT * FROM coffee')
    await act(async () => engine.refuse('pg:query', 'postgres-answer', { why: 'relation "coffee" does not exist' }))
    expect(screen.getByRole('alert').textContent).toContain('relation "coffee" does not exist')
    expect(screen.queryByRole('region', { name: 'Answer' })).toBeNull()
    expect(screen.getByLabelText<HTMLTextAreaElement>('SQL').value).toBe('SELECT * FROM coffee')
    expect(within(screen.getByLabelText('Earlier queries')).getByRole('option', { name: 'SELECT * FROM coffee' })).toBeTruthy()
  })
})

describe('backups', () => {
  test('none, one being taken, one that failed and one that is done', () => {
    open(addOn)
    show('Backups')
    expect(screen.getByText(/None yet. A backup is the whole database/)).toBeTruthy()
    cleanup()
    open(addOn, { ...database, backups: [backup, { ...backup, id: 'b002', state: 'failed', message: 'The disk is full.' }, { ...backup, id: 'b003', state: 'running', endedAt: null, bytes: 0 }] })
    show('Backups')
    const rows = screen.getAllByTestId(/^backup-/)
    expect(rows.map((row) => [row.dataset['testid'], within(row).getByRole('button', { name: 'Restore' })].map((one) => (typeof one === 'string' ? one : (one as HTMLButtonElement).disabled)))).toEqual([['backup-b003', true], ['backup-b002', true], ['backup-b001', false]])
    expect(rows[0]?.textContent).toContain('being taken')
    expect(rows[1]?.textContent).toContain('The disk is full.')
    expect(rows[2]?.textContent).toContain('2 KB')
    expect(within(screen.getByTestId('backup-b003')).getByRole('button', { name: 'Delete b003' })).toHaveProperty('disabled', true)
  })

  test('one goes over the database only when the name of the app that pays is typed', async () => {
    const engine = open(addOn, { ...database, backups: [backup] })
    show('Backups')
    fireEvent.click(screen.getByRole('button', { name: 'Restore' }))
    const form = screen.getByRole('form', { name: 'Restore b001 over postgresql-quiet-1' })
    expect(form.textContent).toContain('is gone')
    fireEvent.submit(form)
    expect(engine.called('pg:backups:restore')).toBeUndefined()
    fireEvent.change(within(form).getByLabelText('Type tea to confirm'), { target: { value: 'tea' } })
    fireEvent.submit(form)
    await settle()
    expect(engine.called('pg:backups:restore')).toEqual({ addOn: addOn.name, backup: 'b001', confirm: 'tea' })
    await act(async () => engine.refuse('pg:backups:restore', 'postgres-backup', { addOn: addOn.name, backup: 'b001', known: 'none' }))
    expect(within(form).getByRole('alert').textContent).toContain('has no backup b001 that is whole')
  })
})

test('credentials: who has one, a new password, a name that is refused, and the default one stays', async () => {
  const engine = open({ ...addOn, config: { ...addOn.config, ['analyst-'.repeat(5).slice(0, 40)]: { HEROKU_POSTGRESQL_URL: '••••••••' } } })
  show('Credentials')
  expect(screen.getByText('default').parentElement?.textContent).toContain('0 attachments have it')
  expect(screen.queryByRole('button', { name: 'Destroy default' })).toBeNull()
  fireEvent.click(screen.getByRole('button', { name: 'Rotate default' }))
  expect(engine.called('pg:credentials:rotate')).toEqual({ addOn: addOn.name })
  fireEvent.change(screen.getByLabelText('Name of a new credential'), { target: { value: 'default' } })
  fireEvent.click(screen.getByRole('button', { name: 'Create it' }))
  await settle()
  await act(async () => engine.refuse('pg:credentials:create', 'addon-option-invalid', { service: 'heroku-postgresql', option: 'default', why: 'it is there', fix: 'Choose another.' }))
  expect(screen.getByRole('alert').textContent).toContain('it is there')
  expect(screen.getByLabelText<HTMLInputElement>('Name of a new credential').value).toBe('default')
  fireEvent.click(screen.getByRole('button', { name: /^Destroy analyst/ }))
  fireEvent.submit(screen.getByRole('form', { name: /^Destroy the credential analyst/ }))
  expect(engine.called('pg:credentials:destroy')).toMatchObject({ addOn: addOn.name, confirm: 'tea' })
})

test('a follower says whom it follows, and parts only by name', async () => {
  const engine = farEngine({ apps: { a1: exampleApp() }, addOns: { d1: addOn, d2: { ...addOn, id: 'd2', name: 'leader' } }, postgres: { d1: { ...database, follows: 'd2', servers: [{ ...primary, role: 'follower' }], isHa: false } } })
  useAddOnDesk.setState({ shown: { 'heroku-postgresql': 'd1' } })
  render(<PostgresView />)
  show('Followers')
  fireEvent.click(screen.getByRole('button', { name: 'Unfollow' }))
  const form = screen.getByRole('form', { name: 'Unfollow leader' })
  fireEvent.submit(form)
  expect(engine.called('pg:unfollow')).toBeUndefined()
  fireEvent.change(within(form).getByLabelText('Type tea to confirm'), { target: { value: 'tea' } })
  fireEvent.submit(form)
  await settle()
  expect(engine.called('pg:unfollow')).toEqual({ addOn: addOn.name, confirm: 'tea' })
})

test('connections, locks and outliers each say when there is nothing, and a connection can be ended', async () => {
  const engine = open(addOn)
  show('Connections')
  await settle()
  act(() => engine.answer('pg:ps', { columns: ['pid', 'state'], rows: [['42', 'active']], hasMore: false, command: 'SELECT' }))
  await settle()
  fireEvent.click(screen.getByRole('button', { name: 'Kill 42' }))
  expect(engine.called('pg:kill')).toEqual({ addOn: addOn.name, pid: 42 })
  fireEvent.click(screen.getByRole('button', { name: 'Locks' }))
  await settle()
  act(() => engine.answer('pg:locks', { columns: [], rows: [], hasMore: false, command: 'SELECT' }))
  await settle()
  expect(screen.getByText('Nobody waits for a lock.')).toBeTruthy()
})
