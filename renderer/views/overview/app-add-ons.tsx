import type { App } from '../../../shared/domain/app.ts'
import { AddOnShape } from '../../components/addon-shape.tsx'
import { Button } from '../../components/button.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { useAppAddOns } from '../../store/addons.ts'
import { showMarket } from '../../store/addon-desk.ts'
import { select } from '../../store/ui.ts'
import { addOnMark, listWords } from '../../text/addon-words.ts'

/** What this app has beside its dynos, under which names. */
export function AppAddOns({ app }: { readonly app: App }) {
  const addOns = useAppAddOns(app.id)
  return (
    <section className="panel" aria-label="Add-ons of this app">
      <div className="panel-head">
        <h2>Add-ons</h2>
        <div className="actions"><Button isSmall icon="plus" onClick={() => showMarket(app.id)}>Add one</Button></div>
      </div>
      {addOns.length === 0 ? <p className="panel-body faint small">None. A database, a cache or a mailbox gives this app its config vars.</p> : (
        <ul className="app-addons">
          {addOns.map(({ id, name, service, plan, state, names, others }) => (
            <li key={id}>
              <AddOnShape service={service} state={state} />
              <span className="addon-name">
                <Button look="quiet" isSmall className="mono in-line" onClick={() => select({ kind: 'addon', id, name })}>{names[0] ?? name}</Button>
                <span className="faint small ellipsis">{service}:{plan}{names.length > 1 && `, also ${listWords(names.slice(1))}`}{others.length > 0 && `, shared with ${listWords(others, 2)}`}</span>
              </span>
              <StateMark {...addOnMark(state)} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
