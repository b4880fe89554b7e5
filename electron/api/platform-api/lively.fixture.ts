// For tests of every endpoint: a platform on which something of each kind is there to be asked for. The things of one area are made in
// lively-parts.fixture.ts.

import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createCertificates } from '../../adapters/certificates/certificates.ts'
import type { MakeService } from '../../engine/addons/service.ts'
import { controlWorld, owner, type ControlWorld } from '../control.fixture.ts'
import { certificatePair, makePeople, makePipeline, settled } from './lively-parts.fixture.ts'

/** Values of the `:names` in paths. */
export type Params = Readonly<Record<string, string>>
export type LivelyPlatform = ControlWorld & {
  readonly params: Params
  /** Of people who are known: their token by their email. */
  readonly tokens: Readonly<Record<string, string>>
}

const atOnce = (slug: string, vars: Readonly<Record<string, string>>): MakeService => () => ({
  slug,
  provision: async () => ({ config: { default: vars }, message: null }),
  changePlan: async () => ({ message: null }),
  deprovision: async () => undefined,
})

const services = [atOnce('heroku-postgresql', { HEROKU_POSTGRESQL_URL: 'postgres://x' }), atOnce('memcachier', { MEMCACHIER_SERVERS: 'x', MEMCACHIER_USERNAME: 'x' })]
const text = (path: string): string => readFileSync(resolve(import.meta.dirname, '../../../resources', path), 'utf8')
const catalogue = text('add-ons/catalogue.yaml')
const prices = text('price-books/heroku.yaml')

/** `shop` is deployed and has everything; `stats` is deployed, too, and belongs to no question about `shop`. */
export async function livelyPlatform(): Promise<LivelyPlatform> {
  const keys = mkdtempSync(join(tmpdir(), 'dynarium-lively-'))
  const at = await controlWorld({
    uploaded: { 'package.json': '{"name":"x"}', 'package-lock.json': '{}', Procfile: 'web: node server.js\nworker: node worker.js\n' },
    addOns: { addOnCatalogue: catalogue, addOnServices: services }, certificates: createCertificates(keys),
  })
  await at.world.engine.call('prices:use', { text: prices }, owner)
  for (const app of ['shop', 'stats']) {
    await at.deploy(app)
    await settled(at, 'POST', `/apps/${app}/addons`, { plan: 'heroku-postgresql' })
    await settled(at, 'POST', `/apps/${app}/domains`, { hostname: `www.${app}.test`, sni_endpoint: null })
    await settled(at, 'POST', `/apps/${app}/log-drains`, { url: `http://127.0.0.1:9/${app}` })
    await settled(at, 'POST', `/apps/${app}/webhooks`, { include: ['api:release'], level: 'notify', url: `http://127.0.0.1:9/${app}/hear` })
    await settled(at, 'PATCH', `/apps/${app}/config-vars`, { COLOR: 'blue' })
    await settled(at, 'PUT', `/apps/${app}/buildpack-installations`, { updates: [{ buildpack: 'heroku/nodejs' }] })
  }
  await settled(at, 'POST', '/apps/shop/addons', { plan: 'heroku-redis:premium-0' })
  await settled(at, 'POST', '/apps/shop/sni-endpoints', certificatePair(at))
  const tokens = await makePeople(at)
  await makePipeline(at)
  await at.world.clock.advance(60_000)
  return { ...at, tokens, params: await paramsOf(at) }
}

async function paramsOf(at: ControlWorld): Promise<Params> {
  const all = async (path: string): Promise<any[]> => (await at.ask('GET', path)).json
  const first = async (path: string): Promise<string> => String((await all(path))[0].id)
  const own = async (path: string): Promise<string> => String((await all(path)).find((one) => one.recipient?.email === owner || one.user?.email === owner).id)
  const [build] = await all('/apps/shop/builds')
  const [app, pipeline] = ['shop', 'line']
  return {
    app, pipeline, dyno: 'web.1', type: 'web', release: '3', domain: 'www.shop.test', service: 'heroku-postgresql', plan: 'heroku-postgresql:standard-0', stack: 'heroku-24', region: 'local', generation: 'cedar', size: 'standard-1x',
    account: '~', feature: 'preboot', team: 'brewers', member: 'ada@localhost', collaborator: 'ada@localhost', stage: 'review', build: build.id, slug: build.slug.id,
    drain: await first(`/apps/${app}/log-drains`), addon: (await all(`/apps/${app}/addons`))[0].name, attachment: await first(`/apps/${app}/addon-attachments`), endpoint: await first(`/apps/${app}/sni-endpoints`),
    webhook: await first(`/apps/${app}/webhooks`), delivery: await first(`/apps/${app}/webhook-deliveries`), event: await first(`/apps/${app}/webhook-events`), invoice: await first('/account/invoices'),
    key: await first('/account/keys'), authorization: await first('/oauth/authorizations'), client: await first('/oauth/clients'), transfer: await own('/account/app-transfers'), invitation: await own('/teams/tasters/invitations'),
    coupling: (await at.ask('GET', '/apps/shop/pipeline-couplings')).json.id, promotion: Object.keys(at.world.engine.kernel.state.promotions)[0] ?? '', review: await first(`/pipelines/${pipeline}/review-apps`),
  }
}
