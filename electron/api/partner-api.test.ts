// A third party's add-on server, small and real, against the control port and the real HTTP client: no part of the way is simulated but
// the platform's clock.

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createPartnerHttp } from '../adapters/partner/partner-http.ts'
import type { AddOn } from '../../shared/domain/add-on.ts'
import { controlWorld, owner, type Answer, type ControlWorld } from './control.fixture.ts'

type Got = { readonly method: string; readonly url: string; readonly user: string; readonly body: any }
type Reply = { readonly status: number; readonly body?: unknown; readonly raw?: string; readonly headers?: Readonly<Record<string, string>> } | 'never'

let at: ControlWorld
let partner: Server
let got: Got[]
let reply: (request: Got) => Reply
let clientSecret: string

beforeEach(async () => {
  got = []
  reply = ({ method, body }) => (method === 'DELETE' ? { status: 204 } : { status: 201, body: { id: body.uuid, message: 'Made.', config: { CELLAR_URL: `cellar://${body.uuid}` } } })
  partner = createServer((req, res) => {
    let text = ''
    req.setEncoding('utf8').on('data', (part: string) => (text += part))
    req.on('end', () => {
      const request = { method: req.method ?? '', url: req.url ?? '', user: Buffer.from((req.headers.authorization ?? '').replace('Basic ', ''), 'base64').toString(), body: text === '' ? null : JSON.parse(text) }
      got.push(request)
      const answer = reply(request)
      if (answer === 'never') return
      res.writeHead(answer.status, answer.headers ?? {})
      res.end(answer.raw ?? (answer.body === undefined ? '' : JSON.stringify(answer.body)))
    })
  })
  await new Promise<void>((resolve) => void partner.listen(0, '127.0.0.1', resolve))
  at = await controlWorld({ partners: () => createPartnerHttp() })
  const manifest = { id: 'cellar', plans: ['basic', 'gold'], api: { config_vars: ['CELLAR_URL'], password: 'geheim', sso_salt: 'salt', requires: ['many_per_app'], test: { base_url: `http://localhost:${(partner.address() as AddressInfo).port}/` } } }
  const added = (await at.world.engine.call('addons:partner:add', { manifest: JSON.stringify(manifest) }, owner)) as { clientSecret: string }
  clientSecret = added.clientSecret
  await at.world.engine.call('apps:create', { name: 'tea' }, owner)
})
afterEach(async () => {
  partner.closeAllConnections()
  await new Promise((resolve) => partner.close(resolve))
  await at.close()
  expect(at.logged).toEqual([])
})

const addOns = (): AddOn[] => Object.values(at.world.engine.kernel.state.addOns)
const config = async (): Promise<unknown> => (await at.ask('GET', '/apps/tea/config-vars')).json

/** Settles in real time, with the platform's pauses between tries left out. */
async function until(state: AddOn['state']): Promise<void> {
  await expect.poll(async () => {
    await at.world.clock.advance(1000)
    return addOns().at(-1)?.state
  }, { timeout: 20_000 }).toBe(state)
}

async function create(): Promise<AddOn> {
  const { status, json } = await at.ask('POST', '/apps/tea/addons', { body: { plan: 'cellar:basic' } })
  expect(status).toBe(202)
  return json
}

/** As the partner: a form for tokens, and a token for everything else. */
async function exchange(fields: Readonly<Record<string, string>>): Promise<Answer> {
  const body = new URLSearchParams({ client_secret: clientSecret, ...fields }).toString()
  return at.raw('POST', '/oauth/token', { 'host': `127.0.0.1:${at.control.port}`, 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(body.length) }, body)
}

const asPartner = (token: string, method: string, path: string, body?: unknown): Promise<Answer> => at.ask(method, path, { headers: { authorization: `Bearer ${token}` }, ...(body === undefined ? {} : { body }) })
const codeOf = (id: string): string => got.find(({ method, body }) => method === 'POST' && body.uuid === id)?.body.oauth_grant.code ?? ''

