import type { Service } from '../../../shared/add-ons/catalogue.ts'
import { AddOnShape } from '../../components/addon-shape.tsx'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { lookAtService, useAddOnDesk } from '../../store/addon-desk.ts'
import { usePrices } from '../../store/selectors.ts'
import type { Market } from '../../store/use-catalogue.ts'
import { groupTitle, planMonthWords } from '../../text/addon-words.ts'
import { PlanTable } from './plan-table.tsx'

const groups = ['data', 'logs', 'mail', 'jobs', 'metrics', 'other'] as const

/** What there is to have, by group; a service opens to its plans. */
export function MarketPanel({ market }: { readonly market: Market }) {
  if (market.services.length === 0) return <EmptyState title="No service is offered here"><p>The catalogue of this platform has none, or none that this build can make.</p></EmptyState>
  return (
    <section className="panel" aria-labelledby="market">
      <div className="panel-head"><h2 id="market">Marketplace</h2><span className="faint small">All of it runs on this machine. Prices are what it would cost, by the price book in force.</span></div>
      {groups.map((group) => {
        const services = market.services.filter((one) => one.group === group)
        return services.length === 0 ? null : (
          <section key={group} className="market-group" aria-label={groupTitle(group)}>
            <h3>{groupTitle(group)}</h3>
            <ul>{services.map((service) => <ServiceRow key={service.slug} service={service} market={market} />)}</ul>
          </section>
        )
      })}
    </section>
  )
}

function ServiceRow({ service, market }: { readonly service: Service; readonly market: Market }) {
  const isOpen = useAddOnDesk((desk) => desk.service === service.slug)
  const prices = usePrices()
  const known = service.plans.map(({ name }) => market.priceOf(service.slug, name)).filter((micros) => micros !== null)
  const least = known.length === 0 ? null : Math.min(...known)
  return (
    <li data-testid={`service-${service.slug}`}>
      <div className="market-row">
        <AddOnShape service={service.slug} state={null} />
        <div className="market-about">
          <p><b>{service.title}</b> <code className="faint">{service.slug}</code></p>
          <p className="soft small">{service.about}</p>
        </div>
        <p className="market-from small"><span className="mono">{least === 0 || least === null ? planMonthWords(least, prices) : `from ${planMonthWords(least, prices)}`}</span><span className="faint">{service.plans.length === 1 ? '1 plan' : `${service.plans.length} plans`}</span></p>
        <Button aria-expanded={isOpen} aria-label={isOpen ? `Close ${service.title}` : `Plans of ${service.title}`} onClick={() => lookAtService(isOpen ? null : service.slug)}>{isOpen ? 'Close' : 'Plans'}</Button>
      </div>
      {isOpen && <PlanTable service={service} market={market} />}
    </li>
  )
}
