// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { TrafficRun } from '../../../shared/domain/traffic.ts'
import { exampleApp } from '../../scene/world.fixture.ts'
import { farEngine } from '../../store/far-engine.fixture.ts'
import { takeSnapshot, useMirror } from '../../store/mirror.ts'
import { useTrafficDrafts } from '../../store/traffic.ts'
import { TrafficControl } from './traffic-control.tsx'

const app = exampleApp()
const run: TrafficRun = { plan: { rate: 2000, shape: { kind: 'steady' }, paths: [{ path: '/', weight: 1 }], seconds: null }, startedAt: 1000, by: 'ada', seq: 4 }

afterEach(() => {
  cleanup()
  useTrafficDrafts.setState({}, true)
})

test('the button says what will be, and sends just that', () => {
  const engine = farEngine({ apps: { a1: app } })
  render(<TrafficControl app={app} />)
  fireEvent.change(screen.getByLabelText('Requests a second'), { target: { value: '1,200' } })
  fireEvent.click(screen.getByRole('button', { name: 'Wave' }))
  fireEvent.click(screen.getByRole('button', { name: 'Add a path' }))
  fireEvent.change(screen.getByLabelText('Path 2'), { target: { value: '/slow' } })
  fireEvent.click(screen.getByRole('button', { name: 'Send 1,200 to 200/s to tea' }))
  expect(engine.called('traffic:start')).toEqual({
    app: 'tea',
    plan: { rate: 1200, shape: { kind: 'wave', to: 200, seconds: 60 }, paths: [{ path: '/', weight: 1 }, { path: '/slow', weight: 1 }], seconds: null },
  })
})

test('what can not be a plan is said and not sent', () => {
  const engine = farEngine({ apps: { a1: app } })
  render(<TrafficControl app={app} />)
  fireEvent.change(screen.getByLabelText('Requests a second'), { target: { value: '20000' } })
  expect(screen.getByRole('alert').textContent).toContain('between 0.1 and 10,000')
  expect(screen.getByTestId<HTMLButtonElement>('traffic-start').disabled).toBe(true)
  expect(engine.called('traffic:start')).toBeUndefined()
})

test('while it runs the knobs show its plan, turning one offers the change, and a lag is said plainly', () => {
  const engine = farEngine({ apps: { a1: app }, traffic: { a1: run } })
  render(<TrafficControl app={app} />)
  expect(screen.getByTestId<HTMLInputElement>('traffic-rate').value).toBe('2000')
  expect(screen.queryByTestId('traffic-change')).toBeNull()
  act(() => engine.item('traffic', { seconds: [{ at: 5000, planned: 2000, sent: 1690, missed: 310, ok: 1600, failed: 5, inFlight: 85, lateMs: 700 }] }))
  expect(screen.getByText('Can not keep up: 310 of 2,000 a second were not sent in time.')).toBeTruthy()
  expect(screen.getByTestId('traffic-in-flight').textContent).toBe('in flight85')
  fireEvent.change(screen.getByTestId('traffic-rate'), { target: { value: '1500' } })
  expect(screen.getByTestId('traffic-change').textContent).toBe('Change to 1,500/s')
  fireEvent.click(screen.getByTestId('traffic-stop'))
  expect(engine.called('traffic:stop')).toEqual({ app: 'tea' })
  act(() => takeSnapshot({ ...useMirror.getState().state, traffic: {} }))
  expect(screen.getByTestId('traffic-start')).toBeTruthy()
})
