import { describe, expect, test } from 'vitest'
import { emptyState, type PlatformState } from '../../shared/domain/state.ts'
import { exampleApp } from '../scene/world.fixture.ts'
import { actAnswered, actDue, beginShow, lateWords, left, passTime, skipReading, stopped, type ShowRun } from './show-run.ts'
import type { ShowFacts, ShowStep } from './show-step.ts'

const step = (change: Partial<ShowStep>): ShowStep => ({
  id: 'one', say: () => 'words', command: () => null, act: () => null, until: () => true, view: 'map', point: () => [], readMs: 5000, late: 'It takes a while.',
  lateMs: 4000, giveUpMs: 20_000, ...change,
})

const acting = step({ act: () => ({ name: 'apps:create', input: {} }), until: ({ state }) => Object.keys(state.apps).length > 0 })
const script: readonly ShowStep[] = [acting, step({ id: 'two', fails: ({ state }) => (state.era === 'classic' ? 'The build failed.' : null) }), step({ id: 'three' })]

const withApp: PlatformState = { ...emptyState(), seq: 7, apps: { a1: exampleApp() } }
const factsOf = (run: ShowRun, state: PlatformState = emptyState()): ShowFacts => ({ state, recent: [], appId: run.appId, startSeq: run.startSeq, sinceSeq: run.sinceSeq, routerHost: 'localhost:7080' })
const pass = (run: ShowRun, ms: number, state?: PlatformState): ShowRun => passTime(script, run, factsOf(run, state), ms)

describe('playing a demo', () => {
  test('the words are there before what they say is done', () => {
    const run = beginShow(3)
    expect(actDue(script, run, factsOf(run))).toBeNull()
    const later = pass(run, 2000)
    expect(actDue(script, later, factsOf(later))).toEqual({ name: 'apps:create', input: {} })
  })

  test('a step ends when the state shows it and its words were read, never before', () => {
    const asked = actAnswered(pass(beginShow(3), 2000), 'a1')
    const unread = pass(asked, 100, withApp)
    expect(unread).toMatchObject({ index: 0, isMet: true })
    expect(pass(unread, 5000, withApp)).toMatchObject({ index: 1, sinceSeq: 7, act: 'due', shownMs: 0, isMet: false })
    const unseen = pass(pass({ ...asked, appId: null }, 9000), 9000)
    expect(unseen).toMatchObject({ index: 0, isMet: false })
  })

  test('what the state showed before the call was answered does not count', () => {
    const run = pass(pass(beginShow(3), 9000, withApp), 9000, withApp)
    expect(run).toMatchObject({ index: 0, isMet: false, waitedMs: 0 })
  })

  test('speed changes the reading, not the waiting', () => {
    const fast = pass({ ...actAnswered(beginShow(3), null), speed: 2 }, 1000)
    expect(fast).toMatchObject({ shownMs: 2000, waitedMs: 1000 })
  })

  test('a wait that takes longer says so, and ends in words', () => {
    const asked = actAnswered(beginShow(3), null)
    expect(lateWords(script, asked)).toBeNull()
    const late = pass(asked, 4000)
    expect(lateWords(script, late)).toBe('It takes a while.')
    expect(pass(late, 16_000).end).toEqual({ kind: 'stopped', why: 'It takes a while. The demo does not wait longer than this.' })
  })

  test('while it is paused nothing passes and nothing is done', () => {
    const paused = { ...pass(beginShow(3), 2000), isPaused: true }
    expect(pass(paused, 60_000)).toBe(paused)
    expect(actDue(script, paused, factsOf(paused))).toBeNull()
  })

  test('Next ends the reading, but not the wait for a fact', () => {
    const asked = actAnswered(pass(beginShow(3), 2000), 'a1')
    expect(skipReading(script, asked, factsOf(asked))).toBe(asked)
    const met = pass(asked, 250, withApp)
    expect(skipReading(script, { ...met, isPaused: true }, factsOf(met, withApp))).toMatchObject({ index: 1, isPaused: false })
  })

  test('a failure of the step stops it with its reason, and so does the loss of the app', () => {
    const second: ShowRun = { ...beginShow(3), index: 1, appId: 'a1' }
    expect(pass(second, 10, { ...withApp, era: 'classic' }).end).toEqual({ kind: 'stopped', why: 'The build failed.' })
    expect(pass(second, 10).end).toMatchObject({ kind: 'stopped', why: expect.stringContaining('gone') })
  })

  test('after the last step it is finished, and what is ended stays as it ended', () => {
    const last: ShowRun = { ...beginShow(3), index: 2, appId: 'a1' }
    const finished = pass(last, 5000, withApp)
    expect(finished.end).toEqual({ kind: 'finished' })
    expect(left(finished)).toBe(finished)
    expect(stopped(left(last), 'late news').end).toEqual({ kind: 'left' })
    expect(actDue(script, left(beginShow(0)), factsOf(last))).toBeNull()
  })
})
