import type { ReactNode } from 'react'
import type { AddOn } from '../../../shared/domain/add-on.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { chooseOfService, showAddOn, showMarket, useAddOnDesk } from '../../store/addon-desk.ts'
import { useAddOns } from '../../store/addons.ts'
import { useMirror } from '../../store/mirror.ts'
import { addOnMark } from '../../text/addon-words.ts'

type ServicePageProps = {
  readonly title: string
  /** As in the catalogue. */
  readonly service: string
  /** What will be here, where there is none yet. */
  readonly about: string
  /** Said on the button that makes one. */
  readonly make: string
  /** Of one that is there. */
  children(addOn: AddOn): ReactNode
}

/** The page of a service: one of its add-ons, chosen by name. Without one it says what for, and where to make one. */
export function ServicePage({ title, service, about, make, children }: ServicePageProps) {
  const all = useAddOns().filter((addOn) => addOn.service === service)
  const chosen = useAddOnDesk((desk) => desk.shown[service])
  const addOn = all.find(({ id }) => id === chosen) ?? all.find(({ state }) => state === 'provisioned') ?? all[0]
  return (
    <div className="view service-page">
      <div className="view-head">
        <h1>{title}</h1>
        {addOn !== undefined && <Chosen all={all} addOn={addOn} />}
        {addOn !== undefined && <div className="actions"><Button look="quiet" onClick={() => showAddOn(addOn.id)}>Plan and attachments</Button></div>}
      </div>
      {addOn === undefined ? (
        <EmptyState title="None yet">
          <p>{about}</p>
          <Button look="primary" onClick={() => showMarket(null, service)}>{make}</Button>
        </EmptyState>
      ) : <Body key={addOn.id} addOn={addOn}>{children}</Body>}
    </div>
  )
}

function Chosen({ all, addOn }: { readonly all: readonly AddOn[]; readonly addOn: AddOn }) {
  const payer = useMirror((mirror) => mirror.state.apps[addOn.appId]?.name ?? '')
  return (
    <>
      {all.length === 1 ? <span className="mono soft">{addOn.name}</span> : (
        <select className="input input-mono service-names" aria-label="Add-on" value={addOn.id} onChange={(event) => chooseOfService(addOn.service, event.target.value)}>{all.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}</select>
      )}
      <span className="faint small">{addOn.plan}, of {payer}</span>
    </>
  )
}

function Body({ addOn, children }: { readonly addOn: AddOn; children(addOn: AddOn): ReactNode }) {
  if (addOn.state === 'provisioned') return <div className="stack-16">{children(addOn)}</div>
  return (
    <div className="stack-8">
      <StateMark {...addOnMark(addOn.state)} />
      <p className={addOn.state === 'errored' ? 'problem' : 'soft'}>{addOn.message ?? (addOn.state === 'provisioning' ? 'It is being made. What it has to show comes as soon as it is there.' : 'It is on its way out.')}</p>
    </div>
  )
}
