import { describe, expect, it } from 'vitest'
import { redactEvent, redactState } from '../../../../shared/protocol/redact.ts'
import { later, manifest, openCellar, ready, type Cellar } from './partner.fixture.ts'
import { sha1 } from './sha1.ts'

const second = 1000
const hour = 3_600_000
const addOn = (at: Cellar, id: string) => at.engine.kernel.state.addOns[id]

describe('plugging a partner in (PA2)', () => {
  it('offers it in the marketplace, over restarts, until it is removed', async () => {
    const at = await openCellar()
    expect((await at.call('addons:services', {})).services).toMatchObject([{ slug: 'cellar', title: 'The Cellar', multiple: true, sharing: true, usualPlan: { current: 'basic' }, plans: [{ name: 'basic' }, { name: 'gold' }] }])
    const id = await at.create()
    const next = await at.killed()
    expect((await next.call('addons:services', {})).services.map(({ slug }) => slug)).toEqual(['cellar'])
    expect(await next.refusal(next.call('addons:partner:remove', { partner: 'cellar' }))).toBe('partner-in-use')
    expect(await next.refusal(next.call('addons:partner:add', { manifest: JSON.stringify({ ...manifest, plans: ['gold'] }) }))).toBe('partner-in-use')
    expect((await next.call('addons:partner:add', { manifest: JSON.stringify({ ...manifest, name: 'Keller' }), plans: ['basic', 'new'] })).clientSecret).toBe(at.clientSecret)
    expect(await next.call('addons:partner:list', {})).toEqual({ partners: [{ service: 'cellar', title: 'Keller', environment: 'test', url: 'http://localhost:4567/heroku/resources', plans: ['basic', 'new'], addOns: 1 }] })
    await next.call('addons:destroy', { addOn: id, confirm: 'tea' })
    await next.clock.settle()
    await next.call('addons:partner:remove', { partner: 'cellar' })
    expect((await next.call('addons:services', {})).services).toEqual([])
    expect(await next.refusal(next.call('addons:partner:remove', { partner: 'cellar' }))).toBe('partner-not-found')
    expect(next.engine.kernel.state.partnerResources).toEqual({})
  })

  it('refuses a manifest that is wrong, with the place, and a name that is taken', async () => {
    const at = await openCellar()
    await expect(at.call('addons:partner:add', { manifest: '{\n "id": "x"\n}' })).rejects.toMatchObject({ code: 'partner-manifest-invalid', params: { line: 1 } })
    expect(await at.refusal(at.call('addons:partner:add', { manifest: JSON.stringify({ ...manifest, id: 'scheduler', api: { ...manifest.api, config_vars: [] } }) }))).toBe('addon-service-taken')
    expect(Object.keys(at.engine.kernel.state.partners)).toEqual(['cellar'])
  })

  it('S2 keeps its secrets to itself', async () => {
    const at = await openCellar()
    await at.create()
    await at.token()
    const seen = JSON.stringify([redactState(at.engine.kernel.state), at.journal.read(0, 1000).map(redactEvent)])
    for (const secret of ['geheim', '"salt"', at.clientSecret, at.engine.kernel.state.partnerResources[Object.keys(at.engine.kernel.state.addOns)[0] ?? '']?.refreshToken ?? 'none']) expect(seen).not.toContain(secret)
  })
})

