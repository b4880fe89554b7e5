import { generateKeyPairSync } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { codeOf, stepAt } from '../adapters/keyring/totp.ts'
import { controlWorld, owner, token, type Answer, type Asked, type ControlWorld } from './control.fixture.ts'

let at: ControlWorld
const [ada, bob] = ['ada@localhost', 'bob@localhost']

beforeEach(async () => {
  at = await controlWorld()
})
afterEach(async () => {
  await at.close()
  expect(at.logged).toEqual([])
})

const basic = (user: string, password: string) => ({ authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` })
const call = (name: string, input: object, by = owner): Promise<any> => at.world.engine.call(name, input, by)
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` })
/** Somebody known, and how they ask. */
async function person(email: string): Promise<(method: string, path: string, asked?: Asked) => Promise<Answer>> {
  if (at.world.engine.kernel.state.people[email] === undefined) await call('people:add', { email })
  const { token: secret } = await call('people:token', { email })
  return (method, path, asked = {}) => at.ask(method, path, { ...asked, headers: { ...bearer(secret), ...asked.headers } })
}
const names = (answer: Answer) => answer.json.map((one: { name: string }) => one.name).sort()

describe('tokens', () => {
  it('PE1 are shown once, known by their hash, and end at once when they are revoked', async () => {
    const made = await at.ask('POST', '/oauth/authorizations', { body: { description: 'a script' } })
    expect(made).toMatchObject({ status: 201, json: { description: 'a script', scope: ['global'], user: { email: owner }, access_token: { expires_in: null } } })
    const secret = made.json.access_token.token as string
    expect(secret).toMatch(/^HRKU-[0-9a-f]{64}$/)
    expect(JSON.stringify([at.world.journal.read(0, 1000), at.world.engine.kernel.state])).not.toContain(secret)
    expect((await at.ask('GET', '/oauth/authorizations')).json[0].access_token.token).toBe(`**********${secret.slice(-4)}`)
    expect((await at.ask('GET', '/oauth/authorizations/~', { headers: bearer(secret) })).json.access_token.token).toBe(secret)
    expect((await at.ask('GET', '/oauth/authorizations/~'))).toMatchObject({ status: 404, json: { id: 'not_found', resource: 'authorization' } })
    expect((await at.ask('PATCH', `/oauth/authorizations/${made.json.id}`, { body: { description: 'another' } })).json.description).toBe('another')
    const rotated = (await at.ask('POST', `/oauth/authorizations/${made.json.id}/actions/regenerate-tokens`)).json.access_token.token
    expect((await at.ask('GET', '/account', { headers: bearer(secret) })).status).toBe(401)
    expect((await at.ask('GET', '/account', { headers: basic('heroku', rotated) })).json.email).toBe(owner)
    expect((await at.ask('DELETE', `/oauth/authorizations/${made.json.id}`)).status).toBe(200)
    for (const bad of [rotated, 'undefined', '']) expect((await at.ask('GET', '/account', { headers: bearer(bad) }))).toMatchObject({ status: 401, json: { id: 'unauthorized' } })
  })

  it('PE1 end with their time', async () => {
    const { json } = await at.ask('POST', '/oauth/authorizations', { body: { expires_in: 60 } })
    const headers = bearer(json.access_token.token)
    await at.world.clock.advance(59_000)
    expect((await at.ask('GET', '/account', { headers })).status).toBe(200)
    await at.world.clock.advance(2_000)
    expect((await at.ask('GET', '/account', { headers })).status).toBe(401)
  })

  it('PE2 of a client are renewed with a refresh token and the client\'s secret, once', async () => {
    const client = (await at.ask('POST', '/oauth/clients', { body: { name: 'Dashboard', redirect_uri: 'https://example.test/cb' } })).json
    expect((await at.ask('GET', '/oauth/clients')).json).toMatchObject([{ name: 'Dashboard', secret: '**********' }])
    const { json } = await at.ask('POST', '/oauth/authorizations', { body: { client: client.id } })
    const renew = (secret: string, clientSecret: string) => at.raw('POST', '/oauth/tokens', { 'content-type': 'application/json' }, JSON.stringify({ grant: { type: 'refresh_token' }, refresh_token: { token: secret }, client: { secret: clientSecret } }))
    expect((await renew(json.refresh_token.token, 'wrong')).status).toBe(401)
    const renewed = await renew(json.refresh_token.token, client.secret)
    expect(renewed.status).toBe(201)
    expect((await at.ask('GET', '/account', { headers: bearer(renewed.json.access_token.token) })).status).toBe(200)
    expect([(await at.ask('GET', '/account', { headers: bearer(json.access_token.token) })).status, (await renew(json.refresh_token.token, client.secret)).status]).toEqual([401, 401])
    const rotated = (await at.ask('POST', `/oauth/clients/${client.id}/actions/rotate-credentials`)).json.secret
    expect((await renew(renewed.json.refresh_token.token, rotated)).status).toBe(201)
    expect((await at.ask('PATCH', `/oauth/clients/${client.id}`, { body: { name: 'Board' } })).json.name).toBe('Board')
    expect((await at.ask('POST', '/oauth/clients', { body: { name: 'x', redirect_uri: 'http://evil.test' } })).status).toBe(400)
    await at.ask('DELETE', `/oauth/clients/${client.id}`)
    expect((await at.ask('GET', '/oauth/authorizations')).json).toEqual([])
  })
})

