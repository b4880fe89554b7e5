import { useState } from 'react'
import type { AddOn } from '../../../shared/domain/add-on.ts'
import { CommandText } from '../../components/command-text.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { equalCommand } from '../../console/equal-command.ts'
import { closeAddOnSheet } from '../../store/addon-desk.ts'
import { usePrices } from '../../store/selectors.ts'
import type { Market } from '../../store/use-catalogue.ts'
import { useCommand } from '../../store/use-command.ts'
import { featureWords, limitWords, planChangeWords, planMonthWords } from '../../text/addon-words.ts'

/** Up or down: the difference in price, and the limits before and after, before the press. */
export function ChangePlan({ addOn, market }: { readonly addOn: AddOn; readonly market: Market }) {
  const prices = usePrices()
  const plans = market.serviceOf(addOn.service)?.plans.filter(({ name }) => name !== addOn.plan) ?? []
  const [name, setName] = useState(plans[0]?.name ?? '')
  const change = useCommand('addons:upgrade')
  const plan = plans.find((one) => one.name === name)
  const now = market.planOf(addOn.service, addOn.plan)
  const price = (of: string): number | null => market.priceOf(addOn.service, of)
  const input = { addOn: addOn.name, plan: name }
  if (plan === undefined) return <p className="soft">{addOn.service} has no other plan in this era.</p>
  return (
    <Confirm
      title={`Change the plan of ${addOn.name}`} action={`Move to ${plan.name} · ${planChangeWords(price(addOn.plan), price(plan.name), prices)}`} isPending={change.isPending} error={change.error} onCancel={closeAddOnSheet}
      onConfirm={() => void change.run(input).then((done) => done !== null && closeAddOnSheet())}
    >
      <label className="field addon-field">
        <span>Plan</span>
        <select className="input" aria-label="Plan" value={name} onChange={(event) => { setName(event.target.value); change.clear() }}>
          {plans.map((one) => <option key={one.name} value={one.name}>{one.title}, {planMonthWords(price(one.name), prices)}</option>)}
        </select>
      </label>
      <ul>
        <li>Now {now?.title ?? addOn.plan}: {[...limitWords(now?.limits ?? {}), ...featureWords(now?.features ?? [])].join(', ') || 'no limits'}</li>
        <li>Then {plan.title}: {[...limitWords(plan.limits), ...featureWords(plan.features)].join(', ') || 'no limits'}</li>
        <li>A plan that the data does not fit is refused, and nothing is changed. New values make a release of each app that has it.</li>
      </ul>
      <CommandText text={equalCommand('addons:upgrade', input)} />
    </Confirm>
  )
}
