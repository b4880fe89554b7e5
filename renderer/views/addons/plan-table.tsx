import type { Plan, Service } from '../../../shared/add-ons/catalogue.ts'
import { Button } from '../../components/button.tsx'
import { openAddOnSheet, useAddOnDesk } from '../../store/addon-desk.ts'
import { useMirror } from '../../store/mirror.ts'
import { usePrices } from '../../store/selectors.ts'
import type { Market } from '../../store/use-catalogue.ts'
import { featureWords, limitWords, planHourWords, planMonthWords } from '../../text/addon-words.ts'
import { CreateAddOn } from './create-addon.tsx'

type PlanTableProps = { readonly service: Service; readonly market: Market }

/** Each plan with its price by month and hour, before anything is pressed. */
export function PlanTable({ service, market }: PlanTableProps) {
  const chosen = useAddOnDesk((desk) => (desk.sheet?.kind === 'create' && desk.sheet.service === service.slug ? desk.sheet.plan : null))
  const plan = service.plans.find(({ name }) => name === chosen)
  const notes = [...new Set(service.plans.flatMap(({ note }) => (note === undefined ? [] : [note])))]
  const used = [...new Set(service.plans.map(({ source }) => source))]
  return (
    <div className="market-plans">
      <div className="market-table" role="region" aria-label={`Plans of ${service.title}`} tabIndex={0}>
        <table>
          <thead><tr><th scope="col">Plan</th><th scope="col" className="number">A month</th><th scope="col" className="number">An hour</th><th scope="col">Limits</th><th scope="col">Can do</th><th scope="col">As of</th><th scope="col"><span className="visually-hidden">Choose</span></th></tr></thead>
          <tbody>{service.plans.map((one) => <PlanRow key={one.name} service={service} plan={one} market={market} sign={one.note === undefined ? '' : signOf(notes.indexOf(one.note))} isChosen={one.name === chosen} />)}</tbody>
        </table>
      </div>
      {plan !== undefined && <CreateAddOn key={plan.name} service={service} plan={plan} monthMicros={market.priceOf(service.slug, plan.name)} />}
      <p className="faint small">{used.map((source) => `${source}: ${market.sources[source] ?? 'not told'}`).join('. ')}.{notes.map((note, at) => ` ${signOf(at)} ${note}.`).join('')}</p>
    </div>
  )
}

type PlanRowProps = PlanTableProps & { readonly plan: Plan; /** Of its note below the table. */ readonly sign: string; readonly isChosen: boolean }

const signOf = (at: number): string => '*'.repeat(at + 1)

function PlanRow({ service, plan, market, sign, isChosen }: PlanRowProps) {
  const prices = usePrices()
  const isUsual = useMirror(({ state }) => service.usualPlan[state.era] === plan.name)
  const month = market.priceOf(service.slug, plan.name)
  return (
    <tr data-chosen={isChosen || undefined}>
      <th scope="row"><span>{plan.title}</span> <code className="faint">{plan.name}</code>{isUsual && <span className="faint small"> usual</span>}</th>
      <td className={`number ${month === null ? 'faint' : ''}`}>{planMonthWords(month, prices)}</td>
      <td className="number faint">{planHourWords(month, prices)}</td>
      <td className="small">{limitWords(plan.limits).join(', ') || <span className="faint">none told</span>}</td>
      <td className="small">{featureWords(plan.features).join(', ')}</td>
      <td className="faint small" title={plan.note}>{plan.asOf} {plan.source}{sign}</td>
      <td><Button isSmall aria-pressed={isChosen} aria-label={`Choose ${plan.name}, ${planMonthWords(month, prices)}`} onClick={() => openAddOnSheet({ kind: 'create', service: service.slug, plan: plan.name })}>Choose</Button></td>
    </tr>
  )
}
