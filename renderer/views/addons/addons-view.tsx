import { money } from '../../../shared/text/amounts.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { useAddOns } from '../../store/addons.ts'
import { usePrices } from '../../store/selectors.ts'
import { useCatalogue, type Market } from '../../store/use-catalogue.ts'
import { AddOnList } from './addon-list.tsx'
import { MarketPanel } from './market-panel.tsx'

/** What apps have beside their dynos: databases, caches, mail, logs. Above those that are there, below those that could be. */
export function AddOnsView() {
  const addOns = useAddOns()
  const { market, error, again } = useCatalogue()
  return (
    <div className="view addons">
      <div className="view-head">
        <h1>Add-ons</h1>
        {addOns.length > 0 && market !== null && <Sum market={market} />}
      </div>
      <div className="stack-16">
        <section className="panel" aria-labelledby="addons-here">
          <div className="panel-head"><h2 id="addons-here">Yours</h2><span className="faint small">{addOns.length === 0 ? 'none yet' : `${addOns.length} on this machine`}</span></div>
          {addOns.length === 0 ? <p className="panel-body soft">An add-on gives an app a service, such as a database, and its config vars with a release. Choose a plan below: what it costs and what happens is said before it is made.</p> : <AddOnList addOns={addOns} market={market} />}
        </section>
        {error !== null && <div className="stack-8"><ErrorNote error={error} /><div><Button onClick={again}>Ask again</Button></div></div>}
        {error === null && market === null && <p className="faint" role="status">Asking for the marketplace.</p>}
        {market !== null && <MarketPanel market={market} />}
      </div>
    </div>
  )
}

/** Errored ones cost nothing. */
function Sum({ market }: { readonly market: Market }) {
  const prices = usePrices()
  const paid = useAddOns().filter(({ state }) => state === 'provisioned')
  const known = paid.map(({ service, plan }) => market.priceOf(service, plan))
  const sum = known.reduce<number>((all, micros) => all + (micros ?? 0), 0)
  const unknown = known.filter((micros) => micros === null).length
  return <p className="small"><span className="mono">{money(sum, prices.currency)}/mo</span> together{unknown > 0 && `, and ${unknown} whose price is not known`}</p>
}
