import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { controlWorld, type ControlWorld } from '../control.fixture.ts'

let at: ControlWorld
/** How the next release command ends. */
let exitStatus = 0

beforeEach(async () => {
  exitStatus = 0
  at = await controlWorld({ world: { behave: (spec) => (spec.kind === 'release' ? { prints: [`migrating for ${spec.env['HEROKU_RELEASE_VERSION'] ?? ''}`], exitAfterMs: 5000, exitStatus } : {}) } })
})
afterEach(() => at.close())

async function deployWithPhase(): Promise<void> {
  await at.world.engine.call('apps:create', { name: 'shop' }, 'you@localhost')
  const push = at.world.push('shop', { 'package.json': '{"name":"x"}', 'package-lock.json': '{}', 'server.js': 'serve()', Procfile: 'web: node server.js\nrelease: node migrate.js\n' })
  await at.world.clock.advance(60_000)
  await push
}

const newest = async () => (await at.ask('GET', '/apps/shop/releases', { headers: { range: 'version ..; max=1, order=desc' } })).json[0]
const outputOf = async (url: string, headers: Record<string, string> = {}) => at.raw('GET', new URL(url).pathname, headers)

describe('the output of a release command', () => {
  it('is read while it runs and afterwards, by an address that needs no token (RN8)', async () => {
    await deployWithPhase()
    expect((await at.ask('GET', '/apps/shop/releases')).json.slice(0, 2).map((one: { output_stream_url: unknown }) => one.output_stream_url)).toEqual([null, null])
    await at.world.engine.call('config:set', { app: 'shop', vars: { A: '1' } }, 'you@localhost')
    const pending = await newest()
    expect(pending).toMatchObject({ status: 'pending', version: 4, eligible_for_rollback: false })
    const live = outputOf(pending.output_stream_url)
    await at.world.clock.advance(10_000)
    expect((await live).text).toBe('migrating for v4\n')
    expect(await newest()).toMatchObject({ status: 'succeeded', current: true, eligible_for_rollback: true, output_stream_url: pending.output_stream_url })
    const kept = await outputOf(pending.output_stream_url)
    expect(kept).toMatchObject({ status: 200, text: 'migrating for v4\n' })
    expect(kept.headers['content-type']).toMatch(/^text\/plain/)
  })

  it('goes on where a reader was cut off, by Range and by Last-Event-ID (RN9)', async () => {
    await deployWithPhase()
    const { output_stream_url: url } = await newest()
    expect(await outputOf(url, { range: 'bytes=10-' })).toMatchObject({ status: 206, text: 'for v3\n' })
    expect((await outputOf(url, { accept: 'text/event-stream' })).text).toBe('id: 1\ndata: migrating for v3\n\n')
    expect((await outputOf(url, { accept: 'text/event-stream', 'last-event-id': '1' })).text).toBe('')
  })

  it('comes of rollbacks, too (RN8)', async () => {
    await deployWithPhase()
    await at.world.engine.call('config:set', { app: 'shop', vars: { A: '1' } }, 'you@localhost')
    await at.world.clock.advance(10_000)
    const [, , target] = (await at.ask('GET', '/apps/shop/releases')).json
    const back = await at.ask('POST', '/apps/shop/releases', { body: { release: target.id } })
    expect(back).toMatchObject({ status: 201, json: { version: 5, status: 'pending', description: 'Rollback to v3' } })
    await at.world.clock.advance(10_000)
    expect((await outputOf(back.json.output_stream_url)).text).toBe('migrating for v5\n')
  })
})

describe('releases:retry', () => {
  it('releases the slug of one that failed anew, with the config vars of now (RN10)', async () => {
    exitStatus = 1
    await deployWithPhase()
    const failed = await newest()
    expect(failed).toMatchObject({ version: 3, status: 'failed', eligible_for_rollback: false })
    await at.world.engine.call('config:set', { app: 'shop', vars: { A: '1' } }, 'you@localhost')
    exitStatus = 0
    const retried = await at.ask('POST', '/apps/shop/releases', { body: { slug: failed.slug.id, description: 'Retry of v3: Deploy' } })
    expect(retried).toMatchObject({ status: 201, json: { description: 'Retry of v3: Deploy', slug: failed.slug, status: 'pending' } })
    await at.world.clock.advance(10_000)
    expect(await newest()).toMatchObject({ version: retried.json.version, status: 'succeeded', current: true })
    expect((await at.ask('GET', `/apps/shop/releases/${retried.json.version}/config-vars`)).json).toMatchObject({ A: '1' })
  })

  it('refuses a slug that the app never had, and makes no release (RN10)', async () => {
    await deployWithPhase()
    const before = await newest()
    expect((await at.ask('POST', '/apps/shop/releases', { body: { slug: '01234567-89ab-cdef-0123-456789abcdef' } })).status).toBe(404)
    expect((await at.ask('POST', '/apps/shop/releases', { body: {} })).status).toBe(400)
    expect((await newest()).version).toBe(before.version)
  })
})
