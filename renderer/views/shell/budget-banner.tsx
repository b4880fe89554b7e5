import { useState } from 'react'
import { everything, type Budget } from '../../../shared/domain/billing.ts'
import { money } from '../../../shared/text/amounts.ts'
import { Button } from '../../components/button.tsx'
import { useBill } from '../../store/bill.ts'
import { useMirror } from '../../store/mirror.ts'
import { showPage } from '../../store/ui.ts'
import { monthWords } from '../../text/money-words.ts'

const effects: Readonly<Record<Budget['action'], string>> = { alert: '', block: ' What would cost more is refused.', 'scale-down': ' Everything it is for was scaled to no dynos.' }

/** Budgets of which a step was reached this month, each until it was put away or the next step comes. */
export function BudgetBanner() {
  const budgets = useMirror((mirror) => mirror.state.budgets)
  const apps = useMirror((mirror) => mirror.state.apps)
  const month = useBill(({ item }) => item?.bill?.month ?? null)
  const currency = useBill(({ item }) => item?.bill?.currency ?? 'USD')
  const [seen, setSeen] = useState<readonly string[]>([])
  const shown = Object.values(budgets).filter((budget) => budget.reached !== null && budget.reached.month === month && !seen.includes(keyOf(budget)))
  return (
    <>
      {shown.map((budget) => (
        <div key={budget.scope} className="banner" data-tone={isSpent(budget) ? 'bad' : undefined} data-testid="budget-reached">
          <span role="alert">
            <b>{budget.reached?.percent} %</b> of the budget of {budget.scope === everything ? 'everything' : (apps[budget.scope]?.name ?? 'an app that is gone')}, {money(budget.micros, currency)} for {monthWords(budget.reached?.month ?? '')}, {isSpent(budget) ? 'are spent.' : 'are spent already.'}
            {isSpent(budget) && effects[budget.action]}
          </span>
          <Button isSmall onClick={() => showPage('money')}>Open Money</Button>
          <Button isSmall look="quiet" icon="close" aria-label="Put this note away" title="Put this note away" onClick={() => setSeen((before) => [...before, keyOf(budget)])} />
        </div>
      ))}
    </>
  )
}

const isSpent = ({ reached }: Budget): boolean => (reached?.percent ?? 0) >= 100
const keyOf = ({ scope, reached, seq }: Budget): string => `${scope} ${reached?.month} ${reached?.percent} ${seq}`
