// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { exampleApp } from '../../scene/world.fixture.ts'
import { call } from '../../store/connection.ts'
import { farEngine, type FarEngine } from '../../store/far-engine.fixture.ts'
import { takeEvents } from '../../store/mirror.ts'
import { useUndo } from '../../store/undo.ts'
import { exampleEvent } from '../../text/event.fixture.ts'
import { UndoToast } from './undo-toast.tsx'

let engine: FarEngine
const settle = () => act(() => new Promise((resolve) => setTimeout(resolve, 0)))

beforeEach(() => {
  engine = farEngine({ apps: { a1: exampleApp() } })
  useUndo.setState({ stack: [], told: null, deploying: [] })
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

async function turnMaintenanceOn(): Promise<void> {
  render(<><UndoToast /><input aria-label="A field" /></>)
  const pending = call('maintenance:set', { app: 'a1', on: true })
  await settle()
  act(() => void takeEvents([exampleEvent('maintenance.changed', { on: true }, 1)]))
  engine.answer('maintenance:set', { seq: 1 })
  await pending
  await settle()
}

test('it says what was done and what undoing does, once, where it is read out', async () => {
  await turnMaintenanceOn()
  expect(screen.getByRole('status').textContent).toContain('Turned maintenance mode on.')
  expect(screen.getByRole('status').textContent).toContain('Undo: maintenance mode goes off again.')
})

test('its button takes it back, and the answer is said in the same place', async () => {
  await turnMaintenanceOn()
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }))
  await settle()
  expect(engine.called('maintenance:set')).toEqual({ app: 'tea', on: false })
  engine.answer('maintenance:set', { seq: 1 })
  await settle()
  expect(screen.getByRole('status').textContent).toBe('Undone: Turned maintenance mode on')
})

test('Ctrl+Z does the same, but belongs to the text where something is typed', async () => {
  await turnMaintenanceOn()
  fireEvent.keyDown(screen.getByLabelText('A field'), { key: 'z', ctrlKey: true })
  fireEvent.keyDown(document.body, { key: 'Z', ctrlKey: true, shiftKey: true })
  await settle()
  expect(engine.called('maintenance:set')).toEqual({ app: 'tea', on: true })
  fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true })
  await settle()
  expect(engine.called('maintenance:set')).toEqual({ app: 'tea', on: false })
})

test('a refusal stays until it is closed', async () => {
  await turnMaintenanceOn()
  act(() => void takeEvents([exampleEvent('maintenance.changed', { on: false }, 2)]))
  fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true })
  await settle()
  expect(screen.getByText('Not undone: Turned maintenance mode on')).toBeTruthy()
  expect(screen.getByRole('alert').textContent).toContain('Maintenance mode is off already.')
  fireEvent.click(screen.getByRole('button', { name: 'Close' }))
  expect(screen.queryByRole('alert')).toBeNull()
})