describe('provisioning (PA1)', () => {
  it('asks with uuid, plan, region, options, callback and a grant; config vars and a release follow', async () => {
    const at = await openCellar()
    const id = await at.create()
    expect(at.asked).toMatchObject([{
      method: 'POST', path: '/heroku/resources', body: {
        uuid: id, name: addOn(at, id)?.name, plan: 'basic', region: 'amazon-web-services::us-east-1', options: {}, callback_url: `http://127.0.0.1:0/addons/${id}`,
        oauth_grant: { type: 'authorization_code', expires_at: '2026-01-01T00:05:00.000000+00:00' }, log_drain_token: `d.${id}`,
      },
    }])
    expect(addOn(at, id)).toMatchObject({ state: 'provisioned', message: 'Cheers.', config: { default: { CELLAR_URL: 'cellar://7' } } })
    expect(await at.call('config:get', { app: 'tea' })).toEqual({ CELLAR_URL: 'cellar://7' })
    expect(at.engine.kernel.state.partnerResources[id]).toMatchObject({ providerId: 'bottle-7' })
  })

  it('PA3 tries again with the same uuid after a failure that may pass, and then makes it', async () => {
    const at = await openCellar(['nothing-there', { status: 500 }, ready])
    const id = await at.create()
    await at.clock.advance(4 * second)
    expect(at.asked.map(({ method, body }) => [method, body['uuid']])).toEqual([['POST', id], ['POST', id], ['POST', id]])
    expect(addOn(at, id)?.state).toBe('provisioned')
  })

  it.each<[string, Parameters<typeof openCellar>[0], string, readonly string[]]>([
    ['its own words for 422', [{ status: 422, text: '{"message":"Sold out.\\u0007"}' }], 'The Cellar: Sold out.', ['POST']],
    ['its own words for 503', [{ status: 503, text: '{"message":"Back at nine"}' }], 'The Cellar: Back at nine.', ['POST']],
    ['no words of others', [{ status: 400, text: '{"message":"secret"}' }], 'The Cellar: it answered 400.', ['POST']],
    ['a partner that is down', ['nothing-there'], 'The Cellar: nothing listens there.', ['POST', 'POST', 'POST']],
    ['a partner that fails', [{ status: 500, text: 'oops' }], 'The Cellar: it answered 500.', ['POST', 'POST', 'POST', 'DELETE']],
    ['garbage', [{ status: 200, text: '<html>' }], 'The Cellar: it answered with something that is not JSON.', ['POST', 'DELETE']],
    ['a wrong shape', [{ status: 201, text: '{"config":{"CELLAR_URL":[1]}}' }], 'The Cellar: its answer has something wrong at config.CELLAR_URL.', ['POST', 'DELETE']],
    ['a config var of another name', [{ status: 200, text: '{"config":{"PATH":"/"}}' }], 'The Cellar: it gave the config var PATH, which its manifest does not have (CELLAR_URL, CELLAR_KEY).', ['POST', 'DELETE']],
    ['a redirect', [{ status: 302 }], 'The Cellar: it answered 302, a redirect, and none is followed.', ['POST']],
    ['too much', [{ status: 200, text: 'x'.repeat(300_000) }], 'The Cellar: it answered with more than 256 KB.', ['POST', 'DELETE']],
    ['a slow one', ['never'], 'The Cellar: it did not answer within 25 seconds.', ['POST', 'POST', 'POST', 'DELETE']],
  ])('PA4 tells %s, takes back what may have been made, and loses nothing', async (_, replies, words, methods) => {
    const at = await openCellar(replies)
    const id = await at.create()
    await at.clock.advance(120 * second)
    expect(at.asked.map(({ method }) => method)).toEqual(methods)
    expect(addOn(at, id)).toMatchObject({ state: 'errored' })
    expect(addOn(at, id)?.message?.startsWith(words)).toBe(true)
    expect(await at.call('config:get', { app: 'tea' })).toEqual({})
    at.replies = [ready]
    const other = await at.create()
    expect(addOn(at, other)?.state).toBe('provisioned')
  })
})

describe('what is made later (PA1)', () => {
  it('waits for the partner, which sets config vars and says when it is done', async () => {
    const at = await openCellar([later])
    const id = await at.create()
    const token = await at.token()
    await at.clock.advance(hour)
    expect(addOn(at, id)).toMatchObject({ state: 'provisioning' })
    expect(at.events('partner.answered')).toMatchObject([{ data: { isLater: true, providerId: 'bottle-8' } }])
    expect(await at.call('partners:config', { token, addOn: id, vars: [{ name: 'CELLAR_URL', value: 'cellar://8' }] })).toEqual({ config: [{ name: 'CELLAR_URL', value: 'cellar://8' }] })
    expect(await at.call('config:get', { app: 'tea' })).toEqual({})
    await at.call('partners:settle', { token, addOn: id, as: 'provision' })
    await at.clock.settle()
    expect(addOn(at, id)).toMatchObject({ state: 'provisioned', message: 'Soon.' })
    expect(await at.call('config:get', { app: 'tea' })).toEqual({ CELLAR_URL: 'cellar://8' })
    // Said twice: at least once is enough.
    expect(await at.call('partners:settle', { token, addOn: id, as: 'provision' })).toEqual({ addOnId: id })
  })

  it('errors when the partner gives up, or says nothing for twelve hours', async () => {
    const at = await openCellar([later])
    const [first, token] = [await at.create(), await at.token()]
    await at.call('partners:settle', { token, addOn: first, as: 'deprovision' })
    await at.clock.settle()
    expect(addOn(at, first)).toMatchObject({ state: 'errored' })
    const other = await at.create()
    await at.clock.advance(12 * hour)
    expect(addOn(at, other)?.message).toContain('it did not finish within 12 hours')
  })

  it('may be destroyed before, and is asked for again by the engine after one that was killed', async () => {
    const at = await openCellar([later])
    const id = await at.create()
    const next = await at.killed()
    await next.clock.settle()
    expect(next.asked).toMatchObject([{ method: 'POST', body: { uuid: id } }])
    next.replies = [{ status: 410 }]
    await next.call('addons:destroy', { addOn: id, confirm: 'tea' })
    await next.clock.settle()
    expect(next.asked.at(-1)).toMatchObject({ method: 'DELETE', path: `/heroku/resources/${id}` })
    expect(next.events('addon.destroyed')).toMatchObject([{ data: { addOnId: id, message: null } }])
    expect(next.engine.kernel.state.addOns).toEqual({})
    const stopping = await openCellar([later])
    await stopping.create()
    const stopped = stopping.engine.stop()
    await stopping.clock.advance(60 * second)
    await stopped
    expect(stopping.events('addon.errored')).toEqual([])
  })
})

