import { useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { budgetActions, everything, type Budget, type BudgetAction } from '../../../shared/domain/billing.ts'
import { money } from '../../../shared/text/amounts.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { NumberField } from '../../components/number-field.tsx'
import { useMirror } from '../../store/mirror.ts'
import { usePrices } from '../../store/selectors.ts'
import { useCommand } from '../../store/use-command.ts'

const budgetActionWords: Readonly<Record<BudgetAction, string>> = { alert: 'tell me', block: 'refuse what costs more', 'scale-down': 'scale to no dynos' }

/** Amounts for a month, and what happens when they are spent. */
export function Budgets({ apps }: { readonly apps: readonly App[] }) {
  const budgets = useMirror((mirror) => mirror.state.budgets)
  const { currency } = usePrices()
  return (
    <section className="panel" aria-labelledby="budgets">
      <div className="panel-head"><h2 id="budgets">Budgets</h2><span className="faint small">For a calendar month. You are told at 75, 90 and 100 percent.</span></div>
      {Object.keys(budgets).length > 0 && (
        <table className="money-table">
          <thead><tr><th scope="col">Of</th><th scope="col" className="number">A month</th><th scope="col">When it is spent</th><th scope="col">Reached</th><th scope="col"><span className="visually-hidden">Actions</span></th></tr></thead>
          <tbody>{Object.values(budgets).map((budget) => <BudgetRow key={budget.scope} budget={budget} name={nameOf(budget, apps)} currency={currency} />)}</tbody>
        </table>
      )}
      <NewBudget apps={apps} currency={currency} />
    </section>
  )
}

const nameOf = ({ scope }: Budget, apps: readonly App[]): string => (scope === everything ? 'everything' : (apps.find(({ id }) => id === scope)?.name ?? 'an app that is gone'))

function BudgetRow({ budget, name, currency }: { readonly budget: Budget; readonly name: string; readonly currency: string }) {
  const { run, isPending, error } = useCommand('budgets:remove')
  return (
    <tr>
      <td className={budget.scope === everything ? undefined : 'mono'}>{name}</td>
      <td className="number">{money(budget.micros, currency)}</td>
      <td>{budgetActionWords[budget.action]}</td>
      <td>{budget.reached === null ? 'not yet' : `${budget.reached.percent} % in ${budget.reached.month}`}<ErrorNote error={error} /></td>
      <td><div className="actions"><Button isSmall look="quiet" icon="trash" aria-label={`Remove the budget of ${name}`} title="Remove it" isPending={isPending} onClick={() => void run(budget.scope === everything ? {} : { app: budget.scope })} /></div></td>
    </tr>
  )
}

function NewBudget({ apps, currency }: { readonly apps: readonly App[]; readonly currency: string }) {
  const [scope, setScope] = useState('')
  const [units, setUnits] = useState(Number.NaN)
  const [action, setAction] = useState<BudgetAction>('alert')
  const { run, isPending, error } = useCommand('budgets:set')
  const micros = Math.round(units * 1_000_000)
  const isGood = Number.isSafeInteger(micros) && micros >= 0
  return (
    <form
      className="panel-body money-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (isGood) void run({ ...(scope === '' ? {} : { app: scope }), micros, action }).then((done) => done !== null && setUnits(Number.NaN))
      }}
    >
      <label className="field"><span>Of</span><select className="input" value={scope} onChange={(event) => setScope(event.target.value)}><option value="">everything</option>{apps.map((app) => <option key={app.id} value={app.id}>{app.name}</option>)}</select></label>
      <NumberField label="A month" value={units} unit={currency} isOptional testId="budget-amount" onChange={setUnits} />
      <label className="field"><span>When it is spent</span><select className="input" value={action} onChange={(event) => setAction(event.target.value as BudgetAction)}>{budgetActions.map((one) => <option key={one} value={one}>{budgetActionWords[one]}</option>)}</select></label>
      <Button type="submit" disabled={!isGood} isPending={isPending}>Set the budget</Button>
      <ErrorNote error={error} />
    </form>
  )
}
