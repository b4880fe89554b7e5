import { useState } from 'react'
import type { AddOn } from '../../../shared/domain/add-on.ts'
import type { PostgresDatabase } from '../../../shared/domain/postgres.ts'
import { Button } from '../../components/button.tsx'
import { CommandText } from '../../components/command-text.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { Field } from '../../components/field.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { equalCommand } from '../../console/equal-command.ts'
import { chooseOfService } from '../../store/addon-desk.ts'
import { useMirror } from '../../store/mirror.ts'
import { usePrices } from '../../store/selectors.ts'
import { useCatalogue } from '../../store/use-catalogue.ts'
import { useCommand } from '../../store/use-command.ts'
import { addOnMark, planAddsWords, planMonthWords } from '../../text/addon-words.ts'

type FollowersPanelProps = { readonly addOn: AddOn; readonly database: PostgresDatabase }

/** Databases of the same origin: those that follow this one, those that were forked off it, and what it follows itself. */
export function FollowersPanel({ addOn, database }: FollowersPanelProps) {
  const [making, setMaking] = useState<'follow' | 'fork' | null>(null)
  const [isParting, setParting] = useState(false)
  const all = useMirror((mirror) => mirror.state.postgres)
  const addOns = useMirror((mirror) => mirror.state.addOns)
  const own = Object.values(all).filter((one) => one.follows === addOn.id || one.forkedFrom === addOn.id)
  const leader = database.follows === null ? null : (addOns[database.follows] ?? null)
  return (
    <>
      <section className="panel" aria-labelledby="pg-followers">
        <div className="panel-head">
          <h2 id="pg-followers">Followers and forks</h2>
          <div className="actions"><Button isSmall icon="plus" onClick={() => setMaking('follow')}>Follower</Button><Button isSmall icon="plus" onClick={() => setMaking('fork')}>Fork</Button></div>
        </div>
        {leader !== null && <div className="panel-body pg-break"><p>It follows <Button look="quiet" isSmall className="mono in-line" onClick={() => chooseOfService(addOn.service, leader.id)}>{leader.name}</Button>, and is read-only.</p><span /><Button onClick={() => setParting(true)}>Unfollow</Button></div>}
        {own.length === 0 && leader === null && <p className="panel-body soft">None. A follower has the same data a moment later, and is read-only. A fork has the data of now, and goes its own way.</p>}
        <ul className="app-addons">
          {own.map((one) => {
            const other = addOns[one.addOnId]
            return other === undefined ? null : <li key={one.addOnId}><span className="addon-name"><Button look="quiet" isSmall className="mono in-line" onClick={() => chooseOfService(addOn.service, other.id)}>{other.name}</Button><span className="faint small">{one.follows === addOn.id ? 'follows this one' : `forked from this one, history ${one.timeline} of its own`}</span></span><StateMark {...addOnMark(other.state)} /></li>
          })}
        </ul>
      </section>
      {isParting && leader !== null && <Unfollow addOn={addOn} leader={leader.name} onDone={() => setParting(false)} />}
      {making !== null && <MakeCopy key={making} addOn={addOn} kind={making} onDone={() => setMaking(null)} />}
    </>
  )
}

function Unfollow({ addOn, leader, onDone }: { readonly addOn: AddOn; readonly leader: string; onDone(): void }) {
  const payer = useMirror((mirror) => mirror.state.apps[addOn.appId]?.name ?? '')
  const [typed, setTyped] = useState('')
  const unfollow = useCommand('pg:unfollow')
  return (
    <Confirm title={`Unfollow ${leader}`} action={`${addOn.name} goes its own way`} isDangerous isReady={typed === payer} isPending={unfollow.isPending} error={unfollow.error} onCancel={onDone} onConfirm={() => void unfollow.run({ addOn: addOn.name, confirm: payer }).then((done) => done !== null && onDone())}>
      <ul><li>It takes writes from now on.</li><li>− It never follows {leader} again: their histories part here.</li></ul>
      <div className="addon-field"><Field label={`Type ${payer} to confirm`} isMono autoFocus value={typed} onChange={(event) => setTyped(event.target.value)} /></div>
    </Confirm>
  )
}

function MakeCopy({ addOn, kind, onDone }: { readonly addOn: AddOn; readonly kind: 'follow' | 'fork'; onDone(): void }) {
  const { market } = useCatalogue()
  const prices = usePrices()
  const payer = useMirror((mirror) => mirror.state.apps[addOn.appId]?.name ?? '')
  const plans = (market?.serviceOf(addOn.service)?.plans ?? []).filter(({ features }) => features.includes(kind))
  const [chosen, setChosen] = useState<string | null>(null)
  const create = useCommand('addons:create')
  const plan = plans.find(({ name }) => name === chosen) ?? plans.find(({ name }) => name === addOn.plan) ?? plans[0]
  if (plan === undefined) return <p className="soft">{market === null ? 'Asking for the plans.' : `No plan of this era can ${kind}.`}</p>
  const price = market?.priceOf(addOn.service, plan.name) ?? null
  const input = { app: payer, service: `${addOn.service}:${plan.name}`, options: { [kind]: addOn.name } }
  return (
    <Confirm title={kind === 'follow' ? `A follower of ${addOn.name}` : `A fork of ${addOn.name}`} action={`Create it · ${planAddsWords(price, prices)}`} isPending={create.isPending} error={create.error} onCancel={onDone} onConfirm={() => void create.run(input).then((made) => made !== null && onDone())}>
      <label className="field addon-field"><span>Plan</span><select className="input" value={plan.name} onChange={(event) => setChosen(event.target.value)}>{plans.map((one) => <option key={one.name} value={one.name}>{one.title}, {planMonthWords(market?.priceOf(addOn.service, one.name) ?? null, prices)}</option>)}</select></label>
      <p className="soft">{payer} pays for it and gets it under a colour, with a release.</p>
      <CommandText text={equalCommand('addons:create', input)} />
    </Confirm>
  )
}
