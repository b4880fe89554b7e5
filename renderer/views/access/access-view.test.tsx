// @vitest-environment happy-dom
import { act, cleanup, configure, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { RequestReport } from '../../../shared/domain/route.ts'
import { exampleApp } from '../../scene/world.fixture.ts'
import { farEngine, type FarEngine } from '../../store/far-engine.fixture.ts'
import { select, useUi } from '../../store/ui.ts'
import { layOut } from '../laid-out.fixture.ts'
import { AccessView } from './access-view.tsx'

// On a busy machine a second is not much.
configure({ asyncUtilTimeout: 20_000 })

const app = exampleApp()
let engine: FarEngine

beforeEach(() => {
  layOut()
  engine = farEngine({ apps: { a1: app } })
})
afterEach(() => {
  cleanup()
  select(null)
})

function report(requestId: string, change: Partial<RequestReport> = {}): RequestReport {
  return {
    at: 1000, appId: 'a1', method: 'GET', path: '/', host: 'tea.localhost', requestId, fwd: '127.0.0.1', dynoId: 'd', dyno: 'web.1', connectMs: 1, serviceMs: 5, totalMs: 6,
    status: 200, bytes: 10, protocol: 'http', code: null, ...change,
  }
}

const arrive = (requests: RequestReport[], ended = requests.length): void => act(() => engine.item('flow', { requests, ended, loads: [] }))
const order = (): (string | undefined)[] => screen.queryAllByTestId(/^request-/).map((row) => row.dataset.testid?.replace('request-', ''))

test('follows the newest; another sorting holds still what is read and says how much came since', async () => {
  render(<AccessView app={app} />)
  arrive([report('a', { totalMs: 50 }), report('b', { at: 2000 })])
  await waitFor(() => expect(order()).toEqual(['b', 'a']))
  fireEvent.click(screen.getByRole('button', { name: 'Total' }))
  expect(order()).toEqual(['a', 'b'])
  arrive([report('c', { at: 3000, totalMs: 99 })])
  await screen.findByText('Paused, 1 new since')
  expect(order()).toEqual(['a', 'b'])
  fireEvent.click(screen.getByRole('button', { name: 'Follow the newest' }))
  expect(order()).toEqual(['c', 'b', 'a'])
})

test('the keys choose a request, and its code is explained without a pointer', async () => {
  render(<AccessView app={app} />)
  arrive([report('a', { status: 503, code: 'H12' })])
  await waitFor(() => expect(order()).toEqual(['a']))
  const grid = screen.getByTestId('access')
  fireEvent.keyDown(grid, { key: 'ArrowDown' })
  expect(screen.getByRole('button', { name: 'H12' }).parentElement?.textContent).toBe('H12 Request timeout')
  fireEvent.keyDown(grid, { key: 'Enter' })
  expect(useUi.getState().selection).toEqual({ kind: 'request', requestId: 'a' })
})

test('says which share is shown', async () => {
  render(<AccessView app={app} />)
  arrive([report('a')], 8)
  expect(await screen.findByText('showing 1 in 8')).toBeTruthy()
})

test('an app nobody visited offers to send one request', async () => {
  render(<AccessView app={app} />)
  arrive([], 0)
  fireEvent.click(await screen.findByRole('button', { name: 'Send one request' }))
  expect(engine.called('traffic:visit')).toEqual({ app: 'tea', path: '/' })
  await act(async () => engine.answer('traffic:visit', { status: 200, totalMs: 12, requestId: 'q', text: 'ok', problem: null }))
  expect(await screen.findByText('Answered with 200 in 12 ms.')).toBeTruthy()
})
