import { expect, test } from 'vitest'
import { emptyState, type PlatformState } from '../../shared/domain/state.ts'
import { fold } from '../../shared/fold/fold.ts'
import type { PlatformEvent } from '../../shared/protocol/events.ts'
import { exampleEvent } from '../../renderer/text/event.fixture.ts'
import { appInWords, runningWork, workInWords } from './running-work'
import { trayMenu, trayTip } from './tray-menu'

const actions = { show: () => {}, showApp: () => {}, openApp: () => {}, quit: () => {} }
const app = (name: string, counts: Partial<ReturnType<typeof runningWork>['apps'][number]> = {}) => ({ name, up: 0, starting: 0, idle: 0, crashed: 0, ...counts })

function folded(types: readonly PlatformEvent['type'][]): PlatformState {
  const state = emptyState()
  types.forEach((type, index) => fold(state, exampleEvent(type, {}, index + 1)))
  return state
}

test('work is what the folded events say: a build under way, then a dyno that starts, is up, and crashes', () => {
  const life = ['app.created', 'formation.changed', 'build.started', 'slug.created', 'build.succeeded', 'release.created', 'release.succeeded', 'dyno.created'] as const
  expect(runningWork(folded(life.slice(0, 3)))).toMatchObject({ builds: 1, apps: [{ up: 0, starting: 0 }] })
  expect(runningWork(folded(life))).toMatchObject({ builds: 0, apps: [{ up: 0, starting: 1 }] })
  expect(runningWork(folded([...life, 'dyno.launched', 'dyno.up']))).toMatchObject({ apps: [{ up: 1, starting: 0 }] })
  expect(runningWork(folded([...life, 'dyno.launched', 'dyno.up', 'dyno.crashed']))).toMatchObject({ apps: [{ up: 0, crashed: 1 }] })
})

test('the question says apps and dynos that run, and leaves out what has no process', () => {
  expect(workInWords({ apps: [app('a', { up: 3 }), app('b', { starting: 1, up: 1 }), app('c', { crashed: 2, idle: 1 })], builds: 0 })).toBe('2 apps with 5 dynos are running.')
  expect(workInWords({ apps: [app('a', { up: 1 })], builds: 1 })).toBe('1 app with 1 dyno is running. 1 build is under way.')
  expect(workInWords({ apps: [app('c', { crashed: 2, idle: 1 })], builds: 0 })).toBeNull()
})

test('an app in the tray says its state in words', () => {
  expect(appInWords(app('a', { up: 2, crashed: 1 }))).toBe('2 dynos up, 1 crashed')
  expect(appInWords(app('a', { idle: 1 }))).toBe('1 dyno idle')
  expect(appInWords(app('a'))).toBe('no dynos')
})

test('the tray lists the apps up to its bound, counts the rest, and its last word is what it does', () => {
  const many = { apps: Array.from({ length: 15 }, (_, index) => app(`app-${index}`, { up: 1 })), builds: 0 }
  const labels = trayMenu(many, actions).map((item) => item.label)
  expect(labels[0]).toBe('Open Dynarium')
  expect(labels.filter((label) => label?.startsWith('app-'))).toHaveLength(12)
  expect(labels).toContain('and 3 more in Dynarium')
  expect(labels.at(-1)).toBe('Stop everything and quit')
  expect(trayTip(many)).toBe('Dynarium: 15 apps with 15 dynos are running.')
  expect(trayMenu({ apps: [], builds: 0 }, actions).at(-1)?.label).toBe('Quit Dynarium')
})
