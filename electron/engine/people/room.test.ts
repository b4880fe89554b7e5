import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { createMemoryJournal } from '../sim/memory-journal.ts'
import { createWorld } from '../sim/world.ts'
import { emptyState } from '../../../shared/domain/state.ts'
import { fold } from '../../../shared/fold/fold.ts'
import { readKey } from './keys.ts'

const [owner, ada, bob] = ['you@localhost', 'ada@localhost', 'bob@localhost']
const priceBook = readFileSync('resources/price-books/heroku.yaml', 'utf8')

async function platform(journal = createMemoryJournal()) {
  const { engine } = await createWorld({ seed: 7, journal, priceBook })
  const call = (name: string, input: object, by = owner): Promise<any> => engine.call(name, input, by)
  const refusal = (name: string, input: object, by: string): Promise<string> => call(name, input, by).then(() => 'none', (error: { code: string }) => error.code)
  return { engine, journal, call, refusal }
}

it('PE8 paid add-ons of somebody\'s app are its owner\'s alone', async () => {
  const { call, refusal } = await platform()
  await call('apps:create', { name: 'tea' })
  await call('access:add', { app: 'tea', email: ada })
  expect(await refusal('addons:create', { app: 'tea', service: 'heroku-postgresql:standard-0' }, ada)).toBe('paid-add-on')
  // What is free gets as far as the marketplace, which is empty here.
  expect(await refusal('addons:create', { app: 'tea', service: 'scheduler:standard' }, ada)).toBe('addon-service-unknown')
  expect(await refusal('addons:create', { app: 'tea', service: 'heroku-postgresql:standard-0' }, owner)).toBe('addon-service-unknown')
})

it('PE8 what names no app is the owner\'s, and what is not listed takes the permission to operate', async () => {
  const { call, refusal } = await platform()
  await call('people:add', { email: ada })
  await call('apps:create', { name: 'tea' })
  for (const [name, input] of [['platform:info', {}], ['faults:stop-all', {}], ['codes:list', {}], ['events:list', { limit: 5 }], ['people:list', {}]] as const) expect(await refusal(name, input, ada)).toBe('owner-only')
  for (const name of ['traffic:visit', 'config:get', 'events:list', 'maintenance:set']) {
    const input = { app: 'tea', path: '/', limit: 5, on: true }
    expect(await refusal(name, input, ada)).toBe('no-access')
  }
  await call('teams:create', { name: 'brewers' })
  await call('apps:transfer', { app: 'tea', recipient: 'brewers@herokumanager.com' })
  await call('members:set', { team: 'brewers', email: ada, role: 'viewer' })
  expect(await refusal('config:get', { app: 'tea' }, ada)).toBe('permission-missing')
  expect(await refusal('apps:lock', { app: 'tea' }, ada)).toBe('permission-missing')
  expect(await refusal('members:set', { team: 'brewers', email: bob }, ada)).toBe('team-admin-only')
})

it('WS2 nobody but the owner gets a shell on this machine, whatever may be done with the app that is named', async () => {
  const { call, refusal } = await platform()
  await call('apps:create', { name: 'tea' })
  await call('access:add', { app: 'tea', email: ada })
  const terminal = { columns: 80, rows: 24 }
  for (const input of [{ terminal }, { app: 'tea', terminal }]) expect(await refusal('shell:open', input, ada)).toBe('owner-only')
  // On simulated ports there is none for anybody.
  expect(await refusal('shell:open', { app: 'tea', terminal }, owner)).toBe('shell-none')
})

it('PE8 who may change one app does not reach into another through it, nor into the owner\'s folders', async () => {
  const { call, refusal } = await platform()
  for (const name of ['tea', 'coffee', 'milk']) await call('apps:create', { name })
  await call('access:add', { app: 'tea', email: ada })
  await call('pipelines:create', { name: 'hot', app: 'tea', stage: 'staging' })
  await call('pipelines:add', { pipeline: 'hot', app: 'coffee', stage: 'production' })
  for (const input of [{ app: 'tea' }, { app: 'tea', to: ['coffee'] }]) expect(await refusal('pipelines:promote', input, ada)).toBe('no-access')
  expect(await refusal('builds:create', { app: 'tea', source: { kind: 'app', app: 'milk' } }, ada)).toBe('no-access')
  expect(await refusal('builds:create', { app: 'tea', source: { kind: 'folder', path: '/tmp' } }, ada)).toBe('owner-only')
  await call('access:add', { app: 'coffee', email: ada })
  expect(await refusal('pipelines:promote', { app: 'tea' }, ada)).not.toBe('no-access')
})

it('PE1 PE3 people, tokens and places are in the journal: folding it gives them again, and an app that goes takes its own along', async () => {
  const { engine, journal, call } = await platform()
  await call('apps:create', { name: 'tea' })
  await call('access:add', { app: 'tea', email: ada })
  await call('people:token', { email: ada })
  await call('apps:transfer', { app: 'tea', recipient: bob })
  const again = emptyState()
  for (const event of journal.read(0, 1000)) fold(again, event)
  const { people, authorizations, collaborators, appTransfers } = engine.kernel.state
  expect(again).toMatchObject({ people, authorizations, collaborators, appTransfers })
  await call('apps:destroy', { app: 'tea', confirm: 'tea' })
  expect([Object.keys(engine.kernel.state.collaborators), Object.keys(engine.kernel.state.appTransfers)]).toEqual([[], []])
  await call('people:remove', { email: ada })
  expect(Object.keys(engine.kernel.state.authorizations)).toEqual([])
})

it('PE7 the fingerprint is the one that ssh-keygen -E md5 shows', () => {
  const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f ada@laptop'
  expect(readKey(key).comment).toBe('ada@laptop')
  expect(readKey(key).fingerprint).toBe('0f:a2:0a:d7:38:3e:65:45:08:6b:63:84:1c:ff:dc:ba')
})
