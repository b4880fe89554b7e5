import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EventData, EventType, PlatformEvent } from '../../shared/protocol/events.ts'
import { exampleEvent } from '../text/event.fixture.ts'
import { allUpAt, bootsOf, firstBoots, hasNeverBeenUp } from './boots.ts'
import { lastLine, outputParts, releaseCommandLines, troubleLine } from './output-parts.ts'
import type { LaneStep } from './push-lane.ts'
import { replayed, replayPlan, speedWords } from './replay.ts'
import { expectedOf, stepInFocus, theatre } from './theatre.ts'
import { timeBar } from './time-bar.ts'
import { exampleBuild, exampleDyno, exampleRelease, exampleSlug } from './world.fixture.ts'

const stages = (...names: ('source' | 'detect' | 'compile' | 'slug' | 'release')[]) => names.map((stage, index) => ({ stage, at: 1000 + index * 500 }))
const matched = { buildpack: 'heroku/nodejs', matched: true, label: 'Node.js', file: 'package.json', reason: '' }
const done = exampleBuild({ stages: stages('source', 'detect', 'compile', 'slug', 'release'), detections: [matched], buildpacks: ['heroku/nodejs'], status: { kind: 'succeeded', slugId: 'sha256:1', version: null, endedAt: 3500 } })

let seq = 0
const at = <T extends EventType>(ms: number, type: T, data: Partial<EventData<T>>): PlatformEvent => ({ ...exampleEvent(type, data, ++seq), at: ms }) as PlatformEvent
const created = (ms: number, dynoId: string, name: string, version = 3) => at(ms, 'dyno.created', { dynoId, name, version })
const up = (ms: number, dynoId: string) => at(ms, 'dyno.up', { dynoId, bootMs: 400 })

describe('how the dynos of a release came up', () => {
  const events = [created(100, 'old', 'web.1', 2), created(200, 'a', 'web.1'), created(210, 'b', 'web.2'), up(600, 'a'), up(900, 'b'), created(5000, 'c', 'web.3'), up(5400, 'c'), at(6000, 'dyno.crashed', { dynoId: 'a' }), created(6100, 'd', 'web.1')]

  test('they are there at the moment when every one that was started is up, however many are added later', () => {
    expect(allUpAt(bootsOf(events, 3))).toBe(900)
    expect(allUpAt(bootsOf(events.slice(0, 4), 3))).toBeNull()
  })

  test('restarts and scalings after that are not part of the push', () => {
    expect(firstBoots(bootsOf(events, 3)).map(({ name, upAt }) => [name, upAt])).toEqual([['web.1', 600], ['web.2', 900]])
  })

  test('one that crashed before it was up makes a release that never came up', () => {
    expect(hasNeverBeenUp(bootsOf([created(1, 'a', 'web.1'), at(2, 'dyno.crashed', { dynoId: 'a' })], 3))).toBe(true)
    expect(hasNeverBeenUp(bootsOf(events, 3))).toBe(false)
  })
})

const output = [
  'Compressing source files... done.', 'Building source:', '', '-----> Building on the Heroku-24 stack', '-----> Determining which buildpack to use for this app', '\u001b[1m-----> Node.js app detected\u001b[0m',
  '       $ npm ci', '       added 1 package', '', '-----> Discovering process types', '       Procfile declares types     -> web', '-----> Compressing...', '       Done: 4K', '-----> Launching...',
  ' !     Release command declared: this new release will not be available until the command succeeds.', '       Released v3', 'Running release command...', '', 'migrating', 'error: no table', '', 'Waiting for release.... failed.', ' !     Release v3 failed: it ended with status 1', ' !     The push was accepted', '',
]

