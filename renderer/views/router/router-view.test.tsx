// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { latencyBoundsMs } from '../../../shared/domain/metrics.ts'
import { exampleApp, exampleDyno } from '../../scene/world.fixture.ts'
import { farEngine, type FarEngine } from '../../store/far-engine.fixture.ts'
import { takeEvents } from '../../store/mirror.ts'
import { useUi } from '../../store/ui.ts'
import { exampleEvent } from '../../text/event.fixture.ts'
import { RouterView } from './router-view.tsx'


const app = exampleApp()
let far: FarEngine

beforeEach(() => {
  far = farEngine({ apps: { a1: app }, dynos: { 'web.1': exampleDyno('web.1'), 'web.2': exampleDyno('web.2') } })
  useUi.setState({ appId: 'a1', view: 'router', selection: null })
})
afterEach(cleanup)

test('the strategy in use is marked, and a press switches it', () => {
  render(<RouterView app={app} />)
  expect((screen.getByTestId('strategy-random') as HTMLInputElement).checked).toBe(true)
  fireEvent.click(screen.getByTestId('strategy-least-connections'))
  expect(far.called('routing:set')).toEqual({ app: 'tea', strategy: 'least-connections' })
})

test('sticky sessions and the readiness path are set, and a bad path is told', () => {
  render(<RouterView app={app} />)
  fireEvent.click(within(screen.getByRole('region', { name: 'Sticky sessions' })).getByRole('switch'))
  expect(far.called('routing:set')).toEqual({ app: 'tea', sticky: true })
  const path = screen.getByLabelText('Path of the readiness check')
  fireEvent.change(path, { target: { value: 'ready' } })
  expect(screen.getByRole('alert').textContent).toBe('A path begins with / and has no blanks.')
  fireEvent.change(path, { target: { value: '/ready' } })
  fireEvent.submit(path.closest('form') as HTMLFormElement)
  expect(far.called('routing:set')).toEqual({ app: 'tea', readinessPath: '/ready' })
})

test('what each strategy came to stands in one table, each for its own time', async () => {
  const now = Math.floor(Date.now() / 1000) * 1000
  render(<RouterView app={app} />)
  act(() => void takeEvents([{ ...exampleEvent('routing.changed', { strategy: 'round-robin' }, 1), at: now - 60_000 }]))
  const second = (at: number, byDyno: Record<string, number>) => ({ at, ok: 1, failed: 0, latency: latencyBoundsMs.map(() => 0), codes: {}, byDyno })
  await act(async () => far.item('metrics', { appId: 'a1', samples: [], seconds: [second(now - 120_000, { 'web.1': 30, 'web.2': 10 }), second(now - 30_000, { 'web.1': 20, 'web.2': 20 })] }))
  const rows = within(screen.getByTestId('strategy-turns')).getAllByRole('row').slice(1)
  expect(rows.map((row) => [...row.children].map((cell) => cell.textContent).filter((_, index) => index === 0 || (index > 1 && index < 5)))).toEqual([['Round robin', '40', '50 %', '50 %'], ['Random', '40', '75 %', '25 %']])
})
