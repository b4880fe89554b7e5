// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { Budget } from '../../../shared/domain/billing.ts'
import { useBill } from '../../store/bill.ts'
import { farEngine } from '../../store/far-engine.fixture.ts'
import { BudgetBanner } from './budget-banner.tsx'

afterEach(cleanup)

const budget = (percent: number, seq: number): Budget => ({ scope: 'everything', micros: 40_000_000, action: 'block', reached: { month: '2026-11', percent }, seq })
const inMonth = (month: string): void => useBill.setState({ item: { at: 1, bill: { month, currency: 'USD' } as never, hours: {} }, receivedAt: 1 })

test('a budget says each step once it is reached, until it is put away', () => {
  farEngine({ budgets: { everything: budget(90, 1) } })
  inMonth('2026-11')
  render(<BudgetBanner />)
  expect(screen.getByTestId('budget-reached').textContent).toContain('90 % of the budget of everything, $40.00 for November 2026, are spent already.')
  fireEvent.click(screen.getByRole('button', { name: 'Put this note away' }))
  expect(screen.queryByTestId('budget-reached')).toBeNull()
  act(() => void farEngine({ budgets: { everything: budget(100, 2) } }))
  expect(screen.getByTestId('budget-reached').textContent).toContain('are spent. What would cost more is refused.')
})

test('what was reached in another month is over', () => {
  farEngine({ budgets: { everything: budget(100, 3) } })
  inMonth('2026-12')
  render(<BudgetBanner />)
  expect(screen.queryByTestId('budget-reached')).toBeNull()
})
