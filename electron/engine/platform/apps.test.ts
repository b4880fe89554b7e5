import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { appNamePattern } from '../../../shared/domain/app.ts'
import { emptyState } from '../../../shared/domain/state.ts'
import { seededRandom } from '../sim/seeded.ts'
import { checkName, freshName } from './app-names.ts'
import { adjectives, nouns } from './name-words.ts'
import { createPlatformBench, testCause } from '../sim/platform-bench.ts'

const madeUp = async (seed: number): Promise<string> => (await createPlatformBench({ seed }).call('apps:create', {})).name
const longest = (words: readonly string[]): number => Math.max(...words.map((word) => word.length))

describe('apps:create', () => {
  test('a new app has v1 "Initial release" and v2 "Enable Logplex", both succeeded and without a slug', async () => {
    const at = createPlatformBench()
    const { id, seq } = await at.call('apps:create', { name: 'shop' })
    expect(at.types()).toEqual(['app.created', 'release.created', 'release.succeeded', 'release.created', 'release.succeeded'])
    expect(seq).toBe(5)
    expect(at.kernel.state.releases[id]?.map(({ version, description, slugId, status, by }) => [version, description, slugId, status.kind, by])).toEqual([
      [1, 'Initial release', null, 'succeeded', 'ada@example.test'],
      [2, 'Enable Logplex', null, 'succeeded', 'ada@example.test'],
    ])
    expect(at.app('shop')).toMatchObject({ stack: 'heroku-24', owner: 'ada@example.test', lastVersion: 2, currentVersion: 2, formation: {}, config: {} })
  })

  test('the releases are caused by the creation, the creation by the command', async () => {
    const at = createPlatformBench()
    await at.call('apps:create', {})
    const [created, first] = at.events()
    expect(created?.causedBy).toMatchObject({ kind: 'command', name: 'apps:create' })
    expect(first?.causedBy).toEqual({ kind: 'event', seq: 1 })
  })

  test('a made-up name is adjective-noun-number, valid, and the same for the same seed', async () => {
    expect(await madeUp(5)).toMatch(/^[a-z]+-[a-z]+-\d{5}$/)
    expect(await madeUp(5)).toBe(await madeUp(5))
    expect(await madeUp(5)).not.toBe(await madeUp(6))
  })

  test('every made-up name is valid and short enough', () => {
    expect(longest(adjectives) + longest(nouns) + 7).toBeLessThanOrEqual(30)
    expect(new Set([...adjectives, ...nouns]).size).toBe(adjectives.length + nouns.length)
    for (const word of [...adjectives, ...nouns]) expect(word).toMatch(/^[a-z]+$/)
  })

  test('a made-up name that is taken is not given out again', async () => {
    const at = createPlatformBench()
    await at.call('apps:create', { name: 'amber-acorn-10000' })
    const draws = [0, 0, 0, 0.5, 0, 0]
    expect(freshName(at.kernel.state, { next: () => draws.shift() ?? 0 })).toBe('amber-acorn-55000')
    expect(() => freshName(at.kernel.state, { next: () => 0 })).toThrow('no free app name')
  })

  test.each([
    ['My Shop', 'my-shop'], ['Café_Bar', 'cafe-bar'], ['9lives', 'lives'], ['ab', 'ab-app'], ['shop-', 'shop'], ['a'.repeat(40), 'a'.repeat(30)],
  ])('refuses the name %j and suggests %j', async (name, suggestion) => {
    const refused = await createPlatformBench().refusal('apps:create', { name })
    expect(refused.code).toBe('app-name-invalid')
    expect(refused.help).toBe(`Try "${suggestion}".`)
  })

  test('whatever the name, the suggestion is one that would be accepted', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 64, unit: 'grapheme' }), fc.nat(), (name, seed) => {
        fc.pre(!appNamePattern.test(name))
        const state = emptyState()
        const random = seededRandom(seed)
        let help = ''
        try {
          checkName(state, name, () => freshName(state, random))
        } catch (error) {
          help = (error as { help: string }).help
        }
        expect(help.slice('Try "'.length, -'".'.length)).toMatch(appNamePattern)
      }),
    )
  })

  test('refuses a name that is taken and a stack that is not there', async () => {
    const at = createPlatformBench()
    await at.call('apps:create', { name: 'shop' })
    expect((await at.refusal('apps:create', { name: 'shop' })).code).toBe('app-name-taken')
    expect(await at.refusal('apps:create', { name: 'other', stack: 'cedar-14' })).toMatchObject({ code: 'stack-not-found', help: 'Stacks: heroku-22, heroku-24, heroku-26, container.' })
    await at.call('apps:create', { name: 'other', stack: 'heroku-26' })
    expect(at.app('other').stack).toBe('heroku-26')
  })
})

describe('apps:rename', () => {
  test('keeps id and releases, and frees the old name', async () => {
    const at = createPlatformBench()
    const { id } = await at.call('apps:create', { name: 'shop' })
    await at.call('apps:rename', { app: 'shop', name: 'store' })
    expect(at.app('store')).toMatchObject({ id, lastVersion: 2 })
    await at.call('apps:create', { name: 'shop' })
    expect((await at.refusal('apps:rename', { app: 'store', name: 'shop' })).code).toBe('app-name-taken')
    expect((await at.refusal('apps:rename', { app: 'store', name: 'Bad' })).code).toBe('app-name-invalid')
    expect((await at.refusal('apps:rename', { app: 'gone', name: 'fine' })).code).toBe('app-not-found')
  })

  test('to its own name changes nothing', async () => {
    const at = createPlatformBench()
    await at.call('apps:create', { name: 'shop' })
    expect(await at.call('apps:rename', { app: 'shop', name: 'shop' })).toEqual({ seq: 5 })
    expect(at.journal.lastSeq()).toBe(5)
  })
})

describe('apps:destroy', () => {
  test('asks for the name, then the app and its releases are gone and the name is free', async () => {
    const at = createPlatformBench()
    const { id } = await at.call('apps:create', { name: 'shop' })
    expect((await at.refusal('apps:destroy', { app: 'shop', confirm: 'Shop' })).code).toBe('confirmation-required')
    expect((await at.refusal('apps:destroy', { app: id, confirm: id })).code).toBe('confirmation-required')
    await at.call('apps:destroy', { app: id, confirm: 'shop' })
    expect(at.kernel.state.apps).toEqual({})
    expect(at.kernel.state.releases).toEqual({})
    await at.call('apps:create', { name: 'shop' })
  })

  test('is refused while a build is under way', async () => {
    const at = createPlatformBench()
    const { id } = await at.call('apps:create', { name: 'shop' })
    at.kernel.commit(testCause, [{ type: 'build.started', app: id, data: { buildId: 'b1', source: { kind: 'folder', path: '/x' }, by: 'ada' } }])
    expect((await at.refusal('apps:destroy', { app: 'shop', confirm: 'shop' })).code).toBe('app-busy-building')
    at.kernel.commit(testCause, [{ type: 'build.failed', app: id, data: { buildId: 'b1', code: 'x', message: '', help: '' } }])
    await at.call('apps:destroy', { app: 'shop', confirm: 'shop' })
  })
})
