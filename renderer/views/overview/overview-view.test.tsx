// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { exampleApp, exampleBuild, exampleDyno, exampleRelease, exampleSlug } from '../../scene/world.fixture.ts'
import { farEngine } from '../../store/far-engine.fixture.ts'
import { takeHistory } from '../../store/mirror.ts'
import { useUi } from '../../store/ui.ts'
import { exampleEvent } from '../../text/event.fixture.ts'
import { OverviewView } from './overview-view.tsx'

const app = exampleApp({ config: { A: '' } })

afterEach(() => {
  cleanup()
  useUi.setState({ selection: null, view: 'overview' })
})

function open(): void {
  farEngine({ apps: { a1: app }, dynos: { 'web.1': exampleDyno('web.1') }, releases: { a1: [exampleRelease(3)] }, slugs: { 'sha256:1': exampleSlug }, builds: { b1: exampleBuild() }, appBuilds: { a1: ['b1'] } })
  render(<OverviewView app={app} />)
}

test('how it is, what runs and who made it', () => {
  open()
  expect(screen.getByText('1 dyno up')).toBeTruthy()
  const runs = screen.getByRole('region', { name: 'What runs' })
  expect(runs.textContent).toMatch(/v3Deploy abcdef0by ada, .*Node\.js, 2 MB\. 1 config var\./)
  fireEvent.click(within(runs).getByRole('button', { name: 'Look at v3' }))
  expect(useUi.getState().selection).toEqual({ kind: 'release', version: 3 })
})

test('the newest five that happened to this app, each with its why, and no small steps', () => {
  open()
  const events = [...[1, 2, 3, 4, 5, 6].map((seq) => exampleEvent('maintenance.changed', { on: seq % 2 === 0 }, seq)), exampleEvent('build.advanced', {}, 7), { ...exampleEvent('dyno.up', {}, 8), app: 'other' }]
  act(() => takeHistory(events))
  const rows = within(screen.getByRole('list', { name: 'Newest events' })).getAllByRole('listitem')
  expect(rows.map((row) => row.dataset['testid'])).toEqual(['event-6', 'event-5', 'event-4', 'event-3', 'event-2'])
  fireEvent.click(within(rows[0] as HTMLElement).getByRole('button', { name: /^Why/ }))
  expect(useUi.getState().selection).toEqual({ kind: 'event', seq: 6 })
})
