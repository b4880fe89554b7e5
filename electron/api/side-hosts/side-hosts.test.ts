import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { controlWorld, owner, token, type ControlWorld } from '../control.fixture.ts'
import { createSignedLinks } from '../signed-links.ts'
import { createSideHosts, isSideHost, isSidePath } from './side-hosts.ts'

let at: ControlWorld
let server: Server
const bugs: unknown[] = []

beforeEach(async () => {
  at = await controlWorld()
  const world = { engine: at.world.engine, owner, controlUrl: at.control.url, routerPort: 0, uploads: at.uploads, links: createSignedLinks(token), fetchSource: () => Promise.reject(new Error('none')), hasSsh: false, now: Date.now }
  const hosts = createSideHosts(world, (bug) => bugs.push(bug))
  server = createServer((req, res) => void hosts(req, res, req.headers.host ?? '', req.headers.authorization === `Bearer ${token}` ? owner : null))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
})
afterEach(async () => {
  await new Promise((closed) => server.close(closed))
  await at.close()
  expect(bugs).toEqual([])
})

function ask(host: string, method: string, path: string, body?: unknown, authorization = `Bearer ${token}`): Promise<{ status: number; json: any }> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: (server.address() as AddressInfo).port, method, path, headers: { host, authorization, 'content-type': 'application/json' } }, (res) => {
      let text = ''
      res.setEncoding('utf8').on('data', (part: string) => (text += part)).on('end', () => resolve({ status: res.statusCode ?? 0, json: JSON.parse(text) }))
    })
    asked.on('error', reject)
    asked.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

describe('hosts beside the Platform API', () => {
  it('let autoscaling be set as a monitor, on the platform\'s own autoscaler (DA12)', async () => {
    await at.deploy('hello')
    await at.world.engine.call('ps:scale', { app: 'hello', changes: [{ type: 'web', quantity: 1, size: 'performance-m' }] }, owner)
    const { id } = (await at.ask('GET', '/apps/hello')).json
    const path = `/apps/${id}/formation/web/monitors`
    const metrics = 'api.metrics.heroku.com'
    expect((await ask(metrics, 'GET', path)).json).toEqual([])
    expect(await ask(metrics, 'POST', path, { action_type: 'scale', is_active: true, min_quantity: 1, max_quantity: 4, value: 500 })).toMatchObject({ status: 201, json: { is_active: true, min_quantity: 1, max_quantity: 4, value: 500 } })
    expect(at.world.engine.kernel.state.apps[id]?.autoscale).toMatchObject({ isOn: true, min: 1, max: 4, policy: { kind: 'p95', target: 500 } })
    const [monitor] = (await ask(metrics, 'GET', path)).json
    expect((await ask(metrics, 'PATCH', `${path}/${monitor.id}`, { is_active: false, op: 'GREATER_OR_EQUAL', period: 1 })).json).toMatchObject({ is_active: false })
    expect(at.world.engine.kernel.state.apps[id]?.autoscale?.isOn).toBe(false)
    expect((await ask(metrics, 'PATCH', `${path}/nothing`, { is_active: true })).status).toBe(404)
    expect((await ask(metrics, 'POST', path, { action_type: 'scale', min_quantity: 5, max_quantity: 2 })).status).toBe(422)
    expect((await ask(metrics, 'GET', path, undefined, 'Bearer wrong')).status).toBe(401)
  })

  it('count errors by code, of dynos by their type (DA12)', async () => {
    await at.deploy('hello')
    const { kernel } = at.world.engine
    const app = Object.values(kernel.state.apps)[0]
    const dyno = Object.values(kernel.state.dynos).find(({ type }) => type === 'web')
    kernel.commit({ kind: 'platform', text: 'a test' }, [{ type: 'dyno.erred', app: app?.id ?? null, data: { dynoId: dyno?.id ?? '', code: 'R14', params: {} } }])
    expect((await ask('api.metrics.herokai.com', 'GET', '/apps/hello/formation/web/metrics/errors')).json).toEqual({ data: { R14: [1] } })
    expect((await ask('api.metrics.herokai.com', 'GET', '/apps/hello/formation/worker/metrics/errors')).json).toEqual({ data: {} })
    expect((await ask('api.metrics.herokai.com', 'GET', `/apps/hello/formation/web/metrics/errors?end_time=2001-01-01T00:00:00Z`)).json).toEqual({ data: {} })
    expect((await ask('api.metrics.herokai.com', 'GET', '/apps/hello/router-metrics/errors?process_type=web')).json).toEqual({ data: {} })
  })

  it('tell the status by the faults in force, on the control port by path as well (DA13)', async () => {
    await at.deploy('hello')
    const quiet = await at.raw('GET', '/api/v4/current-status', {})
    expect(quiet.json).toMatchObject({ status: [{ system: 'Apps', status: 'green' }, { system: 'Data', status: 'green' }, { system: 'Tools', status: 'green' }], incidents: [] })
    await at.world.engine.call('faults:start', { kind: 'latency', target: { kind: 'type', app: 'hello', type: 'web' }, seconds: 60 }, owner)
    expect((await ask('status.heroku.com:443', 'GET', '/api/v4/current-status', undefined, '')).json).toMatchObject({ status: [{ status: 'yellow' }, { status: 'green' }, {}], incidents: [{ state: 'open', updates: [{ contents: expect.any(String) }] }] })
  })

  it('know the built-in buildpacks, which the command line then sets by their names (DA13)', async () => {
    const found = (await at.raw('GET', '/buildpacks?in[name][]=nodejs', {})).json as { fullname: string; blob_url: string }[]
    expect(found.map(({ fullname }) => fullname)).toEqual(['heroku/nodejs'])
    await at.ask('POST', '/apps', { body: { name: 'shop' } })
    const { blob_url: buildpack } = (await at.raw('GET', '/buildpacks/heroku%2Fnodejs', {})).json
    expect((await at.ask('PUT', '/apps/shop/buildpack-installations', { body: { updates: [{ buildpack }] } })).json).toMatchObject([{ buildpack: { name: 'heroku/nodejs' } }])
    expect((await at.raw('GET', '/buildpacks/acme%2Fnothing', {})).status).toBe(404)
  })

  it('have no alerts where nothing failed, no suspension, and no favourites; other hosts are not found in words (DA13)', async () => {
    expect((await ask('telex.heroku.com', 'GET', '/user/notifications')).json).toEqual([])
    expect((await ask('particleboard.heroku.com', 'GET', '/account')).json).toEqual({ scheduled_suspension_time: null, scheduled_deletion_time: null })
    expect((await ask('particleboard.heroku.com', 'GET', '/favorites?type=app')).json).toEqual([])
    expect((await ask('particleboard.heroku.com', 'POST', '/favorites', { type: 'app' })).status).toBe(501)
    expect(await ask('kolkrabbi.heroku.com', 'GET', '/account/github/token')).toMatchObject({ status: 404, json: { message: expect.stringContaining('kolkrabbi.heroku.com') } })
    expect([isSideHost('api.metrics.heroku.com:80'), isSideHost('example.test'), isSidePath('/buildpacks'), isSidePath('/apps')]).toEqual([true, false, true, false])
  })
})
