import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { controlWorld, owner, token, type ControlWorld } from '../control.fixture.ts'
import { departures } from './schema-check.fixture.ts'

let at: ControlWorld

beforeEach(async () => {
  at = await controlWorld()
})
afterEach(async () => {
  await at.close()
  expect(at.logged).toEqual([])
})

const shown = (answer: { json: { type: string; quantity: number; size: string }[] }) => answer.json.map(({ type, quantity, size }) => `${type}=${quantity}:${size}`)
const versions = (answer: { json: { version: number }[] }) => answer.json.map((release) => release.version)

describe('answers have the form of Heroku\'s schema', () => {
  it('one of each resource', async () => {
    await at.deploy('hello')
    await at.ask('POST', '/apps/hello/domains', { body: { hostname: 'www.example.test' } })
    await at.ask('PUT', '/apps/hello/buildpack-installations', { body: { updates: [{ buildpack: 'heroku/nodejs' }] } })
    const checked = [
      ['account', '/account'], ['app', '/apps/hello'], ['app', '/apps'], ['formation', '/apps/hello/formation'], ['formation', '/apps/hello/formation/web'],
      ['dyno', '/apps/hello/dynos'], ['dyno', '/apps/hello/dynos/web.1'], ['release', '/apps/hello/releases'], ['release', '/apps/hello/releases/2'],
      ['build', '/apps/hello/builds'], ['domain', '/apps/hello/domains'], ['domain', '/apps/hello/domains/www.example.test'],
      ['buildpack-installation', '/apps/hello/buildpack-installations'],
    ] as const
    for (const [resource, path] of checked) {
      const { status, json } = await at.ask('GET', path)
      expect(status, path).toBe(200)
      const items = Array.isArray(json) ? json : [json]
      expect(items.length, path).toBeGreaterThan(0)
      expect(items.flatMap((item) => departures(resource, item)), path).toEqual([])
    }
    const session = await at.ask('POST', '/apps/hello/log-sessions', { body: { lines: 5 } })
    expect(departures('log-session', session.json)).toEqual([])
    const drained = await at.ask('POST', '/apps/hello/log-drains', { body: { url: 'syslog://127.0.0.1:9' } })
    expect(departures('log-drain', drained.json)).toEqual([])
    expect((await at.ask('GET', '/apps/hello/log-drains')).json).toEqual([drained.json])
    expect((await at.ask('DELETE', `/apps/hello/log-drains/${encodeURIComponent('syslog://127.0.0.1:9')}`)).json).toEqual(drained.json)
    expect((await at.ask('GET', `/apps/hello/log-drains/${drained.json.id}`)).status).toBe(404)
    expect(departures('source', (await at.ask('POST', '/sources')).json)).toEqual([])
  })
})

describe('apps', () => {
  it('are made with a name or without, found by name and id, changed and destroyed', async () => {
    const made = await at.ask('POST', '/apps', { body: { name: 'hello', region: 'eu' } })
    expect(made).toMatchObject({ status: 201, json: { name: 'hello', owner: { email: owner }, git_url: `${at.control.url}/hello.git`, maintenance: false } })
    const generated = await at.ask('POST', '/apps', { body: {} })
    expect(generated.json.name).toMatch(/^[a-z]+-[a-z]+-\d+$/)
    expect((await at.ask('GET', `/apps/${made.json.id}`)).json).toEqual(made.json)
    const changed = await at.ask('PATCH', '/apps/hello', { body: { name: 'hullo', maintenance: true } })
    expect(changed).toMatchObject({ status: 200, json: { id: made.json.id, name: 'hullo', maintenance: true } })
    expect(new Set((await at.ask('GET', '/apps')).json.map((app: { name: string }) => app.name))).toEqual(new Set([generated.json.name, 'hullo']))
    expect(await at.ask('DELETE', '/apps/hullo')).toMatchObject({ status: 200, json: { name: 'hullo' } })
    expect(await at.ask('GET', '/apps/hullo')).toMatchObject({ status: 404, json: { id: 'not_found', message: "Couldn't find that app: hullo." } })
  })

  it('with a name that is taken or not allowed are refused', async () => {
    await at.ask('POST', '/apps', { body: { name: 'hello' } })
    expect(await at.ask('POST', '/apps', { body: { name: 'hello' } })).toMatchObject({ status: 422, json: { id: 'invalid_params', message: 'Name hello is already taken.' } })
    expect(await at.ask('POST', '/apps', { body: { name: 'Hello!' } })).toMatchObject({ status: 422, json: { id: 'invalid_params' } })
    expect(await at.ask('POST', '/apps', { body: { name: 5 } })).toMatchObject({ status: 400, json: { id: 'bad_request' } })
  })
})

