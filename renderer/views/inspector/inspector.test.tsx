// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { PlatformState } from '../../../shared/domain/state.ts'
import { emptyState } from '../../../shared/domain/state.ts'
import { exampleApp, exampleBuild, exampleDyno, exampleRelease, exampleSlug } from '../../scene/world.fixture.ts'
import { farEngine, type FarEngine } from '../../store/far-engine.fixture.ts'
import { takeSnapshot } from '../../store/mirror.ts'
import { useOneOffs } from '../../store/one-offs.ts'
import { select, useUi, type Selection } from '../../store/ui.ts'
import { exampleEvent } from '../../text/event.fixture.ts'
import { subjectOf } from './event-subject.ts'
import { Inspector } from './inspector.tsx'

const state = {
  apps: { a1: exampleApp({ config: { GREETING: '' } }) }, dynos: { 'web.1': exampleDyno('web.1') }, releases: { a1: [exampleRelease(2, { createdAt: 10 }), exampleRelease(3, { config: { GREETING: '' } })] }, slugs: { 'sha256:1': exampleSlug },
  builds: { b1: exampleBuild({ status: { kind: 'succeeded', slugId: 'sha256:1', version: null, endedAt: 3500 } }) }, appBuilds: { a1: ['b1'] },
} satisfies Partial<PlatformState>
let engine: FarEngine

beforeEach(() => {
  engine = farEngine(state)
  useUi.setState({ appId: 'a1', view: 'activity', selection: null, isInspectorOpen: true, logPs: null })
})
afterEach(() => {
  cleanup()
  useOneOffs.setState({ tabs: [] })
})

function show(selection: Selection | null): HTMLElement {
  render(<Inspector />)
  act(() => select(selection))
  return screen.getByRole('complementary', { name: 'Inspector' })
}

test('a dyno: its facts, its last lines, and each action with its line for a terminal', () => {
  const side = show({ kind: 'dyno', id: 'web.1', name: 'web.1' })
  expect(side.textContent).toMatch(/Process id1/)
  expect(within(side).getByText('heroku ps:restart -d web.1 -a tea')).toBeTruthy()
  fireEvent.click(within(side).getByRole('button', { name: 'Restart web.1' }))
  expect(engine.called('ps:restart')).toEqual({ app: 'tea', dyno: 'web.1' })
  const asked = engine.sent.find((message) => message.kind === 'open' && message.name === 'logs')
  expect(asked).toMatchObject({ input: { app: 'a1', ps: 'web.1', lines: 8 } })
  fireEvent.click(within(side).getByRole('button', { name: 'All of web.1' }))
  expect(useUi.getState()).toMatchObject({ view: 'logs', logPs: 'web.1' })
})

test('a shell opens inside of a dyno that is up; of another the reason is said (DY32)', () => {
  const side = show({ kind: 'dyno', id: 'web.1', name: 'web.1' })
  const opener = (): HTMLButtonElement => within(side).getByRole('button', { name: 'Open a shell in this dyno' })
  expect(within(side).getByText('heroku ps:exec --dyno web.1 -a tea')).toBeTruthy()
  fireEvent.click(opener())
  expect(useOneOffs.getState().tabs).toMatchObject([{ appName: 'tea', command: 'bash', inside: 'web.1' }])
  const stopping = { since: 0, why: 'scale', graceMs: 30_000 } as const
  for (const [dyno, why] of [
    [exampleDyno('web.1', 'starting'), /wait until it is up/], [exampleDyno('web.1', 'crashed'), /has crashed/], [exampleDyno('web.1', 'idle'), /sleeps/],
    [exampleDyno('web.1', 'down'), /has ended/], [exampleDyno('web.1', 'up', { stopping }), /is stopping/],
  ] as const) {
    act(() => takeSnapshot({ ...emptyState(), ...state, dynos: { 'web.1': dyno } }))
    expect(opener().disabled).toBe(true)
    expect(document.getElementById(opener().getAttribute('aria-describedby') ?? '')?.textContent).toMatch(why)
  }
})

