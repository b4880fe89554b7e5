// Sequences of calls as other clients make them: the headers they send, the bodies in the form in which their languages write them,
// and the fields that they can not do without. Read from their public sources; none of their code is here.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { token, type Answer } from '../control.fixture.ts'
import { livelyPlatform, type LivelyPlatform } from './lively.fixture.ts'

let at: LivelyPlatform

beforeEach(async () => {
  at = await livelyPlatform()
})
afterEach(async () => {
  await at.close()
  expect(at.logged).toEqual([])
})

const basic = (user: string): string => `Basic ${Buffer.from(`${user}:${token}`).toString('base64')}`

/** heroku-go: version 3 and no variant, a Request-Id, Basic with the email as user, gzip offered as Go does. */
function go(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return at.ask(method, path, { ...(body === undefined ? {} : { body }), headers: { accept: 'application/vnd.heroku+json; version=3', 'user-agent': 'heroku/v6 (darwin; arm64)', 'request-id': '01234567-89ab-cdef-0123-456789abcdef', 'accept-encoding': 'gzip', authorization: basic('you@localhost'), ...headers } })
}

/** The gem platform-api on heroics: Basic without a user; a cache by ETag. */
const ruby = (method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
  at.ask(method, path, { ...(body === undefined ? {} : { body }), headers: { accept: 'application/vnd.heroku+json; version=3', 'user-agent': 'platform-api/3.8.0', authorization: basic(''), ...headers } })

describe('HP8 the Go client', () => {
  it('reads lists with the ranges that it writes, also with the empty option of its older versions', async () => {
    for (const range of ['version ..; max=1,order=desc', 'version ..; max=1, , order=desc', 'version ..; max=1, order=desc']) {
      const newest = await go('GET', '/apps/shop/releases', undefined, { range })
      expect(newest.json, range).toMatchObject([{ version: expect.any(Number), id: expect.any(String), status: 'succeeded' }])
      expect(newest.json[0].version, range).toBeGreaterThan(3)
      expect(newest.headers['content-encoding']).toBeUndefined()
    }
    expect((await go('GET', '/apps', undefined, { range: '..' })).json.map((app: { name: string }) => app.name)).toEqual(expect.arrayContaining(['shop', 'stats']))
  })

  it('finds an id and a message in what is refused, and the whole of what it sent in nothing', async () => {
    expect(await go('GET', '/apps/nowhere')).toMatchObject({ status: 404, json: { id: 'not_found', message: expect.stringContaining('nowhere') } })
    expect(await go('GET', '/account', undefined, { authorization: `Basic ${Buffer.from('you@localhost:wrong').toString('base64')}` })).toMatchObject({ status: 401, json: { id: 'unauthorized' } })
  })
})

describe('HP8 the Ruby client', () => {
  it('keeps answers by their ETag, and is told when they are as they were', async () => {
    const first = await ruby('GET', '/apps/shop')
    const again = await ruby('GET', '/apps/shop', undefined, { 'if-none-match': String(first.headers.etag) })
    expect(again).toMatchObject({ status: 304, text: '' })
    await ruby('PATCH', '/apps/shop', { maintenance: true })
    expect(await ruby('GET', '/apps/shop', undefined, { 'if-none-match': String(first.headers.etag) })).toMatchObject({ status: 200, json: { maintenance: true } })
  })

  it('walks a list by Next-Range until there is none', async () => {
    expect((await ruby('GET', '/apps/shop/releases', undefined, { range: 'id ..; max=1000' })).status).toBe(200)
    const seen: string[] = []
    for (let range: string | undefined = 'id ..; max=2'; range !== undefined; ) {
      const part: Answer = await ruby('GET', '/apps/shop/releases', undefined, { range })
      seen.push(...part.json.map(({ id }: { id: string }) => id))
      range = part.headers['next-range'] as string | undefined
      expect(part.status).toBe(range === undefined ? 200 : 206)
      expect(part.headers['content-type']).toMatch(/^application\/json/)
    }
    expect(seen).toHaveLength((await ruby('GET', '/apps/shop/releases')).json.length)
  })

  it('scales by a batch, and sets and removes config vars with nulls', async () => {
    expect((await ruby('PATCH', '/apps/shop/formation', { updates: [{ type: 'web', quantity: 2, size: 'standard-2X' }] })).json).toEqual(expect.arrayContaining([expect.objectContaining({ type: 'web', quantity: 2, size: 'Standard-2X' })]))
    expect((await ruby('PATCH', '/apps/shop/config-vars', { MYAPP: 'ROCKS', COLOR: null })).json).toMatchObject({ MYAPP: 'ROCKS' })
    expect((await ruby('GET', '/apps/shop/config-vars')).json).not.toHaveProperty('COLOR')
  })
})

describe("HP8 Terraform's provider", () => {
  it('makes an app with config vars and buildpacks, reads it, changes it and destroys it', async () => {
    const made = await go('POST', '/apps', { name: 'terraformed', region: 'us' })
    expect(made).toMatchObject({ status: 201, json: { id: expect.any(String), name: 'terraformed' } })
    const { id } = made.json
    expect((await go('PUT', `/apps/${id}/buildpack-installations`, { updates: [{ buildpack: 'heroku/nodejs' }] })).json).toMatchObject([{ ordinal: 0, buildpack: { name: 'heroku/nodejs' } }])
    expect((await go('PATCH', `/apps/${id}/config-vars`, { A: '1', B: '2' })).json).toEqual({ A: '1', B: '2' })
    const [release] = (await go('GET', `/apps/${id}/releases`, undefined, { range: 'version ..; max=1,order=desc' })).json
    expect((await go('GET', `/apps/${id}/releases/${release.id}`)).json.status).toBe('succeeded')
    // What its Read takes over into the state.
    expect((await go('GET', `/apps/${id}`)).json).toMatchObject({ name: 'terraformed', region: { name: expect.any(String) }, build_stack: { name: expect.any(String) }, git_url: expect.any(String), web_url: expect.any(String), acm: expect.any(Boolean), internal_routing: null, space: null, organization: null, team: null })
    expect((await go('GET', `/apps/${id}/buildpack-installations`)).json).toHaveLength(1)
    expect((await go('PATCH', `/apps/${id}`, { name: 'terraformed-2', build_stack: 'heroku-22' })).json).toMatchObject({ id, name: 'terraformed-2', build_stack: { name: 'heroku-22' } })
    expect((await go('DELETE', `/apps/${id}`)).status).toBe(200)
    expect((await go('GET', `/apps/${id}`)).json.id).toBe('not_found')
  })

  it('sets a formation by its type, and reads it by its id', async () => {
    const app = (await go('GET', '/apps/shop')).json.id
    const { id } = (await go('PATCH', `/apps/${app}/formation/web`, { quantity: 2, dyno_size: { name: 'standard-2x' } })).json
    expect((await go('GET', `/apps/${app}/formation/${id}`)).json).toMatchObject({ id, app: { id: app }, type: 'web', quantity: 2, size: 'Standard-2X' })
  })

  it('makes an add-on, waits for it by its id, renames it with an empty plan, changes its plan and destroys it', async () => {
    const app = (await go('GET', '/apps/shop')).json
    const made = await go('POST', `/apps/${app.id}/addons`, { confirm: app.name, plan: 'heroku-postgresql:essential-0', name: 'terraformed-db' })
    expect([201, 202]).toContain(made.status)
    await at.world.clock.advance(5000)
    const { id } = made.json
    expect((await go('GET', `/apps/${app.id}/addons/${id}`)).json).toMatchObject({ id, state: 'provisioned', app: { id: app.id }, config_vars: expect.any(Array), provider_id: expect.any(String) })
    const vars = (await go('GET', `/apps/${app.id}/config-vars`)).json
    for (const name of (await go('GET', `/addons/${id}`)).json.config_vars) expect(vars).toHaveProperty(name)
    expect((await go('PATCH', `/apps/${app.id}/addons/${id}`, { name: 'terraformed-db-2', plan: '' })).json).toMatchObject({ id, name: 'terraformed-db-2' })
    expect((await go('PATCH', `/apps/${app.id}/addons/${id}`, { name: 'terraformed-db-3', plan: 'heroku-postgresql:standard-0' })).json).toMatchObject({ name: 'terraformed-db-3', plan: { name: 'heroku-postgresql:standard-0' } })
    expect((await go('DELETE', `/apps/${app.id}/addons/${id}`)).status).toBe(200)
    expect((await go('GET', `/addons/${id}`)).json.id).toBe('not_found')
  })

  it('makes a domain, reads it by its id and removes it', async () => {
    const app = (await go('GET', '/apps/shop')).json.id
    const made = await go('POST', `/apps/${app}/domains`, { hostname: 'terraformed.example.test', sni_endpoint: null })
    expect(made).toMatchObject({ status: 201, json: { hostname: 'terraformed.example.test', cname: expect.any(String), sni_endpoint: null } })
    expect((await go('GET', `/apps/${app}/domains/${made.json.id}`)).json).toMatchObject({ id: made.json.id, app: { id: app } })
    expect((await go('DELETE', `/apps/${app}/domains/${made.json.id}`)).status).toBe(200)
  })

  it('HP7 an add-on whose plan can not be changed keeps its name, too', async () => {
    const { id, name } = (await go('POST', '/apps/shop/addons', { plan: 'heroku-postgresql:essential-0' })).json
    expect((await go('PATCH', `/apps/shop/addons/${id}`, { name: 'other-name', plan: 'memcachier:dev' })).status).toBeGreaterThanOrEqual(400)
    expect((await go('GET', `/addons/${id}`)).json.name).toBe(name)
  })
})
