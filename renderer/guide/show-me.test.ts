import { describe, expect, test } from 'vitest'
import { emptyState, type PlatformState } from '../../shared/domain/state.ts'
import { exampleApp, exampleDyno } from '../scene/world.fixture.ts'
import { exampleEvent } from '../text/event.fixture.ts'
import { demoName, showMe } from './show-me.ts'
import type { ShowFacts, ShowStep } from './show-step.ts'

const facts = (change: Partial<ShowFacts> = {}): ShowFacts => ({ state: emptyState(), recent: [], appId: 'a1', startSeq: 10, sinceSeq: 20, routerHost: 'localhost:7080', ...change })
const step = (id: string): ShowStep => {
  const found = showMe.find((entry) => entry.id === id)
  if (found === undefined) throw new Error(`no step ${id}`)
  return found
}
const web = (names: readonly string[], quantity = names.length): PlatformState => ({
  ...emptyState(),
  apps: { a1: exampleApp({ name: 'show-me', formation: { web: { quantity, size: 'standard-1x' } } }) },
  dynos: Object.fromEntries(names.map((name) => [name, exampleDyno(name)])),
})

describe('the demo', () => {
  test('says short plain things: at most two sentences of at most 170 letters in all, and no exclamation marks', () => {
    for (const one of showMe) {
      const words = one.say(facts({ state: web(['web.1', 'web.2', 'web.3']) }))
      expect(words.length, one.id).toBeLessThanOrEqual(170)
      expect(words.split(/[.!?](?:\s|$)/).filter(Boolean).length, one.id).toBeLessThanOrEqual(2)
      expect(words + one.late, one.id).not.toMatch(/[!—]/)
    }
  })

  test('takes about two minutes to read, and every wait is bounded beyond the moment it is called late', () => {
    const minutes = showMe.reduce((sum, one) => sum + one.readMs, 0) / 60_000
    expect(minutes).toBeGreaterThan(1.5)
    expect(minutes).toBeLessThan(2.5)
    for (const one of showMe) expect(one.giveUpMs, one.id).toBeGreaterThan(one.lateMs)
  })

  test('never takes a name that somebody has', () => {
    expect(demoName({ state: emptyState(), appId: null })).toBe('show-me')
    expect(demoName({ state: web([]), appId: null })).toBe('show-me-2')
    expect(demoName({ state: web([]), appId: 'a1' })).toBe('show-me')
  })

  test('the dynos count as up when all that were asked for run the current release', () => {
    expect(step('dyno').until(facts({ state: web(['web.1']) }))).toBe(true)
    expect(step('dyno').until(facts({ state: web(['web.1'], 2) }))).toBe(false)
    expect(step('scale').until(facts({ state: web(['web.1', 'web.2']) }))).toBe(false)
    expect(step('scale').until(facts({ state: web(['web.1', 'web.2', 'web.3']) }))).toBe(true)
    const old = web(['web.1'])
    old.dynos['web.1'] = exampleDyno('web.1', 'up', { version: 2 })
    expect(step('dyno').until(facts({ state: old }))).toBe(false)
  })

  test('the price of scaling is said from the price table', () => {
    expect(step('scale').say(facts({ state: web(['web.1', 'web.2', 'web.3']) }))).toContain('$75.00 for a full month, +$50.00/mo')
  })

  test('the dyno that crashed is named, pointed at, and its chain of causes opened', () => {
    const created = { ...exampleEvent('dyno.created', { dynoId: 'd9', name: 'web.2' }, 15), app: 'a1' }
    const crashed = { ...exampleEvent('dyno.crashed', { dynoId: 'd9' }, 25), app: 'a1' }
    const then = facts({ state: web(['web.1', 'web.3'], 3), recent: [created, crashed] })
    expect(step('crash').until(facts({ recent: [created] }))).toBe(false)
    expect(step('crash').until(then)).toBe(true)
    expect(step('crash').say(then)).toContain('it was web.2')
    expect(step('restart').point(then)[0]).toBe('[data-testid="dyno-web.2"]')
    expect(step('restart').until(then)).toBe(false)
    expect(step('why').why?.(then)).toBe(25)
  })

  test('an event of before the step does not end it', () => {
    const before = { ...exampleEvent('release.succeeded', {}, 18), app: 'a1' }
    const after = { ...exampleEvent('release.succeeded', {}, 21), app: 'a1' }
    const state = web(['web.1'])
    expect(step('config').until(facts({ state, recent: [before] }))).toBe(false)
    expect(step('config').until(facts({ state, recent: [before, after] }))).toBe(true)
  })

  test('a failed build is said as it is', () => {
    const failed = { ...exampleEvent('build.failed', {}, 22), app: 'a1' }
    expect(step('release').fails?.(facts({ recent: [failed] }))).toBe('The build failed: npm ended with status 1.')
    expect(step('release').fails?.(facts())).toBeNull()
  })
})