describe('config vars', () => {
  it('are set and removed in one release each, and never appear in a log or an error', async () => {
    await at.ask('POST', '/apps', { body: { name: 'hello' } })
    const before = (await at.ask('GET', '/apps/hello/releases')).json.length
    expect((await at.ask('PATCH', '/apps/hello/config-vars', { body: { A: '1', SECRET: 'hush-hush' } })).json).toEqual({ A: '1', SECRET: 'hush-hush' })
    expect((await at.ask('PATCH', '/apps/hello/config-vars', { body: { A: null } })).json).toEqual({ SECRET: 'hush-hush' })
    const releases = (await at.ask('GET', '/apps/hello/releases')).json
    expect(releases.length - before).toBe(2)
    expect((await at.ask('GET', '/apps/hello/releases/2/config-vars')).status).toBe(200)
    const refused = await at.ask('PATCH', '/apps/hello/config-vars', { body: { 'NO-DASH': 'hush-hush' } })
    expect(refused.status).toBe(422)
    expect(JSON.stringify([releases, refused.text])).not.toContain('hush-hush')
  })
})

describe('formation', () => {
  it('takes numbers, the CLI\'s strings and sizes in any case', async () => {
    await at.deploy('hello')
    const scale = (updates: unknown[]) => at.ask('PATCH', '/apps/hello/formation', { body: { updates } })
    expect(shown(await scale([{ type: 'web', quantity: 2 }]))).toEqual(['web=2:Standard-1X', 'worker=0:Standard-1X'])
    expect(shown(await scale([{ type: 'web', quantity: '+1' }, { type: 'worker', quantity: '1', size: 'standard-2x' }]))).toEqual(['web=3:Standard-1X', 'worker=1:Standard-2X'])
    const one = await at.ask('PATCH', '/apps/hello/formation/web', { body: { quantity: 1, dyno_size: { name: 'Standard-2X' } } })
    expect(one).toMatchObject({ status: 200, json: { type: 'web', quantity: 1, size: 'Standard-2X', command: 'node server.js' } })
    expect((await at.ask('GET', `/apps/hello/formation/${one.json.id}`)).json.type).toBe('web')
    expect(await scale([{ type: 'clock', quantity: 1 }])).toMatchObject({ status: 404, json: { id: 'not_found' } })
    expect((await at.ask('GET', '/apps/hello/formation')).headers['accept-ranges']).toBe('type, id')
  })
})

describe('dynos', () => {
  it('are listed, restarted one by one, by type or all, and run detached', async () => {
    await at.deploy('hello')
    const [web] = (await at.ask('GET', '/apps/hello/dynos')).json
    expect(web).toMatchObject({ name: 'web.1', type: 'web', state: 'up', size: 'Standard-1X', command: 'node server.js', attach_url: null })
    for (const [method, path] of [['DELETE', '/apps/hello/dynos/web.1'], ['DELETE', '/apps/hello/formations/web'], ['DELETE', '/apps/hello/dynos']] as const) {
      expect((await at.ask(method, path)).status, path).toBe(202)
      await at.world.clock.advance(60_000)
    }
    const [after] = (await at.ask('GET', '/apps/hello/dynos')).json
    expect(after).toMatchObject({ name: 'web.1', state: 'up' })
    expect(after.id).not.toBe(web.id)
    const run = await at.ask('POST', '/apps/hello/dynos', { body: { command: 'sleep 1000', size: 'standard-2x', env: { A: 'b' }, time_to_live: 60 } })
    expect(run).toMatchObject({ status: 201, json: { type: 'run', size: 'Standard-2X', command: 'sleep 1000' } })
    expect(run.json.name).toMatch(/^run\.\d+$/)
    expect((await at.ask('POST', `/apps/hello/dynos/${run.json.name}/actions/stop`)).status).toBe(202)
    await at.world.clock.advance(60_000)
    expect((await at.ask('GET', '/apps/hello/dynos')).json.map((dyno: { name: string }) => dyno.name)).toEqual(['web.1'])
    expect((await at.ask('GET', '/apps/hello/dynos/web.9')).status).toBe(404)
  })
})

