// A tour through a lively platform that stops at every endpoint. A new route of GET whose `:names` lively.fixture.ts knows needs no
// line here. Any other needs one: what to send, and, where it takes something away, what to make for it first.

import type { ControlWorld } from '../control.fixture.ts'
import type { Params } from './lively.fixture.ts'

export type Stop = {
  /** As in routes.ts. */
  readonly call: string
  readonly body?: unknown
  /** Made for this stop: values of the path's `:names` in place of the usual ones, and a body in place of `body`. */
  readonly first?: (at: ControlWorld) => Promise<{ readonly params?: Params; readonly body?: unknown }>
}

export const tour: readonly Stop[] = [
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
]

type Made = { readonly id: string; readonly name: string }

async function made(at: ControlWorld, path: string, body: unknown, params: (one: Made) => Params): Promise<{ params: Params }> {
  // A build that a stop before this one began would be in the way.
  await at.world.clock.advance(60_000)
  return { params: params((await at.ask('POST', path, { body })).json as Made) }
}

async function uploaded(at: ControlWorld): Promise<string> {
  const { json } = await at.ask('POST', '/sources')
  await at.raw('PUT', new URL(json.source_blob.put_url).pathname, { 'content-length': '7' }, 'tarball')
  return json.source_blob.get_url
}

async function databaseOf(at: ControlWorld): Promise<string> {
  return (await at.ask('POST', '/actions/addons/resolve', { body: { addon: 'DATABASE_URL', app: 'shop' } })).json[0].id
}
