import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { controlWorld, type Answer, type ControlWorld } from '../control.fixture.ts'

let at: ControlWorld
let name: string

/** The simulated server answers as the clock goes on. */
async function ask(method: string, path: string, body?: unknown): Promise<Answer> {
  let isOver = false
  const answer = at.ask(method, path, body === undefined ? {} : { body }).finally(() => void (isOver = true))
  while (!isOver) {
    await at.world.clock.advance(10)
    await new Promise((soon) => setImmediate(soon))
  }
  return answer
}

beforeEach(async () => {
  at = await controlWorld({ addOns: { addOnCatalogue: readFileSync(resolve('resources/add-ons/catalogue.yaml'), 'utf8') } })
  await ask('POST', '/apps', { name: 'shop' })
  name = (await ask('POST', '/apps/shop/addons', { plan: 'heroku-redis:premium-0' })).json.name
  await at.world.clock.advance(60_000)
})
afterEach(async () => {
  await at.close()
  expect(at.logged).toEqual([])
})

const base = () => `/redis/v0/databases/${name}`

it('a Redis is told in rows, and its plan is one that is connected to in the clear (DA14)', async () => {
  const { json } = await ask('GET', base())
  expect(json).toMatchObject({ name, plan: 'hobby-premium-0', prefer_native_tls: false, resource_url: expect.stringMatching(/^redis:\/\/:[^@]+@/) })
  const rows = Object.fromEntries(json.info.map((row: { name: string; values: string[] }) => [row.name, row.values[0]]))
  expect(rows).toMatchObject({ Plan: 'premium-0', Status: 'available', Maxmemory: 'noeviction', Timeout: '300' })
  expect((await ask('GET', `${base()}/wait`)).json).toEqual({ 'waiting?': false, message: 'available' })
  expect((await ask('GET', '/redis/v0/databases/nothing')).json).toMatchObject({ id: 'not_found', resource: 'add_on' })
})

it('its policy and timeout are set, its password is changed; what can not be set is refused (DA14)', async () => {
  expect((await ask('PATCH', `${base()}/config`, { maxmemory_policy: 'allkeys-lru' })).json).toMatchObject({ maxmemory_policy: { value: 'allkeys-lru', values: { 'allkeys-lru': expect.any(String) } } })
  expect((await ask('PATCH', `${base()}/config`, { timeout: '60' })).json).toMatchObject({ timeout: { value: 60 }, maxmemory_policy: { value: 'allkeys-lru' } })
  for (const wrong of [{ maxmemory_policy: 'most' }, { timeout: -1 }, { notify_keyspace_events: 'K' }]) expect((await ask('PATCH', `${base()}/config`, wrong)).status, JSON.stringify(wrong)).toBe(400)
  const { resource_url: before } = (await ask('GET', base())).json
  expect((await ask('POST', `${base()}/credentials_rotation`, {})).status).toBe(200)
  const { resource_url: after } = (await ask('GET', base())).json
  expect(after).not.toBe(before)
  expect((await ask('GET', '/apps/shop/config-vars')).json).toMatchObject({ REDIS_URL: after })
  for (const path of ['upgrade', 'stats/reset']) expect((await ask('POST', `${base()}/${path}`, {})).status, path).toBe(422)
})
