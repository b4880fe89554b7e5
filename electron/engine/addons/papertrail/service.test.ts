import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { CallInput, CallName, CallOutput } from '../../../../shared/protocol/calls.ts'
import type { EventOf, EventType } from '../../../../shared/protocol/events.ts'
import { redactState } from '../../../../shared/protocol/redact.ts'
import { createWorld, type World } from '../../sim/world.ts'

const addOnCatalogue = readFileSync(join(import.meta.dirname, '../../../../resources/add-ons/catalogue.yaml'), 'utf8')
const addOn = 'logs'
let world: World

const call = <N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> => world.engine.call(name, input, 'ada@localhost') as Promise<CallOutput<N>>
const events = <T extends EventType>(type: T): EventOf<T>[] => world.journal.read(0, 1_000_000).filter((event): event is EventOf<T> => event.type === type)
const refusal = (work: Promise<unknown>): Promise<string> => work.then(() => 'accepted', ({ code, message }: { code: string; message: string }) => `${code}: ${message}`)
/** Two lines of the app's log: `Enable maintenance mode by user ...` and the other. */
const lines = async (times: number): Promise<void> => {
  for (let count = 0; count < times; count += 1) await call('maintenance:set', { app: 'tea', on: count % 2 === 0 })
}
const found = async (query: string) => (await call('papertrail:search', { addOn, query })).lines.map(({ ps, text }) => `${ps}: ${text}`)

beforeEach(async () => {
  world = await createWorld({ seed: 3, addOns: { addOnCatalogue } })
  for (const name of ['tea', 'coffee']) await call('apps:create', { name })
  await call('addons:create', { app: 'tea', service: 'papertrail', name: addOn })
  await world.clock.advance(1000)
})

