import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isPartnerAddress, readManifest } from './manifest.ts'

const manifest = {
  id: 'cellar', api: {
    config_vars: ['CELLAR_URL'], password: 'geheim', sso_salt: 'salt', regions: ['us', 'eu'], requires: ['many_per_app', 'log_input'], version: '3',
    production: { base_url: 'https://cellar.example.com/heroku/resources', sso_url: 'https://cellar.example.com/sso/login' },
    test: { base_url: 'http://localhost:4567/', sso_url: 'http://localhost:4567/sso/login' },
  },
}
const withApi = (more: object): string => JSON.stringify({ ...manifest, api: { ...manifest.api, ...more } }, null, '\t')
const problem = (text: string): string => {
  const [first] = readManifest(text, 'test').problems
  return first === undefined ? 'none' : `${first.line}:${first.message}`
}

describe('addon-manifest.json (PA2)', () => {
  it('says what the marketplace shows, and where the partner is', () => {
    const { value } = readManifest(JSON.stringify(manifest), 'test')
    expect(value).toEqual({
      slug: 'cellar', title: 'cellar', vars: ['CELLAR_URL'], password: 'geheim', ssoSalt: 'salt', region: 'amazon-web-services::us-east-1', baseUrl: 'http://localhost:4567/heroku/resources', ssoUrl: 'http://localhost:4567/sso/login',
      multiple: true, sharing: false, plans: [{ name: 'test', title: 'test' }], notes: ['Nothing follows here from requires: log_input.', 'The manifest names no plans: there is one, test.'],
    })
    expect(readManifest(JSON.stringify({ ...manifest, name: 'The Cellar', plans: ['basic', { name: 'gold', title: 'Gold' }] }), 'production').value).toMatchObject({
      title: 'The Cellar', baseUrl: 'https://cellar.example.com/heroku/resources', plans: [{ name: 'basic', title: 'basic' }, { name: 'gold', title: 'Gold' }],
    })
    expect(readManifest(withApi({ test: 'http://127.0.0.1:9', regions: ['eu'] }), 'test').value).toMatchObject({ baseUrl: 'http://127.0.0.1:9/heroku/resources', ssoUrl: null, region: 'amazon-web-services::eu-west-1' })
  })

  it.each([
    ['{', '1:This is not YAML'],
    [JSON.stringify({ ...manifest, id: 'Cellar' }), '1:id: '],
    [withApi({ password: undefined }), '3:api.password'],
    [withApi({ config_vars: ['CELLAR_URL', 'OTHER_URL'] }), '6:api.config_vars: OTHER_URL has to begin with CELLAR_.'],
    [withApi({ config_vars_prefix: 'OTHER' }), ':api.config_vars_prefix: of cellar it is CELLAR.'],
    [withApi({ test: undefined }), '3:api.test: the manifest has no address for test.'],
    [withApi({ test: { base_url: 'http://cellar.example.com/' } }), ':api.test'],
    [withApi({ version: 2 }), ':api.version: 2 is not known'],
  ])('is refused where it is wrong, %#', (text, words) => {
    expect(problem(text)).toContain(words)
  })

  it('of the docs can be plugged in as it stands there', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/add-ons.md'), 'utf8')
    const text = /```json\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
    expect(readManifest(text, 'test').value).toMatchObject({ slug: 'cellar', title: 'The Cellar', multiple: true, sharing: true, plans: [{ name: 'basic' }, { name: 'gold', title: 'Gold' }], notes: [] })
  })

  it('takes plain http to this machine only (PA5)', () => {
    for (const url of ['http://localhost:4567/x', 'http://cellar.localhost:7080', 'http://127.0.0.1', 'http://[::1]:80/', 'https://example.com/heroku/resources', 'HTTPS://example.com']) expect(isPartnerAddress(url), url).toBe(true)
    for (const url of ['http://example.com', 'http://127.0.0.1.example.com', 'http://localhost.example.com', 'http://127.1', 'http://a@localhost', 'http://localhost:99999', 'file:///etc', 'https://', 'http://localhost/?a', 'https://a..b', 'http://0.0.0.0']) expect(isPartnerAddress(url), url).toBe(false)
  })
})
