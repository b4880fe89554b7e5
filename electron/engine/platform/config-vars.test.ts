import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { configMaxBytes } from '../../../shared/domain/app.ts'
import { configDifference, describeConfigChanges } from './config-vars.ts'
import { createPlatformBench, type PlatformBench } from '../sim/platform-bench.ts'

async function withApp(config: Record<string, string> = {}): Promise<PlatformBench> {
  const at = createPlatformBench()
  await at.call('apps:create', { name: 'shop' })
  if (Object.keys(config).length > 0) await at.call('config:set', { app: 'shop', vars: config })
  return at
}

describe('config:set', () => {
  test('changes the config, then makes a release of it, also when nothing was deployed yet', async () => {
    const at = await withApp()
    expect(await at.call('config:set', { app: 'shop', vars: { FOO: '1', BAR: '2' } })).toEqual({ seq: 8, version: 3 })
    const [changed, created, succeeded] = at.events().slice(5)
    expect(changed).toMatchObject({ type: 'config.changed', causedBy: { kind: 'command', name: 'config:set' } })
    expect(created).toMatchObject({
      type: 'release.created', causedBy: { kind: 'event', seq: 6 },
      data: { version: 3, slugId: null, config: { FOO: '1', BAR: '2' }, description: 'Set FOO, BAR config vars', by: 'ada@example.test' },
    })
    expect(succeeded?.type).toBe('release.succeeded')
    expect(await at.call('config:get', { app: 'shop' })).toEqual({ FOO: '1', BAR: '2' })
  })

  test('null removes; what stays as it is makes no release', async () => {
    const at = await withApp({ FOO: '1', BAR: '2' })
    expect((await at.call('config:set', { app: 'shop', vars: { FOO: null, BAR: '2' } })).version).toBe(4)
    expect(at.kernel.state.releases[at.app('shop').id]?.[3]).toMatchObject({ description: 'Remove FOO config vars', config: { BAR: '2' } })
    const before = at.journal.lastSeq()
    expect(await at.call('config:set', { app: 'shop', vars: { BAR: '2' } })).toEqual({ seq: before, version: null })
    expect(await at.call('config:set', { app: 'shop', vars: {} })).toEqual({ seq: before, version: null })
    expect(at.journal.lastSeq()).toBe(before)
  })

  test.each([
    ['1FOO', 'config-key-invalid'], ['MY-KEY', 'config-key-invalid'], ['__FOO', 'config-key-invalid'], ['A B', 'config-key-invalid'], ['', 'config-key-invalid'],
    ['PORT', 'config-key-reserved'], ['DYNO', 'config-key-reserved'], ['HOME', 'config-key-reserved'], ['HEROKU_APP_NAME', 'config-key-reserved'],
  ])('refuses the key %j', async (key, code) => {
    const at = await withApp()
    expect((await at.refusal('config:set', { app: 'shop', vars: { FINE: '1', [key]: 'x' } })).code).toBe(code)
  })

  test.each(['PORTAL', 'HOMEPAGE', '_FOO', 'foo', 'constructor', 'toString'])('takes the key %s', async (key) => {
    const at = await withApp({ [key]: 'x' })
    expect(await at.call('config:get', { app: 'shop' })).toEqual({ [key]: 'x' })
    expect((await at.call('config:set', { app: 'shop', vars: { [key]: null } })).version).toBe(4)
  })

  test('removing what is not there is refused, and the rest of the call with it', async () => {
    const at = await withApp({ FOO: '1' })
    expect(await at.refusal('config:set', { app: 'shop', vars: { FOO: '2', NOPE: null } })).toMatchObject({ code: 'config-key-missing', message: 'shop has no config var NOPE.' })
    expect((await at.refusal('config:set', { app: 'shop', vars: { toString: null } })).code).toBe('config-key-missing')
  })

  test('keys and values together take at most 32 KB, counted as UTF-8', async () => {
    const at = await withApp()
    const room = configMaxBytes - 1
    expect(await at.refusal('config:set', { app: 'shop', vars: { A: 'x'.repeat(room + 1) } })).toMatchObject({ code: 'config-too-large', message: expect.stringContaining('32769 bytes') as string })
    expect((await at.refusal('config:set', { app: 'shop', vars: { A: 'é'.repeat(room / 2 + 1) } })).code).toBe('config-too-large')
    expect((await at.refusal('config:set', { app: 'shop', vars: { A: '😀'.repeat(8192) } })).code).toBe('config-too-large')
    await at.call('config:set', { app: 'shop', vars: { A: 'x'.repeat(room) } })
    expect((await at.refusal('config:set', { app: 'shop', vars: { B: '' } })).code).toBe('config-too-large')
    await at.call('config:set', { app: 'shop', vars: { A: null, B: 'x' } })
  })

  test('a NUL can not be handed to a process, so it is refused', async () => {
    const at = await withApp()
    const refused = await at.refusal('config:set', { app: 'shop', vars: { A: 'top\0secret' } })
    expect(refused.code).toBe('input-invalid')
    expect(refused.message).not.toContain('secret')
  })

  test('values stand in config and releases only, never in a cause or a description', async () => {
    const at = await withApp({ TOKEN: 'hunter2' })
    for (const event of at.events()) {
      expect(JSON.stringify(event.causedBy)).not.toContain('hunter2')
      if (event.type === 'release.created') expect(event.data.description).not.toContain('hunter2')
    }
  })
})

describe('descriptions', () => {
  test('say what was set and removed, and stop at ten names', () => {
    expect(describeConfigChanges({ FOO: '1', BAR: null, BAZ: '' })).toBe('Set FOO, BAZ and remove BAR config vars')
    const many = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`K${index}`, 'x']))
    expect(describeConfigChanges(many)).toBe('Set K0, K1, K2, K3, K4, K5, K6, K7, K8, K9 and 2 more config vars')
  })
})

describe('difference of two configs', () => {
  const config = fc.dictionary(fc.constantFrom('A', 'B', 'C', 'D', 'E'), fc.constantFrom('', '1', '2'))

  test('applied to the first it gives the second, and it names only what differs', () => {
    fc.assert(
      fc.property(config, config, (from, to) => {
        const changes = configDifference(from, to)
        const applied = Object.fromEntries(Object.entries({ ...from, ...changes }).filter(([, value]) => value !== null))
        expect(applied).toEqual({ ...to })
        for (const [key, value] of Object.entries(changes)) expect(value).not.toBe(from[key] ?? null)
      }),
    )
  })
})
