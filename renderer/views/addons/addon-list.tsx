import { useEffect, useRef } from 'react'
import type { AddOn } from '../../../shared/domain/add-on.ts'
import { AddOnShape } from '../../components/addon-shape.tsx'
import { Icon } from '../../components/icon.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { lookAtAddOn, useAddOnDesk } from '../../store/addon-desk.ts'
import { useHolders } from '../../store/addons.ts'
import { useMirror } from '../../store/mirror.ts'
import { usePrices } from '../../store/selectors.ts'
import type { Market } from '../../store/use-catalogue.ts'
import { addOnMark, planMonthWords } from '../../text/addon-words.ts'
import { AddOnDetail } from './addon-detail.tsx'

type AddOnListProps = { readonly addOns: readonly AddOn[]; /** null: not known yet. */ readonly market: Market | null }

export function AddOnList({ addOns, market }: AddOnListProps) {
  return <ul className="addon-list">{addOns.map((addOn) => <AddOnRow key={addOn.id} addOn={addOn} market={market} />)}</ul>
}

function AddOnRow({ addOn, market }: { readonly addOn: AddOn; readonly market: Market | null }) {
  const isOpen = useAddOnDesk((desk) => desk.addOnId === addOn.id)
  const payer = useMirror((mirror) => mirror.state.apps[addOn.appId]?.name ?? 'an app that is gone')
  const prices = usePrices()
  const ref = useRef<HTMLLIElement>(null)
  // One that was just made, or came from another page, may be out of sight.
  useEffect(() => {
    if (isOpen) ref.current?.scrollIntoView({ block: 'nearest' })
  }, [isOpen])
  const holders = useHolders(addOn)
  return (
    <li ref={ref} data-testid={`addon-${addOn.name}`}>
      <button type="button" className="addon-row" aria-expanded={isOpen} onClick={() => lookAtAddOn(isOpen ? null : addOn.id)}>
        <AddOnShape service={addOn.service} state={addOn.state} />
        <span className="addon-name"><b className="mono ellipsis">{addOn.name}</b><span className="faint small ellipsis">{addOn.service}:{addOn.plan}</span></span>
        <StateMark {...addOnMark(addOn.state)} />
        <span className="addon-has small">
          {holders.length === 0 ? <span className="faint">attached to none</span> : holders.slice(0, shownHolders).map(({ attachment, app }) => <span key={attachment.id} className="ellipsis"><code>{attachment.name}</code> <span className="faint">in {app.name}</span></span>)}
          {holders.length > shownHolders && <span className="faint">and {holders.length - shownHolders} more</span>}
        </span>
        <span className="addon-price small"><span className="mono">{addOn.state === 'errored' ? 'costs nothing' : market === null ? '' : planMonthWords(market.priceOf(addOn.service, addOn.plan), prices)}</span><span className="faint ellipsis">{addOn.state === 'errored' ? `made for ${payer}` : `${payer} pays`}</span></span>
        <span className="addon-chevron" data-open={isOpen || undefined}><Icon name="chevron" size={14} /></span>
      </button>
      {addOn.state === 'errored' && addOn.message !== null && <p className="addon-why problem small">{addOn.message}</p>}
      {isOpen && <AddOnDetail addOn={addOn} market={market} />}
    </li>
  )
}

const shownHolders = 3
