// @vitest-environment happy-dom
import { act, cleanup, configure, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { exampleApp } from '../../scene/world.fixture.ts'
import { farEngine, type FarEngine } from '../../store/far-engine.fixture.ts'
import { takeEvents, useMirror } from '../../store/mirror.ts'
import { select, useUi } from '../../store/ui.ts'
import { exampleEvent } from '../../text/event.fixture.ts'
import { layOut } from '../laid-out.fixture.ts'
import { ActivityPanel } from './activity-panel.tsx'

// On a busy machine a second is not much.
configure({ asyncUtilTimeout: 20_000 })

let engine: FarEngine

beforeEach(() => {
  layOut()
  useMirror.setState({ recent: [] })
  engine = farEngine({ seq: 300, apps: { a1: exampleApp() } })
})
afterEach(() => {
  cleanup()
  select(null)
})

const shown = (): (string | undefined)[] => screen.queryAllByTestId(/^event-/).map((row) => row.dataset.type)

test('newest first, older pages until there are none, new ones as they come', async () => {
  render(<ActivityPanel appId="a1" />)
  await act(async () => engine.answer('events:list', { events: Array.from({ length: 200 }, (_, index) => exampleEvent('build.advanced', {}, 300 - index)) }))
  // All of them are steps that are folded away, so there is room for the page before.
  await waitFor(() => expect(engine.called('events:list')).toEqual({ limit: 200, app: 'tea', before: 101 }))
  await act(async () => engine.answer('events:list', { events: [exampleEvent('dyno.crashed', {}, 100), exampleEvent('app.created', {}, 99)] }))
  expect(shown()).toEqual(['dyno.crashed', 'app.created'])
  act(() => void takeEvents([exampleEvent('config.changed', {}, 301)]))
  expect(shown()).toEqual(['config.changed', 'dyno.crashed', 'app.created'])
  fireEvent.click(screen.getByRole('button', { name: 'Errors' }))
  expect(shown()).toEqual(['dyno.crashed'])
})

test('up, down and Enter ask why', async () => {
  render(<ActivityPanel appId="a1" />)
  await act(async () => engine.answer('events:list', { events: [exampleEvent('dyno.crashed', {}, 100), exampleEvent('app.created', {}, 99)] }))
  const grid = screen.getByTestId('activity')
  fireEvent.keyDown(grid, { key: 'ArrowDown' })
  fireEvent.keyDown(grid, { key: 'ArrowDown' })
  fireEvent.keyDown(grid, { key: 'Enter' })
  expect(useUi.getState().selection).toEqual({ kind: 'event', seq: 99 })
})
