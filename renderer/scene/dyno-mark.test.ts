import { describe, expect, test } from 'vitest'
import { appSummary } from './app-summary.ts'
import { bootLimitMs, expectationWords, expectedBoot, markOf, restartWords, stateLine } from './dyno-mark.ts'
import { exampleApp, exampleBuild, exampleDyno } from './world.fixture.ts'

const stopping = { since: 3000, graceMs: 30_000, why: 'scale' } as const

describe('markOf', () => {
  test('a boot is measured against the last one of its type, else against the limit', () => {
    expect(markOf(exampleDyno('web.1', 'starting'), null)).toMatchObject({ kind: 'starting', expectedMs: bootLimitMs, isMeasured: false })
    expect(markOf(exampleDyno('web.1', 'starting'), 1800)).toMatchObject({ expectedMs: 1800, isMeasured: true })
    expect(expectationWords(markOf(exampleDyno('web.1', 'starting'), 1800))).toBe('the last boot took 1.8 s')
    expect(expectationWords(markOf(exampleDyno('web.1', 'starting'), null))).toBe('at most 1 m 0 s')
    expect(expectationWords(markOf(exampleDyno('web.1'), 1800))).toBe('')
  })

  test('the last boot is that of the youngest dyno of the type that came up', () => {
    const dynos = [exampleDyno('web.1', 'up', { createdAt: 5, bootMs: 900 }), exampleDyno('web.2', 'up', { createdAt: 9, bootMs: 700 }), exampleDyno('worker.1', 'up', { createdAt: 99, bootMs: 5 }), exampleDyno('web.3', 'starting')]
    expect(expectedBoot(dynos, 'web')).toBe(700)
    expect(expectedBoot(dynos, 'clock')).toBeNull()
  })

  test('asked to stop, a web dyno drains and others stop; both say until when', () => {
    expect(markOf(exampleDyno('web.1', 'up', { stopping }), null)).toEqual({ kind: 'draining', word: 'draining', since: 3000, expectedMs: 30_000, isMeasured: false })
    expect(markOf(exampleDyno('worker.1', 'up', { stopping }), null)).toMatchObject({ kind: 'draining', word: 'stopping' })
  })

  test('what was observed wins over what was asked', () => {
    expect(markOf(exampleDyno('web.1', 'crashed', { stopping }), null).kind).toBe('crashed')
    expect(markOf(exampleDyno('run.1', 'down', { stopping }), null).kind).toBe('down')
  })
})

describe('stateLine', () => {
  test('a crash says why, and counts down to its restart', () => {
    expect(stateLine(exampleDyno('web.1', 'crashed'), 3500)).toBe('exited with status 1, restarts in 9.0 s')
    expect(restartWords(3000, 3000)).toBe('restarting now')
  })

  test('other states say since when', () => {
    expect(stateLine(exampleDyno('web.1'), 63_000)).toBe('up for 1 m 1 s')
    expect(stateLine(exampleDyno('web.1', 'up', { stopping }), 5000)).toBe('asked to stop 2.0 s ago, killed 30 s after SIGTERM')
    expect(stateLine(exampleDyno('run.1', 'down'), 5000)).toBe('ended with status 0')
  })
})

describe('appSummary', () => {
  const failed = exampleBuild({ status: { kind: 'failed', code: 'x', message: 'x', help: 'x', endedAt: 2 } })

  test.each([
    ['a build under way', exampleApp({ buildingId: 'b1' }), ['web.1'], null, { mark: 'starting', word: 'building' }],
    ['all up', exampleApp(), ['web.1', 'web.2'], null, { mark: 'up', word: '2 dynos up' }],
    ['one up', exampleApp(), ['web.1'], null, { mark: 'up', word: '1 dyno up' }],
    ['maintenance', exampleApp({ maintenance: true }), ['web.1'], null, { mark: 'idle', word: 'maintenance' }],
    ['a failed first build', exampleApp(), [], failed, { mark: 'crashed', word: 'build failed' }],
    ['nothing yet', exampleApp(), [], null, { mark: 'down', word: 'nothing deployed' }],
    ['scaled to nothing', exampleApp(), [], exampleBuild(), { mark: 'down', word: 'no dynos' }],
  ] as const)('%s', (_, app, names, build, expected) => {
    expect(appSummary(app, names.map((name) => exampleDyno(name)), build)).toEqual(expected)
  })

  test('trouble comes before all that is well', () => {
    expect(appSummary(exampleApp(), [exampleDyno('web.1'), exampleDyno('web.2', 'crashed')], null)).toEqual({ mark: 'crashed', word: '1 of 2 crashed' })
    expect(appSummary(exampleApp(), [exampleDyno('web.1'), exampleDyno('web.2', 'starting')], null)).toEqual({ mark: 'starting', word: '1 of 2 up' })
  })

  test('a crashed one-off does not make the app crashed', () => {
    expect(appSummary(exampleApp(), [exampleDyno('web.1'), exampleDyno('run.1', 'crashed', { kind: 'run' })], null).mark).toBe('up')
  })
})
