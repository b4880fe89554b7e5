import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createWebhooks } from '../../../adapters/webhooks/webhooks.ts'
import { controlWorld, owner, type ControlWorld } from '../../control.fixture.ts'

let at: ControlWorld
let server: Server | null = null
/** Of a busy machine. */
const patience = { timeout: 10_000 }

afterEach(async () => {
  await at.close()
  server?.closeAllConnections()
  server?.close()
  server = null
  expect(at.logged).toEqual([])
})

async function world(options: Parameters<typeof controlWorld>[0] = {}): Promise<void> {
  at = await controlWorld(options)
  await at.ask('POST', '/apps', { body: { name: 'shop' } })
}

async function add(include: readonly string[], more: Record<string, unknown> = {}): Promise<{ id: string; secret: string }> {
  const made = await at.ask('POST', '/apps/shop/webhooks', { body: { include, level: 'notify', url: 'http://127.0.0.1:9/hear', ...more } })
  expect(made.status).toBe(201)
  await at.world.clock.advance(0)
  return { id: made.json.id, secret: String(made.headers['heroku-webhook-secret']) }
}

/** What was posted in the simulated world, once there is this much. */
async function posted(count: number): Promise<Record<string, any>[]> {
  await vi.waitFor(async () => {
    await at.world.clock.advance(0)
    expect(at.world.webhooks.posted.length).toBeGreaterThanOrEqual(count)
  }, patience)
  return at.world.webhooks.posted.map(({ text }) => JSON.parse(text))
}

const setVar = (value: string) => at.ask('PATCH', '/apps/shop/config-vars', { body: { COLOUR: value } })
const deliveries = async () => (await at.ask('GET', '/apps/shop/webhook-deliveries', { headers: { range: 'seq ..; order=desc,max=1000' } })).json

type Heard = { readonly headers: IncomingHttpHeaders; readonly text: string }