describe('releases', () => {
  it('roll back by number, by v and number, and by id', async () => {
    await at.deploy('hello')
    await at.ask('PATCH', '/apps/hello/config-vars', { body: { A: '1' } })
    const before = (await at.ask('GET', '/apps/hello/releases')).json
    const deployed = before.find((release: { slug: unknown }) => release.slug !== null)
    for (const release of [deployed.id, deployed.version, `v${deployed.version}`]) {
      await at.ask('PATCH', '/apps/hello/config-vars', { body: { A: '2' } })
      const made = await at.ask('POST', '/apps/hello/releases', { body: { release } })
      expect(made, String(release)).toMatchObject({ status: 201, json: { description: `Rollback to v${deployed.version}`, slug: deployed.slug, current: true } })
      expect((await at.ask('GET', '/apps/hello/config-vars')).json).toEqual({})
    }
    expect((await at.ask('POST', '/apps/hello/releases', { body: { release: 99 } })).status).toBe(404)
    expect((await at.ask('POST', '/apps/hello/releases', { body: {} })).status).toBe(400)
  })

  it('come in parts, and 206 comes only with a Next-Range', async () => {
    await at.ask('POST', '/apps', { body: { name: 'hello' } })
    for (const value of ['1', '2', '3', '4']) await at.ask('PATCH', '/apps/hello/config-vars', { body: { A: value } })
    const all = await at.ask('GET', '/apps/hello/releases')
    const newest = versions(all).at(-1) as number
    expect(all).toMatchObject({ status: 200, headers: { 'accept-ranges': 'version, id' } })
    const latest = await at.ask('GET', '/apps/hello/releases', { headers: { range: 'version ..; order=desc,max=1' } })
    expect(versions(latest)).toEqual([newest])
    expect(latest).toMatchObject({ status: 206, headers: { 'next-range': `version ]${newest}..; max=1, order=desc`, 'content-range': `version ${newest}..${newest}` } })
    const walked: number[] = []
    let range: string | undefined = 'version ..; max=2'
    while (range !== undefined) {
      const part = await at.ask('GET', '/apps/hello/releases', { headers: { range } })
      walked.push(...versions(part))
      range = part.headers['next-range'] as string | undefined
      expect(part.status).toBe(range === undefined ? 200 : 206)
    }
    expect(walked).toEqual(versions(all))
    expect(await at.ask('GET', '/apps/hello/releases', { headers: { range: 'colour ..' } })).toMatchObject({ status: 416, json: { id: 'requested_range_not_satisfiable' } })
  })
})

describe('builds', () => {
  it('that are not there, and sources that can not be read, are refused', async () => {
    await at.deploy('hello')
    const [build] = (await at.ask('GET', '/apps/hello/builds')).json
    expect(build).toMatchObject({ status: 'succeeded', user: { email: owner } })
    expect((await at.ask('GET', `/apps/hello/builds/${build.id}`)).json).toEqual(build)
    expect((await at.ask('GET', '/apps/hello/builds/nope')).status).toBe(404)
    for (const url of ['https://example.test/x.tgz', 'http://10.0.0.1/x.tgz', 'gopher', 'file:///nowhere/x.tgz', `${at.control.url}/uploads/forged.x`]) {
      expect(await at.ask('POST', '/apps/hello/builds', { body: { source_blob: { url } } }), url).toMatchObject({ status: 422, json: { id: 'invalid_params' } })
    }
  })

  it('output can be read at their output_stream_url without a token', async () => {
    await at.deploy('hello')
    const [build] = (await at.ask('GET', '/apps/hello/builds')).json
    const path = new URL(build.output_stream_url).pathname
    const plain = await at.raw('GET', path, {})
    expect(plain.headers['content-type']).toBe('text/plain; charset=utf-8')
    expect(plain.text).toContain('-----> Building on the')
    const events = await at.raw('GET', path, { accept: 'text/event-stream' })
    expect(events.text).toMatch(/^data: .*-----> Building on the/m)
    expect((await at.raw('GET', `${path}x`, {})).status).toBe(404)
  })
})

describe('log sessions', () => {
  it('give an address that needs no token, filters, and ends without tail', async () => {
    await at.deploy('hello')
    await at.ask('PATCH', '/apps/hello/formation', { body: { updates: [{ type: 'worker', quantity: 1 }] } })
    await at.world.clock.advance(60_000)
    const session = await at.ask('POST', '/apps/hello/log-sessions', { body: { lines: 100, dyno: 'worker', source: 'heroku' } })
    expect(session.status).toBe(201)
    const path = new URL(session.json.logplex_url).pathname
    const plain = await at.raw('GET', path, {})
    const lines = plain.text.trim().split('\n')
    expect(lines.length).toBeGreaterThan(0)
    for (const line of lines) expect(line).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+\+00:00 heroku\[worker\.1\]: /)
    const events = await at.raw('GET', path, { accept: 'text/event-stream' })
    expect(events.headers['content-type']).toBe('text/event-stream')
    const ids = [...events.text.matchAll(/^id: (\d+)\ndata: \d{4}/gm)].map((match) => Number(match[1]))
    expect(ids).toHaveLength(lines.length)
    const rest = await at.raw('GET', path, { accept: 'text/event-stream', 'last-event-id': String(ids.at(-2)) })
    expect(rest.text).toContain(`id: ${ids.at(-1)}\n`)
    expect(rest.text).not.toContain(`id: ${ids.at(-2)}\n`)
  })
})

