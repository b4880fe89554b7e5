import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { catalogueText } from '../../../engine/addons/addons.fixture.ts'
import type { MakeService } from '../../../engine/addons/service.ts'
import { controlWorld, type ControlWorld } from '../../control.fixture.ts'

const atOnce: MakeService = () => ({
  slug: 'heroku-postgresql', provision: async () => ({ config: { default: { HEROKU_POSTGRESQL_URL: 'postgres://u:p@localhost:1/d' } }, message: null }), changePlan: async () => ({ message: null }), deprovision: async () => undefined,
})

let at: ControlWorld
beforeEach(async () => void (at = await controlWorld({ addOns: { addOnCatalogue: catalogueText, addOnServices: [atOnce] } })))
afterEach(async () => {
  await at.close()
  expect(at.logged).toEqual([])
})

describe('what there is to choose from', () => {
  it('is told in Heroku\'s form, one by one and in lists; what is not there is not found (DA9)', async () => {
    await at.deploy('hello')
    for (const [path, name] of [['/stacks', 'heroku-24'], ['/regions', 'local'], ['/generations', 'cedar'], ['/dyno-sizes', 'Standard-1X']] as const) {
      const found = (await at.ask('GET', path)).json.find((one: { name: string }) => one.name === name)
      expect(found, path).toBeDefined()
      expect((await at.ask('GET', `${path}/${found.id}`)).json, path).toEqual(found)
      expect((await at.ask('GET', `${path}/${name}`)).json, path).toEqual(found)
      expect((await at.ask('GET', `${path}/nothing`)).status, path).toBeGreaterThanOrEqual(404)
    }
    expect((await at.ask('GET', '/stacks')).json).toEqual((await at.ask('GET', '/apps/hello/available-stacks')).json)
    expect((await at.ask('GET', '/dyno-sizes')).json).toEqual((await at.ask('GET', '/apps/hello/available-dyno-sizes')).json)
    expect((await at.ask('GET', '/dyno-sizes/performance-m')).json).toMatchObject({ memory: 2.5, compute: 12, dedicated: true, cost: { cents: 25_000, unit: 'month' } })
    for (const path of ['/spaces', '/enterprise-accounts']) expect((await at.ask('GET', path)).json, path).toEqual([])
  })

  it('has the slugs that an app has released, and no others (DA9)', async () => {
    await at.deploy('hello')
    const [build] = (await at.ask('GET', '/apps/hello/builds')).json
    expect((await at.ask('GET', `/apps/hello/slugs/${build.slug.id}`)).json).toMatchObject({ id: build.slug.id, process_types: { web: 'node server.js' }, stack: { name: 'heroku-24' } })
    expect((await at.ask('GET', '/apps/hello/slugs/nothing')).status).toBe(404)
  })

  it('costs what the meter says: an invoice a month, in cents (DA10)', async () => {
    await at.world.engine.call('prices:use', { text: readFileSync(resolve('resources/price-books/heroku.yaml'), 'utf8') }, 'you@localhost')
    await at.deploy('hello')
    await at.world.clock.advance(24 * 3_600_000)
    const invoices = (await at.ask('GET', '/account/invoices')).json
    const { bill } = (await at.world.engine.call('bill:show', {}, 'you@localhost')) as { bill: { micros: number; month: string } }
    const current = invoices.find((one: { number: number }) => one.number === Number(bill.month.replace('-', '')))
    expect(current).toMatchObject({ total: Math.round(bill.micros / 10_000), state: 0 })
    expect((await at.ask('GET', `/account/invoices/${current.id}`)).json).toEqual(current)
    expect((await at.ask('GET', '/accounts/me/actions/get-quota')).status).toBe(404)
  })
})

describe('more of add-ons', () => {
  it('are their config vars for the owner, plans of one service, and where services are to be had (DA11)', async () => {
    await at.ask('POST', '/apps', { body: { name: 'shop' } })
    const { id, name } = (await at.ask('POST', '/apps/shop/addons', { body: { plan: 'heroku-postgresql' } })).json
    await at.world.clock.advance(10)
    expect((await at.ask('GET', `/addons/${id}/config`)).json).toEqual([{ name: 'HEROKU_POSTGRESQL_URL', value: 'postgres://u:p@localhost:1/d' }])
    expect((await at.ask('PATCH', `/addons/${id}/config`, { body: { config: [] } })).status).toBe(403)
    expect(await at.ask('POST', `/addons/${id}/actions/provision`)).toMatchObject({ status: 200, json: { name } })
    expect((await at.ask('POST', `/addons/${id}/actions/deprovision`)).status).toBe(409)
    expect((await at.ask('GET', '/users/~/addons')).json).toMatchObject([{ id }])
    expect((await at.ask('GET', '/addon-services/heroku-postgresql/plans/standard-0')).json).toMatchObject({ name: 'heroku-postgresql:standard-0' })
    expect((await at.ask('GET', '/addon-services/heroku-postgresql/plans/nothing')).status).toBe(404)
    for (const path of ['/addon-region-capabilities', '/regions/local/addon-region-capabilities', '/addon-services/heroku-postgresql/region-capabilities']) expect((await at.ask('GET', path)).json[0], path).toMatchObject({ region: { name: 'local' } })
  })

  it('come with their plan and service whole where that is asked for, and not found says of what (DA11)', async () => {
    await at.ask('POST', '/apps', { body: { name: 'shop' } })
    await at.ask('POST', '/apps/shop/addons', { body: { plan: 'heroku-postgresql' } })
    await at.world.clock.advance(10)
    const whole = await at.raw('GET', '/apps/shop/addons', { authorization: `Bearer ${'c0ffee'.repeat(6)}`, 'accept-expansion': 'addon_service,plan' })
    expect(whole.json[0]).toMatchObject({ addon_service: { human_name: expect.any(String) }, plan: { price: { unit: 'month' } } })
    expect((await at.ask('GET', '/apps/shop/addon-attachments')).json[0]).toMatchObject({ addon: { plan: { name: 'heroku-postgresql:essential-0' } }, config_vars: [expect.stringMatching(/_URL$/)] })
    expect((await at.ask('GET', '/addons/nothing')).json).toMatchObject({ id: 'not_found', resource: 'add_on' })
    expect((await at.ask('POST', '/actions/addon-attachments/resolve', { body: { addon_attachment: 'NOTHING', app: 'shop' } })).json).toMatchObject({ id: 'not_found', resource: 'add_on attachment' })
  })
})
