import { describe, expect, test } from 'vitest'
import type { RequestSecond } from '../../shared/domain/metrics.ts'
import { filterReleases } from './release-kind.ts'
import { codesOf, secondsSince, sharesOf } from './router-counts.ts'
import { sliderTop } from './slider-range.ts'
import { diffTypes, formationEffect } from './type-changes.ts'
import { exampleDyno, exampleRelease } from './world.fixture.ts'

describe('process types of two slugs', () => {
  const changes = diffTypes({ web: 'node a.js', worker: 'node w.js', clock: 'node c.js' }, { web: 'node b.js', worker: 'node w.js', mail: 'node m.js', release: 'node r.js' })

  test('what came, what went and what runs another command', () => {
    expect(changes.map(({ type, kind }) => [type, kind])).toEqual([['clock', 'removed'], ['mail', 'added'], ['release', 'added'], ['web', 'changed']])
  })

  test('each with what it does to the formation, which keeps a place for types that are gone', () => {
    const size = 'standard-1x'
    const formation = { web: { quantity: 2, size }, clock: { quantity: 1, size }, mail: { quantity: 3, size } }
    expect(changes.map((change) => formationEffect(change, formation))).toEqual(['its 1 dyno stops', 'comes back with its 3 dynos', 'runs before each release of this slug', 'its 2 dynos run another command'])
    expect(changes.map((change) => formationEffect(change, {}))).toEqual(['nothing of it runs', 'starts with 0 dynos', 'runs before each release of this slug', 'nothing of it runs'])
    expect(formationEffect({ type: 'web', kind: 'added', before: null, after: 'x' }, {})).toBe('starts with 1 dyno')
  })
})

test('releases are listed by what made them and by their words', () => {
  const releases = [exampleRelease(1, { slugId: null }), exampleRelease(2), exampleRelease(3, { description: 'Set GREETING config vars' }), exampleRelease(4, { slugId: 'sha256:2', status: { kind: 'failed', at: 1, exitStatus: 1 } })]
  const versions = (filter: 'all' | 'code' | 'config' | 'failed', search = '') => filterReleases(releases, filter, search).map(({ version }) => version)
  expect([versions('all'), versions('code'), versions('config'), versions('failed')]).toEqual([[1, 2, 3, 4], [2, 4], [1, 3], [4]])
  expect([versions('all', ' greeting '), versions('all', 'v2'), versions('config', 'v2')]).toEqual([[3], [2], []])
})

describe('the router’s last minutes', () => {
  const second = (at: number, codes: Record<string, number>, byDyno: Record<string, number>): RequestSecond => ({ at, ok: 0, failed: 0, latency: [], codes, byDyno })
  const ring = [second(1000, { H12: 1 }, { 'web.1': 1 }), second(2000, { H13: 1, H12: 2 }, { 'web.1': 3 }), second(3000, { H13: 4 }, {})]

  test('errors by how often they came', () => {
    expect(codesOf(ring)).toEqual([{ code: 'H13', count: 5 }, { code: 'H12', count: 3 }])
    expect(codesOf(secondsSince(ring, 2000))).toEqual([{ code: 'H13', count: 4 }])
  })

  test('each target with its share, one that got nothing too', () => {
    expect(sharesOf(ring, [exampleDyno('web.1'), exampleDyno('web.2')]).map(({ name, share }) => [name, share])).toEqual([['web.1', 1], ['web.2', 0]])
    expect(sharesOf([], [exampleDyno('web.1')])[0]?.share).toBe(0)
  })
})

test('the slider reaches twice as far as what is there, within the limit of the size', () => {
  expect([0, 1, 3, 7, 30, 80].map((quantity) => sliderTop(quantity, 100))).toEqual([4, 4, 10, 20, 100, 100])
  expect([sliderTop(1, 1), sliderTop(8, 10)]).toEqual([1, 10])
})