describe('log-ins', () => {
  it('PE4 with email and password give a token; a wrong one, or a password elsewhere, gives nothing', async () => {
    const logIn = (email: string, password: string, more: Record<string, string> = {}) => at.ask('POST', '/oauth/authorizations', { body: { scope: ['global'], expires_in: 2_592_000 }, headers: { ...basic(email, password), ...more } })
    expect((await logIn(owner, token)).json).toMatchObject({ user: { email: owner }, access_token: { expires_in: 2_592_000 } })
    expect([(await logIn(ada, token)).status, (await logIn(owner, 'wrong')).status]).toEqual([401, 401])
    await call('people:add', { email: ada })
    await call('people:password', { email: ada, password: 'correct horse' })
    const { json } = await logIn(ada, 'correct horse')
    expect((await at.ask('GET', '/account', { headers: bearer(json.access_token.token) })).json).toMatchObject({ email: ada, two_factor_authentication: false })
    expect((await at.ask('GET', '/account', { headers: basic(ada, 'correct horse') })).status).toBe(401)
    const sneaky = await at.raw('POST', '/oauth/authorizations', { ...basic(ada, 'wrong'), 'x-http-method-override': 'GET' })
    expect(sneaky.json).toEqual([])
    expect(JSON.stringify(at.world.journal.read(0, 1000))).not.toContain('horse')
  })

  it('PE5 ask for the code of a second factor where there is one', async () => {
    const now = at.world.clock.now()
    const { secret, url } = await call('2fa:enable', {})
    expect(url).toMatch(/^otpauth:\/\/totp\/Dynarium/)
    await expect(call('2fa:enable', { code: '000000x' })).rejects.toMatchObject({ code: 'two-factor-wrong' })
    await call('2fa:enable', { code: codeOf(secret, stepAt(now)) })
    const logIn = (more: Record<string, string> = {}) => at.ask('POST', '/oauth/authorizations', { body: {}, headers: { ...basic(owner, token), ...more } })
    expect(await logIn()).toMatchObject({ status: 403, json: { id: 'two_factor' } })
    expect(await logIn({ 'heroku-two-factor-code': codeOf(secret, stepAt(now)) })).toMatchObject({ status: 403, json: { id: 'two_factor' } })
    expect((await logIn({ 'heroku-two-factor-code': codeOf(secret, stepAt(now) + 1) })).status).toBe(201)
    expect((await at.ask('GET', '/account')).json.two_factor_authentication).toBe(true)
  })

  it('PE6 in the browser wait for somebody who types a password on a page that says who asks', async () => {
    const asked = (await at.raw('POST', '/auth', { 'content-type': 'application/json' }, JSON.stringify({ description: 'CLI on <laptop>' }))).json
    const page = await at.raw('GET', asked.browser_url, {})
    expect(page.text).toContain('CLI on &lt;laptop&gt;')
    expect(page.text).toContain(`<code>${asked.browser_url.slice(-6)}</code>`)
    expect(page.headers['content-security-policy']).toContain("default-src 'none'")
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const press = (fields: Record<string, string>, headers: Record<string, string> = {}) => at.raw('POST', asked.browser_url, { ...form, ...headers }, new URLSearchParams(fields).toString())
    expect((await press({ email: owner, password: token }, { origin: 'https://evil.test' })).status).toBe(403)
    expect((await press({ email: owner, password: 'guess' })).text).toContain('Invalid credentials provided.')
    expect((await at.raw('GET', asked.cli_url, bearer('guess'))).status).toBe(401)
    const told = at.raw('GET', asked.cli_url, bearer(asked.token))
    expect((await press({ email: owner, password: token })).text).toContain('Logged in')
    const { json } = await told
    const headers = bearer(json.access_token)
    expect((await at.ask('GET', '/account', { headers })).json.email).toBe(owner)
    expect((await at.raw('GET', asked.cli_url, bearer(asked.token))).status).toBe(404)
    const [session] = (await at.ask('GET', '/oauth/sessions', { headers })).json
    expect(session.description).toBe('CLI on <laptop>')
    expect((await at.ask('DELETE', '/oauth/sessions/~', { headers })).status).toBe(200)
    expect((await at.ask('GET', '/account', { headers })).status).toBe(401)
    expect(await at.ask('DELETE', '/oauth/sessions/~')).toMatchObject({ status: 404, json: { resource: 'session' } })
  })

  it('PE6 in the browser can be declined', async () => {
    const asked = (await at.raw('POST', '/auth', { 'content-type': 'application/json' }, '{}')).json
    const told = at.raw('GET', asked.cli_url, bearer(asked.token))
    await at.raw('POST', asked.browser_url, { 'content-type': 'application/x-www-form-urlencoded' }, 'answer=no')
    expect((await told).json).toEqual({ error: 'The log-in was declined in the browser.' })
  })
})

