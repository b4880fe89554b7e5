import { describe, expect, test } from 'vitest'
import { createPlatformBench, type PlatformBench } from '../sim/platform-bench.ts'

async function deployed(processTypes: Record<string, string> = { web: 'run', worker: 'work', clock: 'tick' }): Promise<PlatformBench> {
  const at = createPlatformBench()
  await at.call('apps:create', { name: 'shop' })
  await at.deploy('shop', processTypes)
  return at
}

type Change = { type: string; quantity?: number | string; size?: string }
const scale = (at: PlatformBench, ...changes: Change[]): Promise<{ seq: number }> => at.call('ps:scale', { app: 'shop', changes })
const refused = (at: PlatformBench, ...changes: Change[]): Promise<{ code: string; message: string; help: string }> => at.refusal('ps:scale', { app: 'shop', changes })

describe('ps:scale', () => {
  test('sets, counts on and back, and resizes; one event with only what changed', async () => {
    const at = await deployed()
    await scale(at, { type: 'web', quantity: 3 }, { type: 'worker', quantity: '2', size: 'Standard-2X' }, { type: 'clock', quantity: 0 })
    expect(at.events().pop()).toMatchObject({
      type: 'formation.changed', causedBy: { kind: 'command', name: 'ps:scale' },
      data: { changes: { web: { quantity: 3, size: 'standard-1x' }, worker: { quantity: 2, size: 'standard-2x' } } },
    })
    expect(Object.keys((at.events().pop() as { data: { changes: object } }).data.changes)).toEqual(['web', 'worker'])
    await scale(at, { type: 'web', quantity: '+2' }, { type: 'worker', quantity: '-1' }, { type: 'clock', quantity: '=1' })
    await scale(at, { type: 'web', size: 'PERFORMANCE-M' })
    expect(at.app('shop').formation).toEqual({ web: { quantity: 5, size: 'performance-m' }, worker: { quantity: 1, size: 'standard-2x' }, clock: { quantity: 1, size: 'standard-1x' } })
  })

  test('the same type twice in one call counts on', async () => {
    const at = await deployed()
    await scale(at, { type: 'web', quantity: 4 }, { type: 'web', quantity: '-1' })
    expect(at.app('shop').formation['web']?.quantity).toBe(3)
  })

  test('what changes nothing commits nothing', async () => {
    const at = await deployed()
    const before = at.journal.lastSeq()
    expect(await scale(at, { type: 'web', quantity: 1 }, { type: 'worker', quantity: '+0', size: 'Standard-1X' })).toEqual({ seq: before })
    expect(at.journal.lastSeq()).toBe(before)
  })

  test('before the first deploy there is nothing to scale', async () => {
    const at = createPlatformBench()
    await at.call('apps:create', { name: 'shop' })
    expect(await refused(at, { type: 'web', quantity: 1 })).toMatchObject({ code: 'type-not-found', help: expect.stringContaining('has: none') as string })
  })

  test('an unknown type is refused with those there are; one a slug dropped is still known', async () => {
    const at = await deployed()
    expect(await refused(at, { type: 'web', quantity: 2 }, { type: 'wrker', quantity: 1 })).toMatchObject({ code: 'type-not-found', help: expect.stringContaining('has: web, worker, clock.') as string })
    expect((await refused(at, { type: 'toString', quantity: 1 })).code).toBe('type-not-found')
    await at.deploy('shop', { web: 'run' })
    await scale(at, { type: 'clock', quantity: 1 })
  })

  test.each([
    [{ type: 'web', quantity: -1 }, 'quantity-invalid'], [{ type: 'web', quantity: '-2' }, 'quantity-invalid'], [{ type: 'web', quantity: '9999999999999999' }, 'quantity-invalid'],
    [{ type: 'web', quantity: 'many' }, 'scale-grammar'], [{ type: 'web', quantity: '1.5' }, 'scale-grammar'], [{ type: 'web', quantity: '+-1' }, 'scale-grammar'], [{ type: 'web', quantity: '' }, 'scale-grammar'],
    [{ type: 'web' }, 'scale-grammar'], [{ type: 'web', size: 'huge' }, 'size-not-found'], [{ type: 'web', size: 'hobby' }, 'size-not-found'],
    [{ type: 'web', quantity: 101 }, 'quantity-over-type-limit'], [{ type: 'web', quantity: 11, size: 'performance-l' }, 'quantity-over-type-limit'],
    [{ type: 'web', quantity: 2, size: 'basic' }, 'quantity-over-type-limit'],
  ] as const)('refuses %j: %s', async (change, code) => {
    expect((await refused(await deployed(), change)).code).toBe(code)
  })

  test.each([
    [{ type: 'web', quantity: 101 }, 'Choose at most 100.'],
    [{ type: 'web', quantity: 11, size: 'performance-l' }, 'Choose at most 10, or a Standard size, which goes to 100.'],
    [{ type: 'web', quantity: 2, size: 'basic' }, 'Choose at most 1, or Standard-1X or larger, which scale out.'],
  ] as const)('%j is answered with what helps at its size', async (change, help) => {
    expect((await refused(await deployed(), change)).help).toBe(help)
  })

  test('says what was wrong with it', async () => {
    const at = await deployed()
    expect((await refused(at, { type: 'web', quantity: '+x' })).message).toContain('"web+x" is not a scale')
    expect((await refused(at, { type: 'web', quantity: 'many' })).message).toContain('"web=many"')
    expect((await refused(at, { type: 'web', quantity: -3 })).message).toBe('"-3" is not a number of dynos: a whole number from 0 to 100.')
    expect((await refused(at, { type: 'web', size: 'free' })).help).toContain('Eco, Basic, Standard-1X')
  })

  test('100 dynos per app in all', async () => {
    const at = await deployed()
    await scale(at, { type: 'web', quantity: 60 }, { type: 'worker', quantity: 40 })
    expect(await refused(at, { type: 'clock', quantity: 1 })).toMatchObject({ code: 'quantity-over-app-limit', message: expect.stringContaining('101') as string })
    await scale(at, { type: 'clock', quantity: 1 }, { type: 'web', quantity: '-1' })
  })

  test('eco, basic, free and hobby do not stand beside another size; a type at 0 does not count', async () => {
    const at = await deployed()
    await scale(at, { type: 'worker', quantity: 1 })
    expect(await refused(at, { type: 'web', size: 'eco' })).toMatchObject({ code: 'sizes-do-not-mix', message: 'Eco dynos can not be mixed with Standard-1X dynos in one app.' })
    await scale(at, { type: 'web', size: 'eco' }, { type: 'worker', size: 'eco' })
    expect((await refused(at, { type: 'clock', quantity: 1 })).code).toBe('sizes-do-not-mix')
    expect((await refused(at, { type: 'clock', quantity: 1, size: 'basic' })).code).toBe('sizes-do-not-mix')
  })

  test('an app on eco has at most two running dynos', async () => {
    const at = await deployed()
    await scale(at, { type: 'web', size: 'eco' }, { type: 'worker', quantity: 1, size: 'eco' })
    expect(await refused(at, { type: 'clock', quantity: 1, size: 'eco' })).toMatchObject({ code: 'quantity-over-app-limit', message: expect.stringContaining('limit of an app is 2') as string })
    await scale(at, { type: 'worker', quantity: 0 }, { type: 'clock', quantity: 1, size: 'eco' })
  })

  test('sizes are those of the era; what an app has already can still be scaled down', async () => {
    const at = await deployed()
    await scale(at, { type: 'web', size: 'basic' })
    await at.call('era:set', { era: 'classic' })
    expect((await refused(at, { type: 'web', size: 'eco' })).code).toBe('size-not-found')
    await scale(at, { type: 'web', quantity: 0 })
    await scale(at, { type: 'web', quantity: 1, size: 'hobby' })
    expect(at.app('shop').formation['web']).toEqual({ quantity: 1, size: 'hobby' })
  })

  test('the release type is never scaled; its size can be set', async () => {
    const at = await deployed({ web: 'run', release: 'migrate' })
    expect((await refused(at, { type: 'release', quantity: 1 })).code).toBe('quantity-invalid')
    await scale(at, { type: 'release', size: 'performance-m' })
    expect(at.app('shop').formation['release']).toEqual({ quantity: 0, size: 'performance-m' })
  })
})

