import { describe, expect, it } from 'vitest'
import type { AddOn, Attachment } from '../../shared/domain/add-on.ts'
import type { PlatformState } from '../../shared/domain/state.ts'
import { exampleAddOn } from '../scene/world.fixture.ts'
import { teaState, teaWorld, typed } from './console-world.fixture.ts'
import { equalCommand } from './equal-command.ts'
import { readCommand } from './read-command.ts'

const pg = exampleAddOn({ appId: 'id-tea' })
const attachment = (name: string, appId: string, addOnId = 'd1'): Attachment => ({ id: `${appId}/${name}`, addOnId, appId, name, credential: 'default', createdAt: 0 })
const attachments = Object.fromEntries([attachment('DATABASE', 'id-tea'), attachment('REPORTS', 'id-coffee')].map((one) => [one.id, one]))
const prices = { book: { title: 'b', version: 1, currency: 'USD', hoursOfMonth: 720, eras: { current: { dynos: {}, pools: {}, addons: { 'heroku-postgresql:essential-0': { month: 5, asOf: '2026', source: 's' } } }, classic: { dynos: {}, pools: {}, addons: {} } }, sources: {} } } as unknown as PlatformState['prices']

function world(more: Partial<PlatformState> = {}) {
  return teaWorld({ state: { ...teaState(), addOns: { d1: pg }, attachments, prices, era: 'current', ...more } })
}
const sent = async (line: string): Promise<unknown> => (await typed(line, { plan: 'essential-0' }, world())).sent
const lines = async (line: string, output: object = {}, more: Partial<PlatformState> = {}): Promise<readonly string[]> => (await typed(line, output, world(more))).lines

