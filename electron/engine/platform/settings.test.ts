import { describe, expect, test } from 'vitest'
import { createPlatformBench, type PlatformBench } from '../sim/platform-bench.ts'

async function withApp(): Promise<PlatformBench> {
  const at = createPlatformBench()
  await at.call('apps:create', { name: 'shop' })
  return at
}

describe('switches', () => {
  test('each leaves one event, and setting it again none', async () => {
    const at = await withApp()
    const before = at.journal.lastSeq()
    for (let round = 0; round < 2; round++) {
      await at.call('era:set', { era: 'classic' })
      await at.call('maintenance:set', { app: 'shop', on: true })
      await at.call('preboot:set', { app: 'shop', on: true })
      await at.call('stack:set', { app: 'shop', stack: 'heroku-22' })
      await at.call('buildpacks:set', { app: 'shop', buildpacks: ['heroku/nodejs', 'heroku/ruby'] })
    }
    expect(at.types().slice(before)).toEqual(['era.changed', 'maintenance.changed', 'preboot.changed', 'stack.changed', 'buildpacks.changed'])
    expect(at.app('shop')).toMatchObject({ maintenance: true, preboot: true, stack: 'heroku-22', buildpacks: ['heroku/nodejs', 'heroku/ruby'] })
    expect(at.kernel.state.era).toBe('classic')
  })

  test('the order of buildpacks counts, and an empty list means detect again', async () => {
    const at = await withApp()
    await at.call('buildpacks:set', { app: 'shop', buildpacks: ['heroku/nodejs', 'heroku/ruby'] })
    await at.call('buildpacks:set', { app: 'shop', buildpacks: ['heroku/ruby', 'heroku/nodejs'] })
    expect(at.app('shop').buildpacks).toEqual(['heroku/ruby', 'heroku/nodejs'])
    await at.call('buildpacks:set', { app: 'shop', buildpacks: [] })
    expect(at.app('shop').buildpacks).toEqual([])
  })

  test('preboot needs a size that has it, whichever is set first', async () => {
    const at = await withApp()
    await at.deploy('shop', { web: 'run' })
    await at.call('ps:scale', { app: 'shop', changes: [{ type: 'web', size: 'basic' }] })
    expect(await at.refusal('preboot:set', { app: 'shop', on: true })).toMatchObject({ code: 'preboot-size', message: expect.stringContaining('web of shop is Basic') as string })
    await at.call('ps:scale', { app: 'shop', changes: [{ type: 'web', size: 'performance-m' }] })
    await at.call('preboot:set', { app: 'shop', on: true })
    expect((await at.refusal('ps:scale', { app: 'shop', changes: [{ type: 'web', size: 'eco' }] })).code).toBe('preboot-size')
  })
})

describe('buildpacks:set', () => {
  test.each([
    'heroku/static', 'https://github.com/heroku/heroku-buildpack-ruby', 'https://github.com/heroku/heroku-buildpack-ruby.git#v250', 'git://example.test/a.git',
    'ssh://git@example.test/a.git#main', 'git@github.com:heroku/heroku-buildpack-apt.git', '/home/ada/my-buildpack', 'C:\\buildpacks\\mine', 'D:/buildpacks/mine.tgz',
    '/home/ada/with space/pack.tar.gz', 'https://example.test/pack.tgz',
  ])('takes %s', async (buildpack) => {
    const at = await withApp()
    await at.call('buildpacks:set', { app: 'shop', buildpacks: [buildpack] })
    expect(at.app('shop').buildpacks).toEqual([buildpack])
  })

  test.each([
    ['heroku/cobol', 'the built-in ones are heroku/ruby'], ['heroku-community/apt', 'no registry here'], ['./mine', 'absolute path'], ['mine.tgz', 'has to be absolute'],
    ['ftp://example.test/a', 'begin with https'], ['file:///etc', 'begin with https'], ['ext::sh -c true', 'begin with https'], ['https://exa mple.test/a', 'no spaces'],
    ['--upload-pack=true', 'absolute path'], ['https://-oProxyCommand=x/a', 'begin with https'], ['git@-x:a', 'absolute path'], ['/a\nb', 'control character'], ['   ', 'absolute path'],
  ])('refuses %j and says why', async (buildpack, why) => {
    const at = await withApp()
    const refused = await at.refusal('buildpacks:set', { app: 'shop', buildpacks: [buildpack] })
    expect(refused).toMatchObject({ code: 'buildpack-invalid', message: expect.stringContaining(why) as string })
  })

  test('refuses one that is listed twice', async () => {
    const at = await withApp()
    expect((await at.refusal('buildpacks:set', { app: 'shop', buildpacks: ['heroku/go', ' heroku/go'] })).message).toContain('in the list twice')
  })
})

describe('domains', () => {
  test.each(['www.example.test', 'EXAMPLE.test', '*.example.test', 'www.shop.localhost', '*.shop.localhost', 'a.nobody.localhost'])('takes %s', async (hostname) => {
    const at = await withApp()
    await at.call('domains:add', { app: 'shop', hostname })
    expect(at.app('shop').domains.map((domain) => domain.hostname)).toEqual([hostname.toLowerCase()])
    await at.call('domains:remove', { app: 'shop', hostname: hostname.toUpperCase() })
    expect(at.app('shop').domains).toEqual([])
  })

  test.each(['localhost', 'shop.localhost', 'other.localhost', 'new.localhost', '*.localhost', 'www.other.localhost', 'example', '127.0.0.1', 'a_b.test', 'www.*.test', '-a.test', 'a.test.', 'a.test:80', 'http://a.test', ''])(
    'refuses %j',
    async (hostname) => {
      const at = await withApp()
      await at.call('apps:create', { name: 'other' })
      expect((await at.refusal('domains:add', { app: 'shop', hostname })).code).toBe('domain-invalid')
    },
  )

  test('a host name belongs to one app, until it is removed there', async () => {
    const at = await withApp()
    await at.call('apps:create', { name: 'other' })
    await at.call('domains:add', { app: 'shop', hostname: 'www.example.test' })
    expect(await at.refusal('domains:add', { app: 'other', hostname: 'WWW.example.test' })).toMatchObject({ code: 'domain-taken', message: expect.stringContaining('routed to shop') as string })
    expect((await at.refusal('domains:remove', { app: 'other', hostname: 'www.example.test' })).code).toBe('domain-not-found')
    await at.call('domains:remove', { app: 'shop', hostname: 'www.example.test' })
    await at.call('domains:add', { app: 'other', hostname: 'www.example.test' })
  })
})