describe('papertrail', () => {
  it('gives its token, and keeps the lines of its app from then on (LS2)', async () => {
    expect((await call('config:get', { app: 'tea' }))['PAPERTRAIL_API_TOKEN']).toMatch(/^[0-9a-f]{32}$/)
    await lines(2)
    await call('maintenance:set', { app: 'coffee', on: true })
    expect(await found('program:api "maintenance mode"')).toEqual(['api: Enable maintenance mode by user ada@localhost', 'api: Disable maintenance mode by user ada@localhost'])
    expect(await found('sender:tea maintenance -enable')).toHaveLength(1)
    expect(await call('papertrail:info', { addOn })).toMatchObject({ missed: 0, trouble: null })
    expect(await call('papertrail:archives', { addOn })).toEqual({ archives: [] })
  })

  it('finds nothing that is older than the days of search of its plan, which another plan changes (LS10)', async () => {
    await lines(1)
    await world.clock.advance(2 * 86_400_000 - 60_000)
    expect(await found('"maintenance mode"')).toHaveLength(1)
    await world.clock.advance(120_000)
    expect(await found('"maintenance mode"')).toEqual([])
    expect(await call('papertrail:info', { addOn })).toMatchObject({ dayLimitBytes: 10 * 1024 * 1024, dropped: 0 })
    await call('addons:upgrade', { addOn, plan: 'papertrail:fixa' })
    expect(await found('"maintenance mode"')).toHaveLength(1)
    expect(await call('papertrail:info', { addOn })).toMatchObject({ dayLimitBytes: 50 * 1024 * 1024 })
  })

  it('refuses a search that can not be read, with what is wrong and where (LS1)', async () => {
    expect(await refusal(call('papertrail:search', { addOn, query: 'a (b' }))).toBe('search-invalid: This parenthesis is never closed.')
    expect(await refusal(call('papertrail:save', { addOn, name: 'x', query: '"' }))).toContain('search-invalid')
    expect(await refusal(call('papertrail:search', { addOn: 'nobody', query: '' }))).toContain('addon-not-found')
  })

  it('tells a live search what comes (LS5)', async () => {
    const reader = world.engine.open('papertrail:tail', { addOn, query: 'disable' })
    await lines(2)
    expect(await reader.next()).toMatchObject({ count: 1, lines: [{ text: 'Disable maintenance mode by user ada@localhost' }] })
    reader.close()
    expect(await reader.next()).toBeNull()
  })

  it('keeps searches under names, within bounds (LS8)', async () => {
    await call('papertrail:save', { addOn, name: ' Errors ', query: 'code=H' })
    await call('papertrail:save', { addOn, name: 'Errors', query: 'code=H12' })
    await call('papertrail:save', { addOn, name: 'Errors', query: 'code=H12' })
    expect(events('search.saved')).toHaveLength(2)
    expect(Object.values(world.engine.kernel.state.savedSearches)).toEqual([[{ name: 'Errors', query: 'code=H12', alert: null }]])
    for (let count = 1; count < 50; count += 1) await call('papertrail:save', { addOn, name: `s${count}`, query: '' })
    expect(await refusal(call('papertrail:save', { addOn, name: 'one more', query: '' }))).toContain('search-limit')
    expect(await refusal(call('papertrail:save', { addOn, name: ' ', query: '' }))).toContain('search-name-invalid')
    await call('papertrail:forget', { addOn, name: 'Errors' })
    expect(await refusal(call('papertrail:forget', { addOn, name: 'Errors' }))).toContain('search-not-found')
  })

  it('alerts once when enough lines match in time, and posts them as Papertrail does (LS9)', async () => {
    await call('papertrail:save', { addOn, name: 'On', query: 'enable' })
    await call('papertrail:alert', { addOn, name: 'On', alert: { times: 3, minutes: 10, webhook: 'http://127.0.0.1:9000/hook' } })
    await lines(4)
    await world.clock.advance(11 * 60_000)
    // The first two are too old by now.
    await lines(4)
    expect(events('search.alerted')).toEqual([])
    await lines(2)
    expect(events('search.alerted').map(({ data }) => data)).toMatchObject([{ name: 'On', count: 3, example: 'Enable maintenance mode by user ada@localhost' }])
    await lines(8)
    await world.clock.advance(1000)
    expect(events('search.alerted')).toHaveLength(1)
    expect(world.webhooks.posted).toHaveLength(1)
    const [{ url, type, text } = { url: '', type: '', text: '' }] = world.webhooks.posted
    expect([url, type]).toEqual(['http://127.0.0.1:9000/hook', 'application/x-www-form-urlencoded'])
    const payload = JSON.parse(decodeURIComponent(text.replace('payload=', ''))) as { events: object[] }
    expect(payload).toMatchObject({ saved_search: { name: 'On', query: 'enable' } })
    expect(payload.events.at(-1)).toMatchObject({ program: 'heroku/api', source_name: 'tea', severity: 'notice', message: 'Enable maintenance mode by user ada@localhost' })
    await world.clock.advance(10 * 60_000)
    await lines(6)
    expect(events('search.alerted')).toHaveLength(2)
  })

  it('tries a post again, and tells when none came through (LS9)', async () => {
    await call('papertrail:save', { addOn, name: 'On', query: 'enable' })
    await call('papertrail:alert', { addOn, name: 'On', alert: { times: 1, minutes: 1, webhook: 'http://127.0.0.1:9000/hook' } })
    world.webhooks.answers.push(null, 500)
    await lines(1)
    await world.clock.advance(30_000)
    expect([events('search.alertFailed').length, world.webhooks.posted.length]).toEqual([0, 2])
    await world.clock.advance(60_000)
    await call('maintenance:set', { app: 'tea', on: false })
    world.webhooks.answers.push(null, null, 503, null)
    await lines(2)
    await world.clock.advance(120_000)
    expect(events('search.alertFailed').map(({ data }) => data)).toMatchObject([{ name: 'On', webhook: 'http://127.0.0.1:9000/hook', why: 'nothing listens there' }])
    expect(Object.values(world.engine.kernel.state.savedSearches)[0]?.[0]?.alert?.trouble).toBe('nothing listens there')
  })

  it('refuses webhooks that make no sense, hides their passwords, and ends alerts that are turned off (LS9)', async () => {
    await call('papertrail:save', { addOn, name: 'On', query: 'enable' })
    const alert = { times: 1, minutes: 1, webhook: 'syslog://127.0.0.1' }
    expect(await refusal(call('papertrail:alert', { addOn, name: 'On', alert }))).toContain('webhook-invalid')
    await call('papertrail:alert', { addOn, name: 'On', alert: { ...alert, webhook: 'https://ada:secret@127.0.0.1/' } })
    expect(JSON.stringify(redactState(world.engine.kernel.state))).not.toContain('secret')
    await call('papertrail:alert', { addOn, name: 'On', alert: null })
    await lines(4)
    expect(events('search.alerted')).toEqual([])
  })

  it('goes with all that it kept; another plan keeps the lines', async () => {
    await lines(1)
    await call('papertrail:save', { addOn, name: 'On', query: 'enable' })
    await call('addons:upgrade', { addOn, plan: 'fixa' })
    expect(await found('enable')).toHaveLength(1)
    await call('addons:destroy', { addOn, confirm: 'tea' })
    await world.clock.advance(1000)
    expect(world.engine.kernel.state.savedSearches).toEqual({})
    expect(await refusal(call('papertrail:search', { addOn, query: '' }))).toContain('addon-not-found')
  })
})