async function receiver(answer: (heard: Heard, res: ServerResponse) => void): Promise<{ url: string; heard: Heard[] }> {
  const heard: Heard[] = []
  server = createServer((req, res) => {
    let text = ''
    req.setEncoding('utf8').on('data', (part: string) => (text += part)).on('end', () => {
      const one = { headers: req.headers, text }
      heard.push(one)
      answer(one, res)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hear`, heard }
}

describe('webhooks over the Platform API', () => {
  it('WH1 tell of a release in Heroku\'s form, as the API shows it', async () => {
    await world()
    const { id } = await add(['api:release'])
    await setVar('red')
    const [told] = await posted(1)
    const release = (await at.ask('GET', '/apps/shop/releases/3')).json
    expect(told).toMatchObject({ action: 'create', resource: 'release', actor: { email: owner, id: (await at.ask('GET', '/account')).json.id }, previous_data: {}, sequence: null, version: 'application/vnd.heroku+json; version=3' })
    expect(told!['data']).toMatchObject({ id: release.id, version: release.version, description: release.description })
    const [delivery] = (await deliveries()).slice(-1)
    expect(told!['webhook_metadata']).toMatchObject({ delivery: { id: delivery.id }, event: { id: told!['id'], include: 'api:release' }, webhook: { id } })
    const events = await at.ask('GET', '/apps/shop/webhook-events')
    expect(events.json).toContainEqual(expect.objectContaining({ id: told!['id'], include: 'api:release' }))
    expect((await at.ask('GET', `/apps/shop/webhook-events/${told!['id']}`)).json).toMatchObject({ payload: { action: 'create' } })
    expect((await at.ask('GET', `/apps/shop/webhook-deliveries/${delivery.id}`)).json).toMatchObject({ status: 'succeeded', num_attempts: 1, last_attempt: { code: 202 } })
    expect(JSON.stringify(told)).not.toContain('"red"')
  })

  it('WH1 say how a thing was before, and how it last was when it is gone', async () => {
    await world()
    await at.ask('POST', '/apps/shop/domains', { body: { hostname: 'tea.example.com' } })
    await at.ask('POST', '/apps/shop/collaborators', { body: { user: 'ada@localhost' } })
    await add(['api:app', 'api:domain', 'api:collaborator'])
    await at.ask('PATCH', '/apps/shop', { body: { maintenance: true } })
    await at.ask('DELETE', '/apps/shop/domains/tea.example.com')
    await at.ask('POST', '/apps/shop/collaborators', { body: { user: 'bob@localhost' } })
    await at.ask('DELETE', '/apps/shop/collaborators/ada@localhost')
    const [app, domain, joined, left] = await posted(4)
    expect(app).toMatchObject({ resource: 'app', action: 'update', data: { maintenance: true }, previous_data: { maintenance: false } })
    expect(domain).toMatchObject({ resource: 'domain', action: 'destroy', data: { hostname: 'tea.example.com' }, previous_data: {} })
    expect(joined).toMatchObject({ resource: 'collaborator', action: 'create', data: { user: { email: 'bob@localhost' } } })
    expect(left).toMatchObject({ resource: 'collaborator', action: 'destroy', data: { user: { email: 'ada@localhost' } } })
  })

  it('WH2 WH6 are listed, changed and removed, and tell their secret once', async () => {
    await world()
    const { id, secret } = await add(['api:build'], { url: 'http://me:hidden@127.0.0.1:9/hear', authorization: 'Bearer mine' })
    expect(secret).toMatch(/^[0-9a-f]{64}$/)
    const listed = await at.ask('GET', '/apps/shop/webhooks')
    expect(listed.json).toMatchObject([{ id, include: ['api:build'], level: 'notify' }])
    for (const hidden of [secret, 'hidden', 'Bearer mine']) expect(listed.text).not.toContain(hidden)
    expect((await at.ask('PATCH', `/apps/shop/webhooks/${id}`, { body: { level: 'sync', include: ['api:release'] } })).json).toMatchObject({ level: 'sync', include: ['api:release'] })
    expect((await at.ask('GET', `/apps/shop/webhooks/${id}`)).json).toMatchObject({ level: 'sync' })
    expect((await at.ask('DELETE', `/apps/shop/webhooks/${id}`)).status).toBe(200)
    expect((await at.ask('GET', `/apps/shop/webhooks/${id}`)).status).toBe(404)
    await setVar('red')
    await at.world.clock.advance(1000)
    expect(at.world.webhooks.posted).toEqual([])
    for (const wrong of [{ url: 'syslog://127.0.0.1:1' }, { url: 'nothing' }, { include: ['api:weather'] }, { level: 'shout' }, { include: [] }]) {
      expect((await at.ask('POST', '/apps/shop/webhooks', { body: { include: ['api:app'], level: 'sync', url: 'http://127.0.0.1:9/', ...wrong } })).status, JSON.stringify(wrong)).toBeGreaterThanOrEqual(400)
    }
  })

  it('WH3 notify is tried once, sync until it is taken, later each time', async () => {
    await world()
    await add(['api:app'])
    await add(['api:app'], { level: 'sync' })
    at.world.webhooks.answers.push(500, 503, null)
    await at.ask('PATCH', '/apps/shop', { body: { maintenance: true } })
    await posted(2)
    await vi.waitFor(async () => expect((await deliveries()).map(({ status }: { status: string }) => status).sort()).toEqual(['failed', 'retrying']), patience)
    const next = (await deliveries()).find((one: { status: string }) => one.status === 'retrying')
    expect(next).toMatchObject({ num_attempts: 1, last_attempt: { status: 'failed' }, next_attempt_at: expect.any(String) })
    await at.world.clock.advance(16_000)
    await vi.waitFor(async () => expect((await at.ask('GET', `/apps/shop/webhook-deliveries/${next.id}`)).json).toMatchObject({ num_attempts: 2, status: 'retrying', last_attempt: { code: null, error_class: 'nothing listens there' } }), patience)
    await at.world.clock.advance(31_000)
    await vi.waitFor(async () => expect((await at.ask('GET', `/apps/shop/webhook-deliveries/${next.id}`)).json).toMatchObject({ num_attempts: 3, status: 'succeeded', next_attempt_at: null }), patience)
    await at.world.clock.advance(3_600_000)
    expect(at.world.webhooks.posted).toHaveLength(3)
  })

  it('WH2 a receiver by real HTTP can check the signature', async () => {
    const { url, heard } = await receiver((_heard, res) => void res.writeHead(204).end())
    await world({ webhooks: createWebhooks() })
    const { secret } = await add(['api:app'], { url, secret: 'tea', authorization: 'Bearer mine' })
    expect(secret).toBe('tea')
    await at.ask('PATCH', '/apps/shop', { body: { maintenance: true } })
    await vi.waitFor(() => expect(heard).toHaveLength(1), patience)
    expect(heard[0]!.headers).toMatchObject({ 'content-type': 'application/json', authorization: 'Bearer mine', 'heroku-webhook-hmac-sha256': createHmac('sha256', 'tea').update(heard[0]!.text).digest('base64') })
    await vi.waitFor(async () => expect(await deliveries()).toMatchObject([{ status: 'succeeded', last_attempt: { code: 204 } }]), patience)
  })

  it('WH5 one that fails, one that never answers and one that is gone hold up nobody', async () => {
    const { url, heard } = await receiver(({ headers }, res) => {
      if (headers.authorization === 'fails') res.writeHead(500).end()
      else if (headers.authorization !== 'slow') res.writeHead(200).end()
    })
    await world({ webhooks: createWebhooks({ answerMs: 3000 }) })
    for (const authorization of ['slow', 'fails', 'well']) await add(['api:app'], { url, authorization })
    await add(['api:app'], { url: 'http://127.0.0.1:1/' })
    await at.ask('PATCH', '/apps/shop', { body: { maintenance: true } })
    expect((await at.ask('GET', '/apps/shop')).json).toMatchObject({ maintenance: true })
    await vi.waitFor(async () => expect((await deliveries()).map((one: { status: string; last_attempt: { code: number | null; error_class: string | null } | null }) => [one.status, one.last_attempt?.code ?? one.last_attempt?.error_class]).sort()).toEqual([
      ['failed', 'it did not answer in time'], ['failed', 'nothing listens there'], ['failed', 500], ['succeeded', 200],
    ].sort()), patience)
    expect(heard).toHaveLength(3)
  }, 30_000)
})