describe('accounts', () => {
  it('PE3 keep their email, and may be called otherwise', async () => {
    expect((await at.ask('PATCH', '/account', { body: { name: 'Ada' } })).json).toMatchObject({ name: 'Ada', email: owner })
    expect((await at.ask('GET', '/users/~')).json.name).toBe('Ada')
    expect((await at.ask('PATCH', '/account', { body: { email: 'x@localhost' } })).status).toBe(422)
    expect((await at.ask('GET', `/users/${bob}`)).status).toBe(404)
    expect((await at.ask('GET', '/account/rate-limits')).json.remaining).toBeGreaterThan(4000)
  })

  it('PE3 leave with all that is theirs, unless apps are', async () => {
    const asAda = await person(ada)
    await asAda('POST', '/apps', { body: { name: 'hers' } })
    await expect(call('people:remove', { email: ada })).rejects.toMatchObject({ code: 'person-has-apps' })
    await asAda('DELETE', '/apps/hers')
    await call('people:remove', { email: ada })
    expect((await asAda('GET', '/account')).status).toBe(401)
    for (const call of [['people:add', { email: bob }], ['people:token', { email: owner }], ['people:password', { email: owner, password: 'longenough' }]] as const) {
      await expect(at.world.engine.call(call[0], call[1], ada)).rejects.toMatchObject({ code: 'owner-only' })
    }
  })

  it('PE7 keys are read whole, shown with their fingerprint, or refused in words', async () => {
    const bytes = (generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }) as { x: string }).x
    const field = (data: Buffer) => Buffer.concat([Buffer.from([0, 0, 0, data.length]), data])
    const blob = Buffer.concat([field(Buffer.from('ssh-ed25519')), field(Buffer.from(bytes, 'base64url'))])
    const key = `ssh-ed25519 ${blob.toString('base64')} ada@laptop`
    const made = await at.ask('POST', '/account/keys', { body: { public_key: `${key}\n` } })
    expect(made).toMatchObject({ status: 201, json: { comment: 'ada@laptop', email: owner, public_key: key } })
    expect(made.json.fingerprint).toMatch(/^([0-9a-f]{2}:){15}[0-9a-f]{2}$/)
    expect((await at.ask('GET', '/account/keys')).json).toEqual([made.json])
    for (const bad of ['hello', 'ssh-ed25519 AAAA', key.slice(0, 60), key.replace('ssh-ed25519', 'ssh-rsa'), '-----BEGIN OPENSSH PRIVATE KEY-----', key]) {
      expect((await at.ask('POST', '/account/keys', { body: { public_key: bad } })).status).toBe(422)
    }
    expect((await at.ask('DELETE', `/account/keys/${encodeURIComponent('ada@laptop')}`)).status).toBe(200)
    expect((await at.ask('GET', `/account/keys/${made.json.id}`)).status).toBe(404)
  })
})