describe('after that', () => {
  it('PA1 changes the plan by PUT, and refuses with the partner; DELETE removes, once more after a failure', async () => {
    const at = await openCellar()
    const id = await at.create()
    at.replies = [{ status: 422, text: '{"message":"Too small"}' }, { status: 200, text: '{"message":"Gold now.","config":{"CELLAR_KEY":"k"}}' }]
    expect(await at.refusal(at.call('addons:upgrade', { addOn: id, plan: 'gold' }))).toBe('addon-failed')
    expect(addOn(at, id)?.plan).toBe('basic')
    expect(await at.call('addons:upgrade', { addOn: id, plan: 'gold' })).toMatchObject({ message: 'Gold now.' })
    expect(at.asked.at(-1)).toMatchObject({ method: 'PUT', path: `/heroku/resources/${id}`, body: { plan: 'gold' } })
    expect(await at.call('config:get', { app: 'tea' })).toEqual({ CELLAR_URL: 'cellar://7', CELLAR_KEY: 'k' })
    at.replies = ['break', { status: 204 }]
    await at.call('addons:destroy', { addOn: id, confirm: 'tea' })
    await at.clock.advance(2 * second)
    expect(at.asked.slice(-2).map(({ method }) => method)).toEqual(['DELETE', 'DELETE'])
    expect(at.events('addon.destroyed')).toMatchObject([{ data: { message: null } }])
  })

  it('tells what a partner did not remove', async () => {
    const at = await openCellar()
    const id = await at.create()
    at.replies = [{ status: 403 }]
    await at.call('addons:destroy', { addOn: id, confirm: 'tea' })
    await at.clock.settle()
    expect(at.events('addon.destroyed')[0]?.data.message).toContain('it answered 403 to being asked to remove it')
  })

  it('PA7 gives tokens for a grant, once; each opens its own add-on and nothing else, for eight hours', async () => {
    const at = await openCellar()
    const id = await at.create()
    const code = at.asked[0]?.body.oauth_grant?.code ?? ''
    const grant = (secret: string, more: object = {}) => at.call('partners:token', { grant: 'authorization_code', secret, clientSecret: at.clientSecret, ...more })
    expect(await at.refusal(grant('none'))).toBe('unauthorized')
    const { accessToken: token, refreshToken, expiresInSeconds } = await grant(code)
    expect(expiresInSeconds).toBe(8 * 3600)
    expect(await at.refusal(grant(code))).toBe('unauthorized')
    const other = await at.create()
    expect(await at.refusal(at.call('partners:look', { token, addOn: other }))).toBe('unauthorized')
    expect(await at.call('partners:look', { token, addOn: id })).toEqual({ addOnId: id })
    await at.call('partners:config', { token, addOn: id, vars: [{ name: 'CELLAR_KEY', value: 'new' }] })
    expect(addOn(at, id)?.config).toEqual({ default: { CELLAR_URL: 'cellar://7', CELLAR_KEY: 'new' } })
    expect(at.events('addon.configured')).toMatchObject([{ data: { why: 'cellar changed them' } }])
    expect(await at.refusal(at.call('partners:config', { token, addOn: id, vars: [{ name: 'PATH', value: '/' }] }))).toBe('input-invalid')
    await at.clock.advance(8 * hour)
    expect(await at.refusal(at.call('partners:look', { token, addOn: id }))).toBe('unauthorized')
    const next = await at.killed()
    expect(await next.refusal(next.call('partners:token', { grant: 'refresh_token', secret: refreshToken, clientSecret: 'wrong' }))).toBe('unauthorized')
    const renewed = await next.call('partners:token', { grant: 'refresh_token', secret: refreshToken, clientSecret: at.clientSecret })
    expect(renewed.refreshToken).toBe(refreshToken)
    expect(await next.call('partners:look', { token: renewed.accessToken, addOn: id })).toEqual({ addOnId: id })
  })

  it('a code that is five minutes old is none any more (PA7)', async () => {
    const at = await openCellar()
    await at.create()
    await at.clock.advance(300 * second)
    expect(await at.refusal(at.token())).toBe('unauthorized')
  })

  it('PA6 signs people in at the partner with a hash of id, salt and time', async () => {
    const at = await openCellar()
    const id = await at.create()
    const { url, fields } = await at.call('addons:partner:sso', { addOn: id })
    expect(url).toBe('http://localhost:4567/sso/login')
    expect(fields).toMatchObject({ id: 'bottle-7', token: sha1(`bottle-7:salt:${fields['timestamp']}`), resource_id: id, email: 'ada@localhost', app: 'tea' })
    expect(await at.refusal(at.call('addons:partner:sso', { addOn: 'none' }))).toBe('partner-no-sso')
  })
})