describe('the verbs of add-ons (AV4)', () => {
  it.each<[string, string, object]>([
    ['addons:create heroku-postgresql', 'addons:create', { app: 'tea', service: 'heroku-postgresql' }],
    ['addons:create heroku-postgresql:standard-0 --as MAIN --name my-db -a coffee', 'addons:create', { app: 'coffee', service: 'heroku-postgresql:standard-0', as: 'MAIN', name: 'my-db' }],
    ['addons:create heroku-postgresql --follow DATABASE --wait', 'addons:create', { app: 'tea', service: 'heroku-postgresql', options: { follow: 'DATABASE' } }],
    ['addons:upgrade DATABASE standard-0', 'addons:upgrade', { addOn: 'postgresql-quiet-1', plan: 'standard-0' }],
    ['addons:downgrade postgresql-quiet-1 mini', 'addons:upgrade', { addOn: 'postgresql-quiet-1', plan: 'mini' }],
    ['addons:attach postgresql-quiet-1 -a coffee --as MORE --credential reader', 'addons:attach', { addOn: 'postgresql-quiet-1', app: 'coffee', as: 'MORE', credential: 'reader' }],
    ['addons:detach REPORTS -a coffee', 'addons:detach', { app: 'coffee', attachment: 'REPORTS' }],
    ['addons:rename postgresql-quiet-1 books', 'addons:rename', { addOn: 'postgresql-quiet-1', name: 'books' }],
    ['addons:destroy DATABASE --confirm tea --force', 'addons:destroy', { addOn: 'postgresql-quiet-1', confirm: 'tea', force: true }],
  ])('%s', async (line, name, input) => {
    expect(await sent(line)).toEqual([{ name, input }])
  })

  it.each([
    ['addons:create', 'Missing required arg: service'], ['addons:upgrade none mini', "Couldn't find that add-on: none."], ['addons:upgrade DATABASE', 'Missing the plan.'],
    ['addons:destroy DATABASE', 'This destroys postgresql-quiet-1 of tea'], ['addons:detach', 'Missing required arg: attachment'], ['addons:rename DATABASE', 'Missing the new name.'], ['addons:wait', 'Missing required arg: addon'],
    ['addons -a none', "Couldn't find that app: none."],
  ])('"%s" is refused with what to try', async (line, message) => {
    expect((await lines(line))[0]).toContain(message)
  })

  it('lists add-ons with price and attachments in the shape of the CLI', async () => {
    expect(await lines('addons')).toEqual([
      '=== tea', '', 'Add-on                                  Plan         Price          Max Price    State', 'heroku-postgresql (postgresql-quiet-1)  essential-0  ~$0.0069/hour  $5.00/month  created',
      '  ├─ as DATABASE', '  └─ as REPORTS on coffee app', '', 'The table above shows add-ons and the attachments to the current app (tea) or other apps.',
    ])
    expect((await lines('addons -a coffee'))[3]).toContain('(billed to tea app)')
    expect((await lines('addons --all'))[3]).toMatch(/^tea +heroku-postgresql \(postgresql-quiet-1\)/)
    expect(await lines('addons', {}, { addOns: {}, attachments: {} })).toEqual(['No add-ons for app tea.', 'addons:services lists what there is.'])
  })

  it('a price that no book has is unknown, and not free', async () => {
    expect((await lines('addons', {}, { prices: null }))[3]).toContain('unknown')
    expect((await lines('addons:create heroku-postgresql', { name: 'n', plan: 'standard-0' }))[0]).toBe('unknown')
    expect((await lines('addons:create heroku-postgresql', { name: 'n', plan: 'essential-0' }))[0]).toBe('~$0.0069/hour (max $5.00/month)')
  })

  it('tells one add-on, and what a service has', async () => {
    expect((await lines('addons:info postgresql-quiet-1')).slice(2)).toEqual([
      'Attachments:  tea::DATABASE, coffee::REPORTS', expect.stringContaining('Installed at:'), 'Max Price:    $5.00/month', 'Owning app:   tea', 'Plan:         heroku-postgresql:essential-0', 'Price:        ~$0.0069/hour', 'State:        created',
    ])
    const plan = { name: 'essential-0', title: 'Essential 0', limits: { connections: 20 }, features: [] }
    const market = { services: [{ slug: 'heroku-postgresql', title: 'Heroku Postgres', about: 'A database.', group: 'data', vars: ['HEROKU_POSTGRESQL_URL'], usualPlan: { classic: 'x', current: 'essential-0' }, plans: [plan] }], prices: [{ plan: 'heroku-postgresql:essential-0', monthMicros: 5_000_000 }] }
    expect(await lines('addons:plans heroku-postgresql', market)).toEqual(['default  slug                           name         price          max price', '*        heroku-postgresql:essential-0  Essential 0  ~$0.0069/hour  $5.00/month'])
    expect(await lines('addons:services', market)).toEqual(['Slug               Name             Group', 'heroku-postgresql  Heroku Postgres  data', '', 'See plans with addons:plans SERVICE'])
    expect(await lines('addons:docs heroku-postgresql', market)).toContain('Config vars: HEROKU_POSTGRESQL_URL')
    expect((await lines('addons:plans heroku-postgresqk', market))[1]).toBe('Did you mean heroku-postgresql?')
  })

  it('waits until it is there, and says how it ended', async () => {
    const at = (change: Partial<AddOn>): PlatformState => ({ ...world().state, addOns: { d1: { ...pg, ...change } } })
    const plan = readCommand('addons:wait postgresql-quiet-1', world({ addOns: { d1: { ...pg, state: 'provisioning' } } }))
    const done = plan.kind === 'send' ? await plan.send(() => Promise.reject(new Error('nothing is asked')), () => at({})) : null
    expect(done?.awaited?.isSo(at({ state: 'provisioning' }))).toBe(false)
    expect(done?.awaited?.isSo(at({ state: 'errored' }))).toBe(true)
    expect(done?.awaited?.lines(at({}))).toEqual(['Created postgresql-quiet-1 as DATABASE, REPORTS'])
    expect(done?.awaited?.lines(at({ state: 'errored', message: 'Port taken.' }))).toEqual(['The add-on was unable to be created, with status errored', 'Port taken.'])
  })

  it('a click is shown as the command that equals it', () => {
    expect(equalCommand('addons:create', { app: 'tea', service: 'heroku-postgresql:essential-0', as: 'MAIN' })).toBe('heroku addons:create heroku-postgresql:essential-0 --as MAIN -a tea')
    expect(equalCommand('addons:destroy', { addOn: 'db', confirm: 'tea', force: true })).toBe('heroku addons:destroy db --confirm tea --force')
  })
})