describe('access', () => {
  it('PE8 to an app is its owner\'s and its collaborators\'; others are told so, and lists show only one\'s own', async () => {
    await at.deploy('tea')
    const [asAda, asBob] = [await person(ada), await person(bob)]
    await asAda('POST', '/apps', { body: { name: 'hers' } })
    expect([names(await asAda('GET', '/apps')), names(await asBob('GET', '/apps')), names(await at.ask('GET', '/apps'))]).toEqual([['hers'], [], ['hers', 'tea']])
    const no = { status: 403, json: { id: 'forbidden', message: 'You do not have access to the app tea.' } }
    for (const [method, path] of [['GET', ''], ['PATCH', ''], ['DELETE', ''], ['GET', '/config-vars'], ['POST', '/dynos'], ['GET', '/collaborators'], ['POST', '/log-sessions'], ['PATCH', '/formation'], ['GET', '/features']] as const) {
      expect(await asBob(method, `/apps/tea${path}`, { body: {} })).toMatchObject(no)
    }
    expect((await asBob('GET', '/apps/none')).status).toBe(404)
    // Who has only its id does not learn its name.
    const { id } = (await at.ask('GET', '/apps/tea')).json
    for (const [method, path, body] of [['GET', `/apps/${id}`, undefined], ['POST', '/account/app-transfers', { app: id, recipient: bob }]] as const) {
      expect(await asBob(method, path, { body })).toMatchObject({ status: 403, json: { message: `You do not have access to the app ${id}.` } })
    }
    expect((await at.raw('GET', '/tea.git/info/refs', bearer('x'))).status).toBe(401)
    const made = await at.ask('POST', '/apps/tea/collaborators', { body: { user: bob } })
    expect(made).toMatchObject({ status: 201, json: { role: 'collaborator', user: { email: bob }, permissions: [{ name: 'view' }, { name: 'deploy' }, { name: 'operate' }] } })
    expect(names(await asBob('GET', '/users/~/apps'))).toEqual(['tea'])
    expect((await asBob('PATCH', '/apps/tea/config-vars', { body: { A: '1' } })).json).toEqual({ A: '1' })
    expect((await asBob('GET', '/apps/tea/releases')).json.at(-1).user.email).toBe(bob)
    for (const [method, body] of [['DELETE', undefined], ['PATCH', { name: 'coffee' }]] as const) expect((await asBob(method, '/apps/tea', { body })).status).toBe(403)
    expect((await asBob('POST', '/account/app-transfers', { body: { app: 'tea', recipient: bob } })).status).toBe(403)
    expect((await at.ask('GET', '/apps/tea/collaborators')).json.map((one: { role: string }) => one.role).sort()).toEqual(['collaborator', 'owner'])
    expect((await asBob('DELETE', `/apps/tea/collaborators/${bob}`)).status).toBe(200)
    expect((await asBob('GET', '/apps/tea')).status).toBe(403)
    expect((await at.ask('POST', '/apps/tea/collaborators', { body: { user: 'nonsense' } })).status).toBe(422)
  })

  it('PE8 reaches git: who may not deploy is refused, and a push says whose it is', async () => {
    await call('apps:create', { name: 'tea' })
    await call('people:add', { email: ada })
    const { token: secret } = await call('people:token', { email: ada })
    expect((await at.raw('GET', '/tea.git/info/refs', basic('heroku', secret))).status).toBe(403)
    await call('access:add', { app: 'tea', email: ada })
    expect((await at.raw('GET', '/tea.git/info/refs', basic('heroku', secret))).text).toContain(`git for ${ada}`)
  })

  it('PE9 an app is given away when its new owner accepts', async () => {
    const [asAda, asBob] = [await person(ada), await person(bob)]
    await asAda('POST', '/apps', { body: { name: 'hers' } })
    const asked = await asAda('POST', '/account/app-transfers', { body: { app: 'hers', recipient: bob } })
    expect(asked).toMatchObject({ status: 201, json: { state: 'pending', owner: { email: ada }, recipient: { email: bob } } })
    expect((await asAda('POST', '/account/app-transfers', { body: { app: 'hers', recipient: bob } })).status).toBe(409)
    expect((await asAda('PATCH', `/account/app-transfers/${asked.json.id}`, { body: { state: 'accepted' } })).status).toBe(404)
    expect((await asBob('PATCH', `/account/app-transfers/${asked.json.id}`, { body: { state: 'accepted' } })).json.state).toBe('accepted')
    expect((await asBob('GET', '/apps/hers')).json.owner.email).toBe(bob)
    expect((await asAda('GET', '/apps/hers')).status).toBe(200)
    expect((await asAda('DELETE', '/apps/hers')).status).toBe(403)
    const again = (await asBob('POST', '/account/app-transfers', { body: { app: 'hers', recipient: ada } })).json
    expect((await asBob('DELETE', `/account/app-transfers/${again.id}`)).status).toBe(200)
    expect((await asBob('GET', '/account/app-transfers')).json).toHaveLength(1)
  })
})