describe('the output of a build', () => {
  test('each step has its lines, together they are all of them', () => {
    const parts = outputParts(output)
    expect(Object.values(parts).map(({ from, to }) => [from, to])).toEqual([[0, 3], [3, 5], [5, 9], [9, 13], [13, output.length]])
    expect(lastLine(output, parts.compile)).toBe('added 1 package')
  })

  test('a build of images has other headings', () => {
    const lines = ['=== Fetching app code', '', '=== Building web (Dockerfile)', 'Step 1/2 : FROM debian', '=== Building worker (worker/Dockerfile)', 'Step 1/1 : FROM debian', '=== Keeping web (Dockerfile): 80 MB', '', '-----> Launching...', '       Released v3']
    expect(Object.values(outputParts(lines)).map(({ from, to }) => [from, to])).toEqual([[0, 0], [0, 2], [2, 6], [6, 8], [8, 10]])
  })

  test('of an output that is cut anywhere, no line belongs to two steps and none to no step', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: output.length }), (length) => {
      const ranges = Object.values(outputParts(output.slice(0, length)))
      expect(ranges.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(length)
      expect(ranges.every(({ from, to }) => from <= to)).toBe(true)
    }))
  })

  test('trouble is where its last block of warnings begins, not at a warning before', () => {
    expect(troubleLine(output)).toBe(22)
    expect(troubleLine(['', ' !     It failed', ' !     Try this', '', ' !     Push failed', '', 'Verifying'])).toBe(1)
    expect(troubleLine(['all well'])).toBeNull()
  })

  test('the release command is what stands between its announcement and the verdict', () => {
    expect(releaseCommandLines(output)).toEqual(['migrating', 'error: no table'])
    expect(releaseCommandLines(output.slice(0, 16))).toEqual([])
  })
})

describe('the stage', () => {
  const input = { build: done, slug: exampleSlug, release: exampleRelease(3), dynos: [exampleDyno('web.1')], currentVersion: 3, allUpAt: 6000, compileLine: 'added 1 package', expected: {} }

  test('each step says what stands on it', () => {
    expect(theatre(input).map(({ lines }) => lines)).toEqual([['Sell tea', 'by ada'], ['Node.js', 'package.json'], ['nodejs', 'added 1 package'], ['2.0M', '3 files'], ['v3', 'succeeded'], ['1 of 1 up']])
    expect(theatre(input).at(-1)?.tookMs).toBe(900)
  })

  test('steps that have not begun say nothing', () => {
    const steps = theatre({ ...input, build: exampleBuild({ stages: stages('source') }), release: null, slug: null })
    expect(steps.map(({ lines }) => lines.length)).toEqual([2, 0, 0, 0, 0, 0])
  })

  test('in focus is what failed, else what goes on, else the end', () => {
    const steps = theatre(input)
    const set = (name: string, state: LaneStep['state']) => steps.map((step) => (step.name === name ? { ...step, state } : step))
    expect([stepInFocus(steps), stepInFocus(set('compile', 'active')), stepInFocus(set('release', 'failed'))]).toEqual(['dynos', 'compile', 'release'])
  })

  test('a push is measured against the last one that succeeded before it', () => {
    const next = exampleBuild({ id: 'b2', startedAt: 9000 })
    const failed = exampleBuild({ id: 'b3', startedAt: 8000, status: { kind: 'failed', code: '', message: '', help: '', endedAt: 8100 } })
    expect(expectedOf(next, [next, failed, done], [exampleRelease(3)], [])).toMatchObject({ commit: 500, compile: 500 })
    expect(expectedOf(done, [done], [], [])).toEqual({})
  })
})

describe('time and replay', () => {
  const step = (name: LaneStep['name'], tookMs: number | null): LaneStep => ({ name, state: 'done', startedAt: 0, tookMs, fact: 'x' })
  const steps = [step('commit', 1000), step('detect', null), step('compile', 59_000)]

  test('shares are of what was timed and make one', () => {
    expect(timeBar(steps)).toMatchObject({ totalMs: 60_000, shares: [{ name: 'commit', share: 1 / 60 }, { name: 'compile' }] })
    expect(timeBar([step('detect', null)])).toBeNull()
  })

  test('a long push is walked faster, a short one slower, each step in its share', () => {
    expect(replayPlan(steps)).toEqual({ speed: 5, stages: [{ index: 0, ms: 200 }, { index: 2, ms: 11_800 }] })
    expect(replayPlan([step('commit', 500), step('detect', 1500)])).toMatchObject({ speed: 1 / 3, stages: [{ ms: 1500 }, { ms: 4500 }] })
    expect([speedWords(5), speedWords(1 / 3), speedWords(1), speedWords(40.4)]).toEqual(['5 times as fast', '3 times slower', 'as fast as it was', '40 times as fast'])
  })

  test('what comes after the walked step has not happened yet', () => {
    const plan = replayPlan(steps)
    if (plan === null) throw new Error('it was timed')
    expect(replayed(steps, plan, 0).map(({ state, fact }) => [state, fact])).toEqual([['active', 'x'], ['waiting', ''], ['waiting', '']])
    expect(replayed(steps, plan, 2)).toEqual(steps)
  })
})
