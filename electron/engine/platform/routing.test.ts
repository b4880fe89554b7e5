import { describe, expect, test } from 'vitest'
import { defaultRouting } from '../../../shared/domain/app.ts'
import { createPlatformBench, type PlatformBench } from '../sim/platform-bench.ts'

async function withApp(): Promise<PlatformBench> {
  const at = createPlatformBench()
  await at.call('apps:create', { name: 'shop' })
  return at
}

describe('routing:set (RT67)', () => {
  test('writes down only what really changes, and nothing when nothing does', async () => {
    const at = await withApp()
    const before = at.journal.lastSeq()
    await at.call('routing:set', { app: 'shop', strategy: 'random', sticky: false, readinessPath: null })
    await at.call('routing:set', { app: 'shop' })
    expect(at.types().slice(before)).toEqual([])
    await at.call('routing:set', { app: 'shop', strategy: 'peak-ewma', sticky: false, readinessPath: '/ready?deep=1' })
    expect(at.journal.read(before, 9).map(({ data }) => data)).toEqual([{ strategy: 'peak-ewma', readinessPath: '/ready?deep=1' }])
    await at.call('routing:set', { app: 'shop', sticky: true })
    expect(at.app('shop').routing).toEqual({ strategy: 'peak-ewma', sticky: true, readinessPath: '/ready?deep=1' })
    await at.call('routing:set', { app: 'shop', ...defaultRouting })
    expect(at.app('shop').routing).toEqual(defaultRouting)
  })

  test.each([
    ['ready', 'does not begin with a slash'], ['', 'does not begin with a slash'], ['http://elsewhere.test/', 'does not begin with a slash'], ['/a b', 'has a space'],
    ['/a\r\nX: 1', 'has a space'], ['/a\u0000', 'has a space'], ['/é', 'not plain ASCII'], ['/a#b', '# is never sent'],
  ])('refuses %j as a path in words: %s', async (readinessPath, why) => {
    const at = await withApp()
    const before = at.journal.lastSeq()
    const refusal = at.call('routing:set', { app: 'shop', strategy: 'round-robin', readinessPath })
    await expect(refusal).rejects.toMatchObject({ code: 'readiness-path-invalid', message: expect.stringContaining(why) as string })
    expect(at.journal.lastSeq()).toBe(before)
  })

  test('takes a path of 1024 characters', async () => {
    const at = await withApp()
    await at.call('routing:set', { app: 'shop', readinessPath: `/${'x'.repeat(1023)}` })
    expect(at.app('shop').routing?.readinessPath).toHaveLength(1024)
  })
})