describe('every answer', () => {
  it('carries a Request-Id, an ETag and what is left of the allowance (HP4, HP5)', async () => {
    const first = await at.ask('GET', '/account', { headers: { 'request-id': 'mine' } })
    expect(first.headers).toMatchObject({ 'request-id': expect.stringMatching(/^mine,[0-9a-f-]{36}$/), 'ratelimit-remaining': expect.stringMatching(/^\d+$/), etag: expect.any(String) })
    const again = await at.ask('GET', '/account', { headers: { 'if-none-match': String(first.headers.etag) } })
    expect(again).toMatchObject({ status: 304, text: '' })
    expect(Number(again.headers['ratelimit-remaining'])).toBeLessThan(Number(first.headers['ratelimit-remaining']) + 1)
  })

  it.each([
    ['application/vnd.heroku+json; version=3', 200], ['application/vnd.heroku+json; version=3.sdk', 200], ['*/*', 200], ['application/json', 200],
    ['application/vnd.heroku+json; version=2', 406], ['application/vnd.heroku+json', 406], ['application/vnd.heroku+json; version=30', 406],
  ])('HP6 to Accept: %s is %i', async (accept, status) => {
    expect((await at.ask('GET', '/account', { headers: { accept } })).status).toBe(status)
  })

  it('tells what is not built yet from what does not exist', async () => {
    expect(await at.ask('GET', '/account/credits')).toMatchObject({ status: 501, json: { id: 'not_implemented', message: 'GET /account/credits is not implemented.' } })
    expect(await at.ask('POST', '/pipeline-transfers')).toMatchObject({ status: 501 })
    expect(await at.ask('GET', '/apps/hello/bogus')).toMatchObject({ status: 404, json: { id: 'not_found' } })
  })

  it('to a body that is broken or too large says so', async () => {
    const headers = { authorization: 'Bearer x' }
    expect((await at.raw('POST', '/apps', headers, '{')).status).toBe(401)
    expect(await at.ask('POST', '/apps', { body: { name: 'x'.repeat(2_000_000) } })).toMatchObject({ status: 413, json: { id: 'request_entity_too_large' } })
  })

  it('HP7 several settings of an app are changed together or not at all', async () => {
    await at.ask('POST', '/apps', { body: { name: 'hello' } })
    expect(await at.ask('PATCH', '/apps/hello', { body: { maintenance: true, build_stack: 'heroku-0', name: 'hullo' } })).toMatchObject({ status: 422 })
    expect((await at.ask('GET', '/apps/hello')).json).toMatchObject({ maintenance: false, build_stack: { name: 'heroku-24' } })
    expect(await at.ask('PATCH', '/apps/hello', { body: { maintenance: true, build_stack: 'heroku-22', name: 'hullo' } })).toMatchObject({ status: 200, json: { name: 'hullo', maintenance: true, build_stack: { name: 'heroku-22' } } })
  })

  it('to HEAD is that to GET without its body (HP6)', async () => {
    const [head, get] = [await at.raw('HEAD', '/account', { authorization: `Bearer ${token}` }), await at.ask('GET', '/account')]
    expect(head).toMatchObject({ status: 200, text: '', headers: { etag: get.headers.etag, 'content-length': get.headers['content-length'] } })
    expect((await at.raw('HEAD', '/apps/nowhere', { authorization: `Bearer ${token}` })).status).toBe(404)
  })

  it('that can not be read as HTTP is refused in the same form (HP2)', async () => {
    expect(await at.raw('GET', '/account', { authorization: 'x'.repeat(40_000) })).toMatchObject({ status: 431, json: { id: 'request_header_fields_too_large' } })
  })

  it('lets POST stand for PATCH', async () => {
    await at.ask('POST', '/apps', { body: { name: 'hello' } })
    const changed = await at.ask('POST', '/apps/hello', { body: { maintenance: true }, headers: { 'x-http-method-override': 'PATCH' } })
    expect(changed).toMatchObject({ status: 200, json: { maintenance: true } })
  })
})