describe('teams', () => {
  it('PE10 share apps: members see them and join, locked ones not; admins may everything', async () => {
    const [asAda, asBob] = [await person(ada), await person(bob)]
    expect((await asAda('POST', '/teams', { body: { name: 'brewers' } }))).toMatchObject({ status: 201, json: { name: 'brewers', role: 'admin' } })
    expect((await asBob('GET', '/teams/brewers')).status).toBe(404)
    const made = await asAda('POST', '/teams/apps', { body: { name: 'pot', team: 'brewers' } })
    expect(made).toMatchObject({ status: 201, json: { name: 'pot', owner: { email: 'brewers@herokumanager.com' }, team: { name: 'brewers' }, locked: false } })
    expect((await asAda('PUT', '/teams/brewers/members', { body: { email: bob, role: 'member' } })).json).toMatchObject({ email: bob, role: 'member' })
    expect((await asBob('GET', '/apps/pot')).status).toBe(200)
    expect((await asBob('PATCH', '/apps/pot', { body: { maintenance: true } })).status).toBe(403)
    expect((await asAda('PATCH', '/teams/apps/pot', { body: { locked: true } })).json.locked).toBe(true)
    expect(await asBob('POST', '/teams/apps/pot/collaborators', { body: { user: bob } })).toMatchObject({ status: 403, json: { message: 'pot is locked: members of its team can not join it.' } })
    await asAda('PATCH', '/teams/apps/pot', { body: { locked: false } })
    expect((await asBob('POST', '/teams/apps/pot/collaborators', { body: { user: bob } })).json.role).toBe('member')
    expect((await asBob('PATCH', '/apps/pot', { body: { maintenance: true } })).status).toBe(200)
    expect((await asAda('PATCH', `/teams/apps/pot/collaborators/${bob}`, { body: { permissions: ['deploy'] } })).json.permissions.map(({ name }: { name: string }) => name)).toEqual(['view', 'deploy'])
    expect((await asBob('PATCH', '/apps/pot', { body: { maintenance: false } })).status).toBe(403)
    expect(names(await asAda('GET', '/teams/brewers/apps'))).toEqual(['pot'])
    expect(names(await asAda('GET', `/teams/brewers/members/${bob}/apps`))).toEqual(['pot'])
    expect((await asAda('GET', '/users/~/apps')).json).toEqual([])
    expect((await asAda('DELETE', '/teams/brewers')).status).toBe(409)
    expect((await asAda('PATCH', '/teams/apps/pot', { body: { owner: ada } })).status).toBe(200)
  })

  it('PE11 have an admin at all times, and members by invitation once they accept', async () => {
    const [asAda, asBob] = [await person(ada), await person(bob)]
    await asAda('POST', '/teams', { body: { name: 'brewers' } })
    expect((await asAda('DELETE', `/teams/brewers/members/${ada}`)).status).toBe(409)
    expect((await asAda('PATCH', '/teams/brewers/members', { body: { email: ada, role: 'member' } })).status).toBe(409)
    const invitation = (await asAda('PUT', '/teams/brewers/invitations', { body: { email: bob, role: 'admin' } })).json
    expect((await asBob('GET', '/teams')).json).toEqual([])
    expect((await asBob('GET', `/teams/invitations/${invitation.id}`)).json.team.name).toBe('brewers')
    expect((await asAda('POST', `/teams/invitations/${invitation.id}/accept`)).status).toBe(404)
    expect((await asBob('POST', `/teams/invitations/${invitation.id}/accept`)).json).toMatchObject({ email: bob, role: 'admin' })
    expect((await asAda('GET', '/teams/brewers/invitations')).json).toEqual([])
    expect((await asBob('DELETE', `/teams/brewers/members/${ada}`)).status).toBe(200)
    expect((await asBob('PATCH', '/teams/brewers/preferences', { body: { 'default-permission': 'admin' } })).json['default-permission']).toBe('admin')
    expect((await asBob('POST', '/teams/brewers/members', { body: { email: ada } })).json.role).toBe('admin')
    expect((await asBob('PATCH', '/teams/brewers', { body: { name: 'tasters' } })).json.name).toBe('tasters')
    expect((await asBob('GET', '/teams/tasters/features')).json).toEqual([])
    expect((await asBob('DELETE', '/teams/tasters')).status).toBe(200)
    expect((await asBob('POST', '/teams', { body: { name: 'No!' } })).status).toBe(422)
  })
})