test('the log of a dyno is read only while it is shown', () => {
  show({ kind: 'dyno', id: 'web.1', name: 'web.1' })
  const opened = engine.sent.find((message) => message.kind === 'open' && message.name === 'logs')
  act(() => select(null))
  expect(engine.sent.some((message) => message.kind === 'close' && message.id === opened?.id)).toBe(true)
})

test('a new size is a wish with a price, for all dynos of the type', () => {
  const side = show({ kind: 'dyno', id: 'web.1', name: 'web.1' })
  fireEvent.change(within(side).getByLabelText('Size of web dynos'), { target: { value: 'standard-2x' } })
  expect(engine.called('ps:scale')).toBeUndefined()
  fireEvent.click(within(side).getByRole('button', { name: 'Resize to Standard-2X · +$25.00/mo' }))
  expect(engine.called('ps:scale')).toEqual({ app: 'tea', changes: [{ type: 'web', quantity: 1, size: 'standard-2x' }] })
})

test('the router: shares of its targets, and errors by code', () => {
  const side = show({ kind: 'router' })
  const second = Math.floor(Date.now() / 1000) * 1000 - 2000
  act(() => engine.item('metrics', { appId: 'a1', samples: [], seconds: [{ at: second, ok: 3, failed: 2, latency: [], codes: { H12: 2 }, byDyno: { 'web.1': 3 } }] }))
  expect(within(side).getByRole('button', { name: /^web\.1/ }).textContent).toContain('100 %')
  expect(within(side).getByText('H12').parentElement?.textContent).toMatch(/Request timeout2$/)
})

test('a release: what is in it, what runs of it, and the way back to an earlier one', () => {
  const side = show({ kind: 'release', version: 3 })
  expect(side.textContent).toContain('current')
  expect(within(side).getByText('GREETING')).toBeTruthy()
  fireEvent.click(within(side).getByRole('button', { name: 'web.1' }))
  expect(useUi.getState().selection).toEqual({ kind: 'dyno', id: 'web.1', name: 'web.1' })
  act(() => select({ kind: 'release', version: 2 }))
  fireEvent.click(screen.getByRole('button', { name: 'Roll back as v4' }))
  expect(engine.called('releases:rollback')).toEqual({ app: 'tea', version: 2 })
})

test('put away it leaves its handle, and what is chosen brings it back', () => {
  useUi.setState({ view: 'overview' })
  render(<Inspector />)
  fireEvent.click(screen.getByRole('button', { name: 'Put the inspector away' }))
  expect(screen.queryByText('Preboot')).toBeNull()
  expect(screen.getByRole('button', { name: 'Open the inspector' })).toBeTruthy()
  act(() => select({ kind: 'build', id: 'b1' }))
  expect(screen.getByRole('heading', { name: 'Build' })).toBeTruthy()
})

test('an event leads to what it is about, as far as that is still there', () => {
  const whole = { ...emptyState(), ...state }
  expect(subjectOf(exampleEvent('dyno.up', { dynoId: 'web.1' }), whole)).toMatchObject({ label: 'Look at web.1' })
  expect(subjectOf(exampleEvent('dyno.up', { dynoId: 'gone' }), whole)).toBeNull()
  expect(subjectOf(exampleEvent('release.failed', { version: 3 }), whole)).toMatchObject({ selection: { kind: 'release', version: 3 } })
  expect(subjectOf(exampleEvent('build.failed', { buildId: 'b1' }), whole)).toMatchObject({ selection: { kind: 'build', id: 'b1' } })
  expect(subjectOf(exampleEvent('config.changed'), whole)).toMatchObject({ view: 'config' })
  expect(subjectOf({ ...exampleEvent('era.changed'), app: null }, whole)).toBeNull()
})