describe('formation after a deploy', () => {
  test('the first deploy runs one web dyno and none of the others, before the release succeeds', async () => {
    const at = await deployed({ worker: 'work', web: 'run', release: 'migrate' })
    expect(at.app('shop').formation).toEqual({ web: { quantity: 1, size: 'standard-1x' }, worker: { quantity: 0, size: 'standard-1x' } })
    expect(at.types().slice(-3)).toEqual(['release.created', 'formation.changed', 'release.succeeded'])
  })

  test('later types begin at 0, a first web at 1, and what was scaled stays', async () => {
    const at = await deployed({ worker: 'work' })
    await scale(at, { type: 'worker', quantity: 4 })
    await at.deploy('shop', { worker: 'work', clock: 'tick', web: 'run' })
    expect(at.app('shop').formation).toEqual({
      worker: { quantity: 4, size: 'standard-1x' }, clock: { quantity: 0, size: 'standard-1x' }, web: { quantity: 1, size: 'standard-1x' },
    })
    await scale(at, { type: 'web', quantity: 0 })
    await at.deploy('shop', { web: 'run' })
    expect(at.app('shop').formation).toMatchObject({ worker: { quantity: 4 }, web: { quantity: 0 } })
  })

  test('a new type takes the size of an app that can not mix, and a web that does not fit begins at 0', async () => {
    const at = await deployed({ worker: 'work', clock: 'tick' })
    await scale(at, { type: 'worker', quantity: 1, size: 'eco' }, { type: 'clock', quantity: 1, size: 'eco' })
    await at.deploy('shop', { worker: 'work', clock: 'tick', web: 'run' })
    expect(at.app('shop').formation['web']).toEqual({ quantity: 0, size: 'eco' })
  })
})
