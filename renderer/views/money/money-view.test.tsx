// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Bill } from '../../../shared/billing/bill.ts'
import { farEngine, type FarEngine } from '../../store/far-engine.fixture.ts'
import { followBill, useBill } from '../../store/bill.ts'
import { exampleEvent } from '../../text/event.fixture.ts'
import { layOut } from '../laid-out.fixture.ts'
import { MoneyView } from './money-view.tsx'

const { book } = exampleEvent('prices.changed').data as { book: NonNullable<Parameters<typeof farEngine>[0]['prices']>['book'] }
const prices = { book, text: 'title: Prices\n', isStandard: true, since: 1 }
const bill: Bill = {
  month: '2026-11', from: 0, to: 2_592_000_000, until: 3_600_000, currency: 'USD', book: { title: 'Prices', version: 1, hoursOfMonth: 720, timeZone: 'UTC' }, pools: [], micros: 34_722,
  lines: [{ appId: 'a1', app: 'shop', type: 'web', kind: 'formation', size: 'standard-1x', monthMicros: 25_000_000, dynos: 1, ms: 3_600_000, micros: 34_722, atCeiling: 0, pool: null }],
}
const running = { at: 3_600_000, month: '2026-11', from: 0, to: 2_592_000_000, currency: 'USD', hoursOfMonth: 720, micros: 34_722, rateMonthMicros: 25_000_000, projectedMicros: 25_000_000, pools: [], types: [{ appId: 'a1', type: 'web', kind: 'formation', micros: 34_722, rateMonthMicros: 25_000_000, projectedMicros: 25_000_000 }] } as const
let far: FarEngine

beforeEach(() => {
  layOut()
  useBill.setState({ item: null, receivedAt: 0 })
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

test('the meter ticks between two words of the engine, and the invoice says each line in a sentence', async () => {
  vi.useFakeTimers({ now: running.at })
  far = farEngine({ prices })
  followBill()
  render(<MoneyView />)
  act(() => far.item('bill', { at: running.at, bill: running, hours: {} }))
  await act(async () => far.answer('bill:show', { bill, months: ['2026-11'] }))
  expect(screen.getByTestId('money-now').textContent).toBe('$0.0347')
  await act(async () => vi.advanceTimersByTime(60_000))
  expect(screen.getByTestId('money-now').textContent).toBe('$0.0353')
  expect(screen.getByTestId('money-projected').textContent).toBe('$25.00')
  expect(screen.getByTestId('invoice').textContent).toContain('1 web dyno ran 1.00 hours as Standard-1X, at $0.0347 an hour: $0.0347.')
  expect(screen.getByTestId('invoice-total').textContent).toBe('$0.0347')
})

test('a price book is looked through while it is typed, and only a good one can be put in force', async () => {
  far = farEngine({ prices })
  render(<MoneyView />)
  fireEvent.click(screen.getByRole('button', { name: 'Change the prices' }))
  fireEvent.change(screen.getByTestId('price-book-text'), { target: { value: 'title: 1\n' } })
  await act(async () => new Promise((passed) => setTimeout(passed, 450)))
  expect(far.called('prices:check')).toEqual({ text: 'title: 1\n' })
  await act(async () => far.answer('prices:check', { problems: [{ line: 1, column: 8, message: 'title has to be a text, and is 1.' }] }))
  expect(screen.getByTestId('price-book-problems').textContent).toContain('Line 1title has to be a text')
  expect((screen.getByRole('button', { name: 'Put in force from now on' }) as HTMLButtonElement).disabled).toBe(true)
})

test('what another size would have cost is asked of the engine and said as a difference', async () => {
  const app = { id: 'a1', name: 'shop', formation: { web: { quantity: 1, size: 'standard-1x' } } } as never
  far = farEngine({ prices, apps: { a1: app } })
  render(<MoneyView />)
  const ask = screen.getByRole('button', { name: 'Count it' }) as HTMLButtonElement
  expect(ask.disabled).toBe(true)
  fireEvent.change(screen.getByRole('combobox', { name: 'Size' }), { target: { value: 'performance-m' } })
  fireEvent.click(ask)
  expect(far.called('bill:what-if')).toEqual({ app: 'shop', type: 'web', size: 'performance-m' })
  await act(async () => far.answer('bill:what-if', { was: bill, would: { ...bill, micros: 347_222 } }))
  expect(screen.getByTestId('what-if-answer').textContent).toBe('November 2026, shop: $0.35 instead of $0.0347, $0.31 more.')
})

test('without a price book nothing has a price, and the way to one is there', () => {
  far = farEngine({})
  render(<MoneyView />)
  expect(screen.getByText('Nothing has a price')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Use the prices Dynarium comes with' }))
  expect(far.called('prices:use')).toEqual({})
})