describe('a partner by real HTTP (PA1)', () => {
  it('makes, changes and removes an add-on', async () => {
    const { id } = await create()
    await until('provisioned')
    expect(got).toMatchObject([{ method: 'POST', url: '/heroku/resources', user: 'cellar:geheim', body: { uuid: id, plan: 'basic', oauth_grant: { type: 'authorization_code' } } }])
    expect(await config()).toEqual({ CELLAR_URL: `cellar://${id}` })
    reply = () => ({ status: 200, body: { message: 'Gold.', config: { CELLAR_URL: 'cellar://gold' } } })
    expect((await at.ask('PATCH', `/apps/tea/addons/${id}`, { body: { plan: 'cellar:gold' } })).status).toBe(200)
    expect(got.at(-1)).toMatchObject({ method: 'PUT', url: `/heroku/resources/${id}`, body: { plan: 'gold' } })
    expect(await config()).toEqual({ CELLAR_URL: 'cellar://gold' })
    reply = () => ({ status: 410 })
    await at.ask('DELETE', `/apps/tea/addons/${id}`)
    await expect.poll(() => addOns()).toEqual([])
    expect(got.at(-1)).toMatchObject({ method: 'DELETE', url: `/heroku/resources/${id}`, body: null })
  })

  it('answers later, with tokens for its grant: reads the add-on, sets config vars, says it is done (PA7)', async () => {
    reply = () => ({ status: 202, body: { id: '9', message: 'A minute.' } })
    const { id } = await create()
    await expect.poll(() => at.world.engine.kernel.state.partnerResources[id]?.providerId).toBe('9')
    const granted = await exchange({ grant_type: 'authorization_code', code: codeOf(id) })
    expect(granted).toMatchObject({ status: 200, json: { token_type: 'Bearer', expires_in: 28_800 } })
    const { access_token: token, refresh_token: refresh } = granted.json
    expect(await asPartner(token, 'GET', `/addons/${id}`)).toMatchObject({ status: 200, json: { id, state: 'provisioning', plan: { name: 'cellar:basic' } } })
    expect(await asPartner(token, 'PATCH', `/addons/${id}/config`, { config: [{ name: 'CELLAR_URL', value: 'cellar://9' }] })).toMatchObject({ status: 200, json: [{ name: 'CELLAR_URL', value: 'cellar://9' }] })
    expect(await config()).toEqual({})
    expect((await asPartner(token, 'POST', `/addons/${id}/actions/provision`)).status).toBe(200)
    await until('provisioned')
    expect(await config()).toEqual({ CELLAR_URL: 'cellar://9' })
    const renewed = await exchange({ grant_type: 'refresh_token', refresh_token: refresh })
    expect((await asPartner(renewed.json.access_token, 'GET', `/addons/${id}/config`)).json).toEqual([{ name: 'CELLAR_URL', value: 'cellar://9' }])
  })

  it('its token opens nothing else, and no other opens its paths (PA7)', async () => {
    const { id } = await create()
    await until('provisioned')
    const { json: { access_token: token } } = await exchange({ grant_type: 'authorization_code', code: codeOf(id) })
    for (const path of ['/apps', '/addons', '/apps/tea/config-vars', `/addons/${id}/addon-attachments`]) expect((await asPartner(token, 'GET', path)).status, path).toBe(401)
    expect((await asPartner('wrong', 'GET', `/addons/${id}`)).status).toBe(401)
    expect((await asPartner('wrong', 'PATCH', `/addons/${id}/config`, { config: [] })).status).toBe(401)
    expect((await asPartner(token, 'GET', '/addons/00000000-0000-4000-8000-000000000000')).status).toBe(401)
    expect((await asPartner(token, 'PATCH', `/addons/${id}/config`, { config: 'no' })).status).toBe(400)
    expect((await exchange({ grant_type: 'authorization_code', code: codeOf(id) })).status).toBe(401)
    expect((await exchange({ grant_type: 'authorization_code', code: 'x', client_secret: 'x' })).status).toBe(401)
    expect((await exchange({ grant_type: 'password' })).status).toBe(400)
    expect((await at.ask('GET', '/oauth/token')).status).toBe(404)
    expect((await at.ask('GET', `/addons/${id}`)).status).toBe(200)
  })
})

describe('a partner that misbehaves (PA4)', () => {
  it.each<[string, () => Reply, string]>([
    ['refuses', () => ({ status: 422, body: { message: 'No bottles left.' } }), 'cellar: No bottles left.'],
    ['fails', () => ({ status: 500, raw: 'oops' }), 'cellar: it answered 500.'],
    ['answers garbage', () => ({ status: 200, raw: '\u0000<html>' }), 'cellar: it answered with something that is not JSON.'],
    ['redirects', () => ({ status: 307, headers: { location: 'http://169.254.169.254/latest' } }), 'cellar: it answered 307, a redirect, and none is followed.'],
    ['sends too much', () => ({ status: 200, raw: JSON.stringify({ id: '1', message: 'x'.repeat(2_000_000) }) }), 'cellar: it answered with more than 256 KB.'],
    ['sets what it may not', () => ({ status: 200, body: { id: '1', config: { PATH: '/tmp' } } }), 'cellar: it gave the config var PATH'],
  ])('and %s: the add-on is errored with the reason, and the next one works', async (_, answer, words) => {
    const well = reply
    reply = answer
    await create()
    await until('errored')
    expect(addOns()[0]?.message).toContain(words)
    expect(await config()).toEqual({})
    reply = well
    const { id } = await create()
    await until('provisioned')
    expect(await config()).toEqual({ CELLAR_URL: `cellar://${id}` })
  })

  it('and is not there: told, and what is there stays', async () => {
    const { id } = await create()
    await until('provisioned')
    await new Promise((resolve) => {
      partner.close(resolve)
      partner.closeAllConnections()
    })
    await at.ask('POST', '/apps/tea/addons', { body: { plan: 'cellar:gold' } })
    await until('errored')
    expect(addOns().at(-1)?.message).toContain('cellar: nothing listens there.')
    expect(await config()).toEqual({ CELLAR_URL: `cellar://${id}` })
    expect(addOns()[0]?.state).toBe('provisioned')
  })
})