describe('features', () => {
  it('PE12 are those with an effect, and switch what they say', async () => {
    await at.deploy('tea')
    const listed = (await at.ask('GET', '/apps/tea/features')).json
    expect(listed.map(({ name, enabled }: { name: string; enabled: boolean }) => `${name}=${enabled}`)).toEqual(['http-session-affinity=false', 'preboot=false', 'runtime-dyno-metadata=true', 'runtime-heroku-exec=true'])
    const set = (name: string, enabled: boolean) => at.ask('PATCH', `/apps/tea/features/${name}`, { body: { enabled } })
    for (const name of ['preboot', 'http-session-affinity']) expect((await set(name, true)).json.enabled).toBe(true)
    for (const name of ['runtime-heroku-exec', 'runtime-dyno-metadata']) expect((await set(name, false)).json.enabled).toBe(false)
    const app = Object.values(at.world.engine.kernel.state.apps)[0]
    expect(app).toMatchObject({ preboot: true, routing: { sticky: true } })
    await expect(call('ps:exec', { app: 'tea', command: 'ls' })).rejects.toMatchObject({ code: 'exec-off' })
    expect((await set('spaces-tls', true)).status).toBe(404)
    expect((await at.ask('GET', '/account/features/dashboard-repositories-api')).json).toMatchObject({ enabled: true })
    expect((await at.ask('GET', '/account/features/nothing')).status).toBe(404)
  })
})
