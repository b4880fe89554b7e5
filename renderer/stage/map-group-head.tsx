import type { CSSProperties } from 'react'
import type { App, FormationEntry } from '../../shared/domain/app.ts'
import { findDynoSize } from '../../shared/domain/dyno-sizes.ts'
import { byteSize } from '../../shared/text/amounts.ts'
import { Button } from '../components/button.tsx'
import { ErrorNote } from '../components/error-note.tsx'
import { QuantityStepper } from '../components/quantity-stepper.tsx'
import type { MapGroup } from '../scene/map-scene.ts'
import { countWords, groupFact } from '../scene/map-words.ts'
import { rateNumber } from '../scene/sparkline.ts'
import { useFlow } from '../store/flow.ts'
import { useMetrics } from '../store/metrics.ts'
import { useMapTrouble } from './map-trouble.tsx'
import { formationEntry, useScaleWish, type ScaleWish } from '../store/use-scale-wish.ts'
import { usePrices } from '../store/selectors.ts'
import { sizePriceWords } from '../text/price.ts'

type MapGroupHeadProps = {
  readonly app: App
  readonly group: MapGroup
  readonly types: readonly string[]
  readonly draft: FormationEntry | null
  readonly rates: Readonly<Record<string, number>>
  setDraft(draft: FormationEntry | null): void
}

/** Heads that stand alone have less air than those above dynos. */
const thinBelow = 40

/** The name of a process type, what it does as a whole, and its scaling. */
export function MapGroupHead({ app, group, types, draft, rates, setDraft }: MapGroupHeadProps) {
  const scale = useScaleWish({ app, type: group.type, types, draft, setDraft })
  const entry = formationEntry(app, group.type)
  const prices = usePrices()
  const { aim, hasScaling } = useMapTrouble()
  const isThin = group.height < thinBelow
  const place: CSSProperties = { transform: `translate(${group.x}px, ${group.y}px)`, width: group.width }
  return (
    <div className="map-group-head" data-thin={isThin || undefined} style={place} data-type={group.type}>
      <div className="map-group-line">
        <button type="button" className="map-group-name" tabIndex={-1} data-mark={`group:${group.type}`} data-type={group.isScalable ? group.type : undefined} data-fact={groupFact(group)} aria-label={groupFact(group)} onClick={() => aim?.({ kind: 'type', type: group.type })}>
          <b className="mono">{group.type}</b>
        </button>
        <span className="map-group-counts soft">{group.note ?? <GroupNumbers app={app} group={group} rates={rates} />}</span>
        {group.isScalable && hasScaling && (
          <>
            <span className="map-group-price faint small"><span>{findDynoSize(entry.size)?.label ?? entry.size} · </span>{sizePriceWords(scale.wish.size, scale.wish.quantity, prices)}</span>
            <QuantityStepper type={group.type} quantity={scale.wish.quantity} onChange={(quantity) => scale.change({ quantity })} onEnter={() => void scale.apply()} />
          </>
        )}
      </div>
      {scale.isChanged && <WishLine type={group.type} scale={scale} />}
      {scale.error !== null && <div className="map-group-error"><ErrorNote error={scale.error} /></div>}
    </div>
  )
}

/** The effect, the price, the press that makes it so, and the same as a command. */
function WishLine({ type, scale }: { readonly type: string; readonly scale: ScaleWish }) {
  return (
    <div className="map-wish">
      <code className="small ellipsis" title={scale.command}>{scale.command}</code>
      <Button look="quiet" isSmall icon="close" aria-label={`Leave ${type} as it is`} title={`Leave ${type} as it is`} onClick={scale.reset} />
      <Button look="primary" isSmall data-testid={`scale-${type}-apply`} isPending={scale.isPending} onClick={() => void scale.apply()}>{scale.action} · {scale.effect}</Button>
    </div>
  )
}

/** Where dynos are dots, the numbers that they would say stand here. */
function GroupNumbers({ app, group, rates }: Pick<MapGroupHeadProps, 'app' | 'group' | 'rates'>) {
  const words = countWords(group.dynos)
  if (group.form !== 'dot' && group.form !== 'tile') return <span className="ellipsis">{words}</span>
  const rate = group.dynos.reduce((sum, { dyno }) => sum + (rates[dyno.id] ?? 0), 0)
  return (
    <>
      <span className="ellipsis">{words}</span>
      <span className="ellipsis">{group.type === 'web' && <><span className="mono">{rateNumber(rate)}/s</span>, </>}<GroupLoad app={app} group={group} /></span>
    </>
  )
}

function GroupLoad({ app, group }: Pick<MapGroupHeadProps, 'app' | 'group'>) {
  const load = useFlow((flow) => group.dynos.reduce((sum, { dyno }) => sum + (flow.loads[app.id]?.byDyno[dyno.id] ?? 0), 0))
  const memory = useMetrics((metrics) => group.dynos.reduce((sum, { dyno }) => sum + (metrics.samples[dyno.id]?.at(-1)?.memoryBytes ?? 0), 0))
  return <>{group.type === 'web' && <><span className="mono">{load}</span> in flight{memory > 0 && ', '}</>}{memory > 0 && <span className="mono">{byteSize(memory)}</span>}</>
}
