import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emptyState, type PlatformState } from '../../shared/domain/state.ts'
import { fold } from '../../shared/fold/fold.ts'
import type { PlatformEvent } from '../../shared/protocol/events.ts'
import { exampleEvent, exampleTypes } from '../text/event.fixture.ts'
import { appendText } from './builds.ts'
import { foldBatch, joinEvents } from './fold-batch.ts'
import { createDynoLists } from './dyno-lists.ts'
import { takeTick, type Metrics } from './metrics.ts'

const life: readonly PlatformEvent[] = (['app.created', 'formation.changed', 'build.started', 'build.advanced', 'slug.created', 'build.succeeded', 'release.created',
  'release.succeeded', 'dyno.created', 'dyno.launched', 'dyno.up', 'config.changed', 'dyno.crashed', 'dyno.removed'] as const).map((type, index) => exampleEvent(type, {}, index + 1))

const second = (at: number, ok: number) => ({ at, ok, failed: 0, latency: [], codes: {} })
const sample = (at: number) => ({ at, dynoId: 'd1', name: 'web.1', memoryBytes: at, cpuPercent: 1, processes: 1 })

describe('foldBatch', () => {
  test('however the events are cut into batches, the mirror is what folding them all gives', () => {
    const whole = emptyState()
    for (const event of life) fold(whole, event)
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: life.length }), { maxLength: 6 }), (cuts) => {
      let state = emptyState()
      let from = 0
      for (const to of [...cuts, life.length].sort((a, b) => a - b)) {
        const result = foldBatch(state, life.slice(Math.max(0, from - 1), to))
        if (result.kind === 'gap') throw new Error('no event is missing')
        state = result.state
        from = to
      }
      expect(state).toEqual(whole)
    }))
  })

  test('the state before a batch stays as it was, for whoever holds it', () => {
    const before = emptyState()
    const result = foldBatch(before, life)
    expect(before).toEqual(emptyState())
    expect(result.kind === 'folded' && result.state.apps).not.toBe(before.apps)
  })

  test('that holds for every kind of event, and what one changed is another object, so that it is seen', () => {
    const before = emptyState()
    for (const type of exampleTypes) foldBatch(before, [exampleEvent(type, {}, 1)])
    expect(before).toEqual(emptyState())
    const created = foldBatch(before, [exampleEvent('pipeline.created', {}, 1)])
    expect(created.kind === 'folded' && [created.state.pipelines !== before.pipelines, created.state.apps === before.apps]).toEqual([true, true])
  })

  test('events seen already change nothing, a missing one is noticed', () => {
    const first = foldBatch(emptyState(), life.slice(0, 3))
    if (first.kind === 'gap') throw new Error('no event is missing')
    expect(foldBatch(first.state, life.slice(0, 2))).toMatchObject({ kind: 'folded', fresh: [] })
    expect(foldBatch(first.state, life.slice(4))).toEqual({ kind: 'gap' })
  })

  test('joined lists are in order, without doubles, and keep the newest', () => {
    expect(joinEvents(life.slice(2, 6), life.slice(0, 4), 100).map((event) => event.seq)).toEqual([1, 2, 3, 4, 5, 6])
    expect(joinEvents(life.slice(0, 12), life.slice(12), 3).map((event) => event.seq)).toEqual([12, 13, 14])
    expect(joinEvents([], [...life].reverse(), 3).map((event) => event.seq)).toEqual([12, 13, 14])
    expect(joinEvents(life.slice(0, 6).reverse(), life.slice(8, 9), 100).map((event) => event.seq)).toEqual([1, 2, 3, 4, 5, 6, 9])
    expect(joinEvents(life.slice(0, 3).reverse(), [], 100).map((event) => event.seq)).toEqual([1, 2, 3])
  })

  test('what no event of a batch is about stays the same, so that nobody draws it again', () => {
    const before = folded(emptyState(), life.slice(0, 10))
    const after = folded(before, life.slice(10, 11))
    expect(after.dynos).not.toBe(before.dynos)
    expect([after.apps, after.releases, after.builds, after.slugs]).toEqual([before.apps, before.releases, before.builds, before.slugs])
    expect([after.apps === before.apps, after.releases === before.releases, after.builds === before.builds]).toEqual([true, true, true])
  })
})

describe('lists of dynos', () => {
  const dyno = (app: string, number: number, seq: number): PlatformEvent => ({ ...exampleEvent('dyno.created', { dynoId: `${app}-${number}`, number, name: `web.${number}` }, seq), app })

  test('are sorted, and stay the same for an app whose dynos did not change', () => {
    const lists = createDynoLists()
    const state = folded(emptyState(), [dyno('a1', 2, 1), dyno('a1', 1, 2), dyno('a2', 1, 3)])
    const first = [lists(state, 'a1'), lists(state, 'a2')]
    expect(first.map((list) => list.map(({ id }) => id))).toEqual([['a1-1', 'a1-2'], ['a2-1']])
    const later = folded(state, [dyno('a2', 2, 4)])
    expect(lists(later, 'a1')).toBe(first[0])
    expect(lists(later, 'a2').map(({ id }) => id)).toEqual(['a2-1', 'a2-2'])
    expect(lists(later, 'a2')).toBe(lists(later, 'a2'))
  })
})

function folded(state: PlatformState, events: readonly PlatformEvent[]): PlatformState {
  const result = foldBatch(state, events)
  if (result.kind === 'gap') throw new Error('no event is missing')
  return result.state
}

describe('build text', () => {
  test('keeps the end of an output that is too long, cut at a line, and says so', () => {
    const long = `${'x'.repeat(99)}\n`.repeat(11_000)
    const cut = appendText({ text: 'head\n', isCut: false }, long)
    expect(cut.isCut).toBe(true)
    expect(cut.text.length).toBeLessThanOrEqual(1_000_000)
    expect(cut.text.startsWith('xxx') && cut.text.length % 100 === 0).toBe(true)
    expect(appendText(undefined, 'a')).toEqual({ text: 'a', isCut: false })
  })
})

describe('metrics', () => {
  const empty: Metrics = { appId: 'a1', tickedAt: null, seconds: [], samples: {} }

  test('a second that comes again replaces itself', () => {
    const metrics = takeTick(takeTick(empty, { appId: 'a1', seconds: [second(2000, 1), second(1000, 1)], samples: [] }, 5), { appId: 'a1', seconds: [second(2000, 4)], samples: [] }, 6)
    expect(metrics.seconds.map(({ at, ok }) => [at, ok])).toEqual([[1000, 1], [2000, 4]])
    expect(metrics.tickedAt).toBe(6)
  })

  test('samples are kept in order, bounded, and once', () => {
    let metrics = empty
    for (let at = 1; at <= 200; at++) metrics = takeTick(metrics, { appId: 'a1', seconds: [], samples: [sample(at), sample(at)] }, at)
    expect(metrics.samples.d1).toHaveLength(120)
    expect(metrics.samples.d1?.at(-1)?.at).toBe(200)
  })
})
