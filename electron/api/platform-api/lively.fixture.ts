// For tests of every endpoint: a platform on which something of each kind is there to be asked for.

import { catalogueText } from '../../engine/addons/addons.fixture.ts'
import type { MakeService } from '../../engine/addons/service.ts'
import { controlWorld, type Asked, type ControlWorld } from '../control.fixture.ts'

/** Values of the `:names` in paths. */
export type Params = Readonly<Record<string, string>>
export type LivelyPlatform = ControlWorld & { readonly params: Params }

const atOnce = (slug: string, vars: Readonly<Record<string, string>>): MakeService => () => ({
  slug,
  provision: async () => ({ config: { default: vars }, message: null }),
  changePlan: async () => ({ message: null }),
  deprovision: async () => undefined,
})

const services = [atOnce('heroku-postgresql', { HEROKU_POSTGRESQL_URL: 'postgres://x' }), atOnce('memcachier', { MEMCACHIER_SERVERS: 'x', MEMCACHIER_USERNAME: 'x' })]

/** `shop` is deployed and has everything; `stats` is deployed, too, and belongs to no question about `shop`. */
export async function livelyPlatform(): Promise<LivelyPlatform> {
  const at = await controlWorld({ uploaded: { 'package.json': '{"name":"x"}', 'package-lock.json': '{}', Procfile: 'web: node server.js\nworker: node worker.js\n' }, addOns: { addOnCatalogue: catalogueText, addOnServices: services } })
  for (const app of ['shop', 'stats']) {
    await at.deploy(app)
    await done(at, 'POST', `/apps/${app}/addons`, { body: { plan: 'heroku-postgresql' } })
    await done(at, 'POST', `/apps/${app}/domains`, { body: { hostname: `www.${app}.test`, sni_endpoint: null } })
    await done(at, 'POST', `/apps/${app}/log-drains`, { body: { url: `http://127.0.0.1:9/${app}` } })
    await done(at, 'PATCH', `/apps/${app}/config-vars`, { body: { COLOR: 'blue' } })
    await done(at, 'PUT', `/apps/${app}/buildpack-installations`, { body: { updates: [{ buildpack: 'heroku/nodejs' }] } })
  }
  await at.world.clock.advance(60_000)
  return { ...at, params: await paramsOf(at) }
}

async function done(at: ControlWorld, method: string, path: string, asked: Asked): Promise<void> {
  const { status, text } = await at.ask(method, path, asked)
  if (status >= 300) throw new Error(`${method} ${path}: ${text}`)
}

async function paramsOf(at: ControlWorld): Promise<Params> {
  const first = async (path: string, key: string): Promise<string> => String((await at.ask('GET', path)).json[0][key])
  return {
    app: 'shop', dyno: 'web.1', type: 'web', release: '3', domain: 'www.shop.test', service: 'heroku-postgresql', plan: 'heroku-postgresql:standard-0',
    build: await first('/apps/shop/builds', 'id'), drain: await first('/apps/shop/log-drains', 'id'),
    addon: await first('/apps/shop/addons', 'name'), attachment: await first('/apps/shop/addon-attachments', 'id'),
  }
}
