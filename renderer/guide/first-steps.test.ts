import { describe, expect, test } from 'vitest'
import { emptyState, type PlatformState } from '../../shared/domain/state.ts'
import { exampleApp, exampleRelease } from '../scene/world.fixture.ts'
import { exampleEvent } from '../text/event.fixture.ts'
import { firstSteps, nextStep, stepsShownDone, type StepFacts } from './first-steps.ts'

const blank = exampleApp({ formation: {}, currentVersion: 0, createdAt: 100 })
const running = exampleApp({ createdAt: 100 })
const stateWith = (app: typeof blank, change: Partial<PlatformState> = {}): PlatformState => ({ ...emptyState(), apps: { a1: app }, ...change })
const facts = (change: Partial<StepFacts> = {}): StepFacts => ({ state: emptyState(), recent: [], since: 0, demoAppId: null, hasAnswered: false, view: null, selection: null, ...change })
const done = (change: Partial<StepFacts>, before: readonly string[] = []): readonly string[] => stepsShownDone(facts(change), before)

describe('first steps', () => {
  test('nothing is done where nothing is', () => {
    expect(done({})).toEqual([])
    expect(nextStep([])?.id).toBe('create')
  })

  test('each is done when the state shows it', () => {
    expect(done({ state: stateWith(blank) })).toEqual(['create'])
    expect(done({ state: stateWith(running, { releases: { a1: [exampleRelease(3)] } }) })).toEqual(['create', 'deploy'])
    expect(done({ hasAnswered: true })).toEqual(['open'])
    expect(done({ state: stateWith(exampleApp({ formation: { web: { quantity: 2, size: 'standard-1x' } } })) })).toContain('scale')
    expect(done({ state: stateWith(exampleApp({ config: { GREETING: '••••' } })) })).toContain('config')
    expect(done({ state: stateWith(running, { releases: { a1: [exampleRelease(4, { description: 'Rollback to v3' })] } }) })).toContain('rollback')
    expect(done({ view: 'logs' })).toEqual(['logs'])
  })

  test('a release that failed is no deploy, and neither is one without a slug', () => {
    const releases = [exampleRelease(1, { slugId: null }), exampleRelease(2, { status: { kind: 'failed', at: 1, exitStatus: 1 } })]
    expect(done({ state: stateWith(running, { releases: { a1: releases } }) })).toEqual(['create'])
  })

  test('why is read when a dyno’s event is open, or a dyno that is not the first of its name', () => {
    const crash = exampleEvent('dyno.crashed', {}, 7)
    expect(done({ recent: [crash], selection: { kind: 'event', seq: 7 } })).toEqual(['why'])
    expect(done({ recent: [exampleEvent('app.created', {}, 7)], selection: { kind: 'event', seq: 7 } })).toEqual([])
    const start = (seq: number) => exampleEvent('dyno.created', { name: 'web.1' }, seq)
    expect(done({ recent: [start(1)], selection: { kind: 'dyno', id: 'd', name: 'web.1' } })).toEqual([])
    expect(done({ recent: [start(1), start(5)], selection: { kind: 'dyno', id: 'd', name: 'web.1' } })).toEqual(['why'])
  })

  test('cleaning up counts after a deploy only: by destroying, or by scaling all to none', () => {
    const gone = { recent: [exampleEvent('app.destroyed', {}, 9)] }
    expect(done(gone)).toEqual([])
    expect(done(gone, ['deploy'])).toEqual(['clean-up'])
    const idle = exampleApp({ formation: { web: { quantity: 0, size: 'standard-1x' } } })
    expect(done({ state: stateWith(idle) }, ['deploy'])).toEqual(['create', 'clean-up'])
  })

  test('what the demo does, and apps from before a new beginning, do not count', () => {
    expect(done({ state: stateWith(blank), demoAppId: 'a1' })).toEqual([])
    expect(done({ state: stateWith(blank), since: 101 })).toEqual([])
  })

  test('the next one is the first that is not done, and none when all are', () => {
    expect(nextStep(['create', 'open'])?.id).toBe('deploy')
    expect(nextStep(firstSteps.map((step) => step.id))).toBeNull()
  })
})
