import { useMemo } from 'react'
import { AddOnShape } from '../components/addon-shape.tsx'
import { StateMark } from '../components/state-mark.tsx'
import { byteRate } from '../scene/links.ts'
import { addOnFact } from '../scene/map-addon-words.ts'
import { faultsOn, passingOf, type MapAddOn, type Passing } from '../scene/map-addons.ts'
import { useLinks } from '../store/links.ts'
import { select, useUi } from '../store/ui.ts'
import { addOnMark } from '../text/addon-words.ts'
import { boxStyle } from './map-dyno.tsx'
import { FaultFlag, troubleWords, useMapTrouble } from './map-trouble.tsx'

/** An add-on: what kind of thing, under which name the app has it, how it is, and what passes between. */
export function MapAddOnMark({ mark }: { readonly mark: MapAddOn }) {
  const { addOn, form } = mark
  const list = useLinks((links) => links.list)
  const passing = useMemo(() => passingOf(addOn.name, list), [addOn.name, list])
  const { afflictions } = useMapTrouble()
  const titles = useMemo(() => faultsOn(addOn.name, afflictions.proxies), [addOn.name, afflictions])
  const isChosen = useUi((ui) => ui.selection?.kind === 'addon' && ui.selection.id === addOn.id)
  const fact = [addOnFact(addOn, passing), troubleWords(titles, false)].filter(Boolean).join(', ')
  return (
    <button
      type="button"
      className={`map-link map-addon map-addon-${form}`}
      style={boxStyle(mark)}
      tabIndex={-1}
      data-mark={`addon:${addOn.id}`}
      data-state={addOn.state}
      data-fault={titles.length > 0 || undefined}
      data-fact={fact}
      data-testid={`addon-mark-${addOn.name}`}
      aria-label={fact}
      aria-pressed={isChosen}
      onClick={() => select({ kind: 'addon', id: addOn.id, name: addOn.name })}
    >
      <AddOnShape service={addOn.service} state={addOn.state} />
      <span className="map-addon-names">
        <b className="mono ellipsis">{addOn.names[0] ?? addOn.name}</b>
        <span className="faint small ellipsis">{addOn.names.length > 1 ? `and ${addOn.names.length - 1} more` : addOn.plan}</span>
      </span>
      <span className="map-addon-state small">{titles.length > 0 ? <FaultFlag titles={titles} isMarked={false} /> : <StateMark {...addOnMark(addOn.state)} />}</span>
      <PassingLine passing={passing} others={addOn.others.length} />
    </button>
  )
}

function PassingLine({ passing, others }: { readonly passing: Passing | null; readonly others: number }) {
  const shared = others === 0 ? '' : `shared with ${others}`
  if (passing === null) return <span className="map-addon-passes small faint">{shared}</span>
  if (passing.refuses) return <span className="map-addon-passes small">refuses</span>
  const sum = passing.toService === null || passing.toDyno === null ? null : passing.toService + passing.toDyno
  return <span className="map-addon-passes small faint"><span className="mono">{passing.open}</span> open{sum === null ? '' : <>, <span className="mono">{byteRate(sum)}</span></>}</span>
}
