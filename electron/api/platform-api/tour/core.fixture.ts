import { certificatePair } from '../lively-parts.fixture.ts'
import type { LivelyPlatform } from '../lively.fixture.ts'
import { made, type Stop } from './stop.fixture.ts'

export const coreStops: readonly Stop[] = [
  { call: 'POST /apps', body: { name: 'made-on-tour' } },
  { call: 'PATCH /apps/:app', body: { maintenance: true } },
  { call: 'DELETE /apps/:app', first: (at) => made(at, '/apps', {}, ({ name }) => ({ app: name })) },
  { call: 'PATCH /apps/:app/config-vars', body: { COLOR: 'red' } },
  { call: 'PATCH /apps/:app/formation', body: { updates: [{ type: 'web', quantity: 2 }] } },
  { call: 'PATCH /apps/:app/formation/:type', body: { quantity: 1 } },
  { call: 'DELETE /apps/:app/formations/:type' },
  { call: 'POST /apps/:app/formations/:type/actions/stop' },
  { call: 'POST /apps/:app/dynos', body: { command: 'sleep 1000' } },
  { call: 'DELETE /apps/:app/dynos' },
  { call: 'DELETE /apps/:app/dynos/:dyno' },
  { call: 'POST /apps/:app/dynos/:dyno/actions/stop' },
  { call: 'POST /apps/:app/releases', body: { release: '3' } },
  { call: 'POST /apps/:app/builds', first: async (at) => ({ body: { source_blob: { url: await uploaded(at) } } }) },
  { call: 'DELETE /apps/:app/builds/:build', first: async (at) => made(at, '/apps/shop/builds', { source_blob: { url: await uploaded(at) } }, ({ id }) => ({ build: id })) },
  { call: 'DELETE /apps/:app/build-cache' },
  { call: 'PUT /apps/:app/buildpack-installations', body: { updates: [{ buildpack: 'heroku/nodejs' }] } },
  { call: 'POST /sources' },
  { call: 'POST /apps/:app/sources' },
  { call: 'POST /apps/:app/domains', body: { hostname: 'tour.shop.test', sni_endpoint: null } },
  { call: 'DELETE /apps/:app/domains/:domain', first: (at) => made(at, '/apps/shop/domains', { hostname: 'gone.shop.test', sni_endpoint: null }, ({ id }) => ({ domain: id })) },
  { call: 'POST /apps/:app/log-drains', body: { url: 'http://127.0.0.1:9/tour' } },
  { call: 'DELETE /apps/:app/log-drains/:drain', first: (at) => made(at, '/apps/shop/log-drains', { url: 'http://127.0.0.1:9/gone' }, ({ id }) => ({ drain: id })) },
  { call: 'POST /apps/:app/log-sessions', body: { lines: 10, tail: false } },
  { call: 'POST /actions/addons/resolve', body: { addon: 'DATABASE_URL', app: 'shop' } },
  { call: 'POST /apps/:app/addons', body: { plan: 'memcachier:dev' } },
  { call: 'PATCH /apps/:app/addons/:addon', body: { plan: 'heroku-postgresql:standard-0' } },
  { call: 'DELETE /apps/:app/addons/:addon', first: (at) => made(at, '/apps/shop/addons', { plan: 'heroku-postgresql' }, ({ id }) => ({ addon: id })) },
  { call: 'POST /addon-attachments', first: async (at) => ({ body: { addon: await databaseOf(at), app: 'stats', name: 'ORDERS' } }) },
  { call: 'DELETE /addon-attachments/:attachment', first: async (at) => made(at, '/addon-attachments', { addon: await databaseOf(at), app: 'stats', name: 'GONE' }, ({ id }) => ({ attachment: id })) },
  { call: 'POST /actions/addon-attachments/resolve', body: { addon_attachment: 'DATABASE_URL', app: 'shop' } },
  { call: 'PATCH /addons/:addon/config', body: { config: [] }, refusal: { status: 403, why: /are its service's to change/ } },
  { call: 'POST /addons/:addon/actions/deprovision', refusal: { status: 409, why: /says by itself when it is done/ } },
  { call: 'PATCH /apps/:app/domains/:domain', body: { sni_endpoint: null } },
  { call: 'POST /apps/:app/webhooks', body: { include: ['api:build'], level: 'sync', url: 'http://127.0.0.1:9/tour' } },
  { call: 'PATCH /apps/:app/webhooks/:webhook', body: { include: ['api:release', 'api:build'] } },
  { call: 'DELETE /apps/:app/webhooks/:webhook', first: (at) => made(at, '/apps/shop/webhooks', { include: ['api:app'], level: 'notify', url: 'http://127.0.0.1:9/gone' }, ({ id }) => ({ webhook: id })) },
  { call: 'POST /apps/:app/sni-endpoints', first: async (at) => ({ body: certificatePair(at) }) },
  { call: 'PATCH /apps/:app/sni-endpoints/:endpoint', first: async (at) => ({ body: certificatePair(at) }) },
  { call: 'DELETE /apps/:app/sni-endpoints/:endpoint', first: (at) => made(at, '/apps/shop/sni-endpoints', certificatePair(at), ({ id }) => ({ endpoint: id })) },
]

async function uploaded(at: LivelyPlatform): Promise<string> {
  const { json } = await at.ask('POST', '/sources')
  await at.raw('PUT', new URL(json.source_blob.put_url).pathname, { 'content-length': '7' }, 'tarball')
  return json.source_blob.get_url
}

async function databaseOf(at: LivelyPlatform): Promise<string> {
  return (await at.ask('POST', '/actions/addons/resolve', { body: { addon: 'DATABASE_URL', app: 'shop' } })).json[0].id
}
