import type { App } from '../../../shared/domain/app.ts'
import { Button } from '../../components/button.tsx'
import { AddOnShape } from '../../components/addon-shape.tsx'
import { Moment } from '../../components/moment.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { passingOf } from '../../scene/map-addons.ts'
import { byteRate } from '../../scene/links.ts'
import { addOnKindWord } from '../../scene/addon-kind.ts'
import { servicePages, showAddOn, showServicePage } from '../../store/addon-desk.ts'
import { useAddOn, useHolders } from '../../store/addons.ts'
import { useLinks } from '../../store/links.ts'
import { useMirror } from '../../store/mirror.ts'
import { usePrices } from '../../store/selectors.ts'
import { showApp } from '../../store/ui.ts'
import { useCatalogue } from '../../store/use-catalogue.ts'
import { addOnMark, limitWords, planMonthWords } from '../../text/addon-words.ts'
import type { AddOn } from '../../../shared/domain/add-on.ts'

export function AddOnFacts({ app, id, name }: { readonly app: App | null; readonly id: string; readonly name: string }) {
  const addOn = useAddOn(id)
  if (addOn === null) return <p className="soft">{name} is gone.</p>
  return <Present app={app} addOn={addOn} />
}

function Present({ app, addOn }: { readonly app: App | null; readonly addOn: AddOn }) {
  const { market } = useCatalogue()
  const prices = usePrices()
  const holders = useHolders(addOn)
  const list = useLinks((links) => links.list)
  const passing = passingOf(addOn.name, list)
  const payer = useMirror((mirror) => mirror.state.apps[addOn.appId]?.name ?? 'an app that is gone')
  const plan = market?.planOf(addOn.service, addOn.plan) ?? null
  return (
    <>
      <section>
        <div className="actions"><AddOnShape service={addOn.service} state={addOn.state} /><span><b className="mono">{addOn.name}</b><br /><StateMark {...addOnMark(addOn.state)} /></span></div>
        {addOn.message !== null && <p className={`side-gap ${addOn.state === 'errored' ? 'problem' : 'soft'}`}>{addOn.message}</p>}
      </section>
      <section>
        <dl className="facts">
          <dt>Is</dt>
          <dd>a {addOnKindWord(addOn.service)}, <code>{addOn.service}</code></dd>
          <dt>Plan</dt>
          <dd>{plan?.title ?? addOn.plan}{plan !== null && Object.keys(plan.limits).length > 0 && `: ${limitWords(plan.limits).join(', ')}`}</dd>
          <dt>Price</dt>
          <dd>{market === null ? 'asking' : planMonthWords(market.priceOf(addOn.service, addOn.plan), prices)}, {payer} pays</dd>
          {passing !== null && <><dt>Passes</dt><dd>{passing.refuses ? 'nothing: it refuses connections' : `${passing.open} open, ${byteRate(passing.toService)} to it, ${byteRate(passing.toDyno)} back`}</dd></>}
          <dt>Created</dt>
          <dd><Moment at={addOn.createdAt} /> by {addOn.by}</dd>
        </dl>
      </section>
      <section>
        <h3>Attached</h3>
        {holders.length === 0 ? <p className="soft">To no app.</p> : (
          <ul className="stack-8">
            {holders.map(({ attachment, app: holder, vars }) => (
              <li key={attachment.id}>
                <code>{attachment.name}</code> in {holder.id === app?.id ? 'this app' : <Button look="quiet" isSmall className="mono in-line" onClick={() => showApp(holder.id, 'map')}>{holder.name}</Button>}
                <br /><span className="faint small mono">{vars.join(', ') || 'no config var yet'}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section><div className="actions">{servicePages[addOn.service] !== undefined && addOn.state === 'provisioned' && <Button look="primary" onClick={() => showServicePage(addOn)}>Open it</Button>}<Button onClick={() => showAddOn(addOn.id)}>In Add-ons</Button></div></section>
    </>
  )
}
