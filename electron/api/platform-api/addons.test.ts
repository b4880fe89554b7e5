import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { catalogueText } from '../../engine/addons/addons.fixture.ts'
import type { MakeService } from '../../engine/addons/service.ts'
import { controlWorld, type ControlWorld } from '../control.fixture.ts'
import { departures } from './schema-check.fixture.ts'

const inASecond = (slug: string, vars: Record<string, string>): MakeService => (desk) => ({
  slug,
  provision: () => new Promise((resolve) => void desk.kernel.clock.after(1000, () => resolve({ config: { default: vars }, message: null }))),
  changePlan: async () => ({ message: null }),
  deprovision: async () => undefined,
})

let at: ControlWorld

beforeEach(async () => {
  at = await controlWorld({ addOns: { addOnCatalogue: catalogueText, addOnServices: [inASecond('heroku-postgresql', { HEROKU_POSTGRESQL_URL: 'postgres://secret' }), inASecond('memcachier', { MEMCACHIER_SERVERS: 'x' })] } })
  await at.ask('POST', '/apps', { body: { name: 'shop' } })
  await at.ask('POST', '/apps', { body: { name: 'stats' } })
})
afterEach(async () => {
  await at.close()
  expect(at.logged).toEqual([])
})

async function made(): Promise<{ id: string; name: string }> {
  const answer = await at.ask('POST', '/apps/shop/addons', { body: { plan: { name: 'heroku-postgresql' }, attachment: {}, config: {} } })
  expect(answer).toMatchObject({ status: 202, json: { state: 'provisioning', plan: { name: 'heroku-postgresql:essential-0' } } })
  await at.world.clock.advance(2000)
  return answer.json
}

describe('add-ons over the Platform API', () => {
  it('have the form of Heroku\'s schema: services, plans, add-ons and attachments', async () => {
    const { name } = await made()
    const checked = [
      ['add-on-service', '/addon-services'], ['add-on-service', '/addon-services/heroku-postgresql'], ['plan', '/addon-services/heroku-postgresql/plans'], ['plan', '/plans/heroku-postgresql:standard-0'],
      ['add-on', '/addons'], ['add-on', `/addons/${name}`], ['add-on', '/apps/shop/addons'], ['add-on', `/apps/shop/addons/${name}`],
      ['add-on-attachment', '/addon-attachments'], ['add-on-attachment', '/apps/shop/addon-attachments'], ['add-on-attachment', '/apps/shop/addon-attachments/DATABASE'], ['add-on-attachment', `/addons/${name}/addon-attachments`],
    ] as const
    for (const [resource, path] of checked) {
      const { status, json, text } = await at.ask('GET', path)
      expect(status, path).toBe(200)
      const items = Array.isArray(json) ? json : [json]
      expect(items.length, path).toBeGreaterThan(0)
      expect(items.flatMap((item) => departures(resource, item)), path).toEqual([])
      expect(text).not.toContain('secret')
    }
    expect((await at.ask('GET', `/addons/${name}`)).json).toMatchObject({ state: 'provisioned', config_vars: expect.arrayContaining(['DATABASE_URL']) })
  })

  it('are found by the names that its command line sends', async () => {
    const { id, name } = await made()
    for (const addon of [id, name, 'heroku-postgresql', 'heroku-postgresql:essential-0', 'DATABASE', 'DATABASE_URL']) {
      expect((await at.ask('POST', '/actions/addons/resolve', { body: { addon, app: 'shop' } })).json, addon).toMatchObject([{ id }])
      expect((await at.ask('POST', '/actions/addons/resolve', { body: { addon, app: 'stats' } })).status, addon).toBe(addon === id || addon === name ? 200 : 404)
    }
    expect((await at.ask('POST', '/actions/addon-attachments/resolve', { body: { addon_attachment: 'DATABASE_URL', app: 'shop' } })).json).toMatchObject([{ name: 'DATABASE', addon: { id, plan: { name: 'heroku-postgresql:essential-0' } }, config_vars: ['DATABASE_URL'], namespace: null }])
    expect((await at.ask('POST', '/actions/addon-attachments/resolve', { body: { addon_attachment: 'NOTHING', app: 'shop' } })).status).toBe(404)
  })

  it('are attached, promoted with the name of the app, changed, renamed, detached and destroyed (DA11)', async () => {
    const { id } = await made()
    const attached = await at.ask('POST', '/addon-attachments', { body: { addon: { name: id }, app: { name: 'stats' }, name: 'ORDERS', namespace: null } })
    expect(attached).toMatchObject({ status: 201, json: { name: 'ORDERS', app: { name: 'stats' } } })
    const second = await made()
    expect((await at.ask('POST', '/addon-attachments', { body: { addon: { name: second.name }, app: { name: 'shop' }, name: 'DATABASE' } })).json.id).toBe('confirmation_required')
    expect((await at.ask('POST', '/addon-attachments', { body: { addon: { name: second.name }, app: { name: 'shop' }, name: 'DATABASE', confirm: 'shop' } })).status).toBe(201)
    expect((await at.ask('GET', '/apps/shop/addon-attachments/DATABASE')).json).toMatchObject({ addon: { name: second.name } })
    expect(await at.ask('PATCH', `/apps/shop/addons/${id}`, { body: { plan: { name: 'heroku-postgresql:standard-0' }, name: 'orders' } })).toMatchObject({ status: 200, json: { name: 'orders', plan: { name: 'heroku-postgresql:standard-0' } } })
    expect((await at.ask('DELETE', `/apps/shop/addons/orders`, { body: { force: false } })).status).toBe(409)
    expect((await at.ask('DELETE', `/addon-attachments/${attached.json.id}`)).json).toMatchObject({ name: 'ORDERS' })
    expect(await at.ask('DELETE', `/apps/shop/addons/orders`, { body: { force: false } })).toMatchObject({ status: 200, json: { state: 'deprovisioned' } })
    await at.world.clock.advance(2000)
    expect((await at.ask('GET', '/addons/orders')).status).toBe(404)
  })

  it('refuse in the API\'s words', async () => {
    expect(await at.ask('POST', '/apps/shop/addons', { body: { plan: { name: 'heroku-mysql' } } })).toMatchObject({ status: 404, json: { id: 'not_found', message: expect.stringContaining('heroku-mysql') } })
    expect((await at.ask('POST', '/apps/shop/addons', { body: {} })).status).toBe(400)
    await at.ask('PATCH', '/apps/shop/config-vars', { body: { DATABASE_URL: 'mine' } })
    expect((await at.ask('POST', '/apps/shop/addons', { body: { plan: 'heroku-postgresql', attachment: { name: 'DATABASE' } } })).status).toBe(409)
  })
})
