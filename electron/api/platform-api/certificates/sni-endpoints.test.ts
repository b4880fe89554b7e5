import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCertificates } from '../../../adapters/certificates/certificates.ts'
import { controlWorld, type ControlWorld } from '../../control.fixture.ts'

type Pair = { readonly certificate_chain: string; readonly private_key: string }

const folder = mkdtempSync(join(tmpdir(), 'dynarium-certs-'))
const keys = join(folder, 'keys')
let at: ControlWorld

function made(name: string, subject: string, more: readonly string[]): Pair {
  const [key, cert] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)]
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key, '-out', cert, '-subj', subject, ...more], { stdio: 'ignore' })
  return { certificate_chain: readFileSync(cert, 'utf8'), private_key: readFileSync(key, 'utf8') }
}

describe.skipIf(spawnSync('openssl', ['version']).status !== 0)('certificates over the Platform API', () => {
  const tea = made('tea', '/CN=tea.example.com', ['-days', '3650', '-addext', 'subjectAltName=DNS:tea.example.com,DNS:*.tea.example.com,IP:127.0.0.1'])
  const other = made('other', '/CN=other.example.com', ['-days', '3650'])

  beforeEach(async () => {
    rmSync(keys, { recursive: true, force: true })
    at = await controlWorld({ certificates: createCertificates(keys) })
    await at.ask('POST', '/apps', { body: { name: 'shop' } })
    for (const hostname of ['tea.example.com', 'www.tea.example.com', 'elsewhere.example.com']) await at.ask('POST', '/apps/shop/domains', { body: { hostname, sni_endpoint: null } })
  })
  afterEach(async () => {
    await at.close()
    expect(at.logged).toEqual([])
  })

  it('CE1 CE2 are read, and their key is in a file that only its user can read and nowhere else', async () => {
    const { status, json } = await at.ask('POST', '/apps/shop/sni-endpoints', { body: tea })
    expect(status).toBe(201)
    expect(json).toMatchObject({ domains: [], ssl_cert: { cert_domains: ['tea.example.com', '*.tea.example.com'], subject: '/CN=tea.example.com', issuer: '/CN=tea.example.com', 'self_signed?': true, 'ca_signed?': false, acm: false } })
    expect((await at.ask('GET', `/apps/shop/sni-endpoints/${json.name}`)).json).toEqual(json)
    expect((await at.ask('GET', '/apps/shop/sni-endpoints')).json).toEqual([json])
    expect(readFileSync(join(keys, `${json.id}.key`), 'utf8')).toBe(tea.private_key)
    expect(statSync(join(keys, `${json.id}.key`)).mode & 0o777).toBe(0o600)
    const secret = tea.private_key.split('\n')[1] ?? ''
    const { state } = at.world.engine.kernel
    for (const text of [JSON.stringify(json), JSON.stringify(state), JSON.stringify(at.world.journal.read(0, 10_000))]) expect(text).not.toContain(secret)
    const renewed = await at.ask('PATCH', `/apps/shop/sni-endpoints/${json.id}`, { body: other })
    expect(renewed.json).toMatchObject({ id: json.id, ssl_cert: { cert_domains: ['other.example.com'] } })
    expect((await at.ask('DELETE', `/apps/shop/sni-endpoints/${json.name}`)).status).toBe(200)
    expect(readdirSync(keys)).toEqual([])
    expect((await at.ask('GET', `/apps/shop/sni-endpoints/${json.name}`)).status).toBe(404)
  })

  it('CE1 refuse what does not fit, in words, and keep nothing of it', async () => {
    const wrong: readonly (readonly [Pair, RegExp])[] = [
      [{ ...tea, private_key: other.private_key }, /fits none/], [{ ...tea, private_key: 'key' }, /private key can not be read/], [{ ...tea, certificate_chain: 'chain' }, /no certificate in it/],
      [{ ...tea, certificate_chain: `${tea.certificate_chain}${other.certificate_chain}` }, /issued none of the others/],
      [{ ...tea, certificate_chain: '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----' }, /can not be read/],
    ]
    for (const [body, words] of wrong) {
      expect(await at.ask('POST', '/apps/shop/sni-endpoints', { body })).toMatchObject({ status: 422, json: { message: expect.stringMatching(words) } })
    }
    expect(createCertificates(keys).read({ chain: tea.certificate_chain, key: tea.private_key }, Date.now() + 4000 * 86_400_000)).toMatchObject({ kind: 'wrong', why: expect.stringMatching(/expired/) })
    expect((await at.ask('GET', '/apps/shop/sni-endpoints')).json).toEqual([])
  })

  it('CE3 a domain has one that names it, and keeps it from being removed', async () => {
    const { name, id } = (await at.ask('POST', '/apps/shop/sni-endpoints', { body: tea })).json
    for (const hostname of ['tea.example.com', 'www.tea.example.com']) expect((await at.ask('PATCH', `/apps/shop/domains/${hostname}`, { body: { sni_endpoint: name } })).json).toMatchObject({ hostname, sni_endpoint: { id, name } })
    expect((await at.ask('PATCH', '/apps/shop/domains/elsewhere.example.com', { body: { sni_endpoint: name } })).status).toBe(422)
    expect((await at.ask('POST', '/apps/shop/domains', { body: { hostname: 'new.example.com', sni_endpoint: name } })).status).toBe(422)
    expect((await at.ask('GET', '/apps/shop/domains/new.example.com')).status).toBe(404)
    expect((await at.ask('GET', `/apps/shop/sni-endpoints/${id}`)).json.domains).toHaveLength(2)
    expect((await at.ask('DELETE', `/apps/shop/sni-endpoints/${name}`)).status).toBe(409)
    for (const hostname of ['tea.example.com', 'www.tea.example.com']) expect((await at.ask('PATCH', `/apps/shop/domains/${hostname}`, { body: { sni_endpoint: null } })).json).toMatchObject({ sni_endpoint: null })
    expect((await at.ask('DELETE', `/apps/shop/sni-endpoints/${name}`)).status).toBe(200)
    await at.ask('POST', '/apps/shop/sni-endpoints', { body: tea })
    await at.ask('DELETE', '/apps/shop')
    expect(readdirSync(keys)).toEqual([])
  })

  it('CE4 CE5 automated certificates say that nobody issues any', async () => {
    expect((await at.ask('POST', '/apps/shop/acm')).json).toMatchObject({ acm: true })
    expect((await at.ask('GET', '/apps/shop')).json).toMatchObject({ acm: true })
    expect((await at.ask('GET', '/apps/shop/domains/tea.example.com')).json).toMatchObject({ acm_status: 'failed', acm_status_reason: expect.stringMatching(/Nobody issues/) })
    expect((await at.ask('PATCH', '/apps/shop/acm')).status).toBe(200)
    expect((await at.ask('DELETE', '/apps/shop/acm')).json).toMatchObject({ acm: false })
  })
})
