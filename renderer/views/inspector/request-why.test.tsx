// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { exampleRequest } from '../../scene/request.fixture.ts'
import { farEngine, type FarEngine } from '../../store/far-engine.fixture.ts'
import { useUi } from '../../store/ui.ts'
import { RequestWhy } from './request-why.tsx'

let far: FarEngine
beforeEach(() => {
  far = farEngine({})
  useUi.setState({ selection: null })
})
afterEach(cleanup)

const chain = [
  { kind: 'verdict', text: 'The router answered H12.', at: 1000, seq: null, leaseId: null },
  { kind: 'fault', text: 'Latency was on web.1.', at: 900, seq: 5, leaseId: 'l1' },
  { kind: 'command', text: 'ada ran heroku faults:start latency.', at: 800, seq: 4, leaseId: null },
]

test('a failed request names its verdict, the fault behind it and who did it, and each link leads on', async () => {
  render(<RequestWhy report={exampleRequest({ requestId: 'q1', code: 'H12', status: 503 })} />)
  expect(far.called('requests:why')).toEqual({ requestId: 'q1' })
  await act(async () => far.answer('requests:why', { blame: 'fault', sentence: 'Latency held it.', chain }))
  expect(screen.getByTestId('request-why').textContent).toContain('A fault did it. Latency held it.')
  fireEvent.click(screen.getByRole('button', { name: /Latency was on web\.1/ }))
  expect(useUi.getState().selection).toEqual({ kind: 'fault', leaseId: 'l1' })
  fireEvent.click(screen.getByRole('button', { name: /ada ran/ }))
  expect(useUi.getState().selection).toEqual({ kind: 'event', seq: 4 })
})

test('one that went well is explained when somebody asks', () => {
  render(<RequestWhy report={exampleRequest({ requestId: 'q2' })} />)
  expect(far.called('requests:why')).toBeUndefined()
  fireEvent.click(screen.getByRole('button', { name: 'Why did it take so long?' }))
  expect(far.called('requests:why')).toEqual({ requestId: 'q2' })
})

test('what is not kept any more is said', async () => {
  render(<RequestWhy report={exampleRequest({ requestId: 'q3', code: 'H10', status: 503 })} />)
  await act(async () => far.refuse('requests:why', 'request-not-found', { request: 'q3' }))
  expect(screen.getByRole('alert').textContent).toContain('Nothing is known of request q3.')
})
