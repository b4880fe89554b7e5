import { useState } from 'react'
import type { App, FormationEntry } from '../../../shared/domain/app.ts'
import { findDynoSize, maxDynosPerApp } from '../../../shared/domain/dyno-sizes.ts'
import { Button } from '../../components/button.tsx'
import { CopyLine } from '../../components/copy.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { QuantityStepper } from '../../components/quantity-stepper.tsx'
import { sliderTop } from '../../scene/slider-range.ts'
import { usePrices } from '../../store/selectors.ts'
import { formationEntry, useScaleWish } from '../../store/use-scale-wish.ts'
import { sizePriceWords } from '../../text/price.ts'
import { SizeSelect } from './size-select.tsx'

type ScaleRowProps = { readonly app: App; readonly type: string; readonly command: string; readonly types: readonly string[] }

/** The wish is edited here and sent with one press; what is shown elsewhere stays the truth. */
export function ScaleRow({ app, type, command, types }: ScaleRowProps) {
  const [draft, setDraft] = useState<FormationEntry | null>(null)
  const { wish, isChanged, change, reset, apply, isPending, error, action, effect, command: line } = useScaleWish({ app, type, types, draft, setDraft })
  const size = findDynoSize(wish.size)
  const prices = usePrices()
  return (
    <li className="scale-row" data-testid={`scale-${type}`}>
      <div className="scale-what">
        <span className="scale-type mono">{type}</span>
        <code className="scale-command ellipsis" title={command}>{command}</code>
      </div>
      <QuantitySlider type={type} quantity={wish.quantity} now={formationEntry(app, type).quantity} max={size?.maxPerType ?? maxDynosPerApp} onChange={(quantity) => change({ quantity })} />
      <QuantityStepper type={type} quantity={wish.quantity} onChange={(quantity) => change({ quantity })} onEnter={() => void apply()} />
      <SizeSelect type={type} size={wish.size} onChange={(next) => change({ size: next })} />
      <span className="scale-price mono">{sizePriceWords(wish.size, wish.quantity, prices)}</span>
      {isChanged && (
        <div className="scale-apply">
          <CopyLine text={line} label="the equal command" />
          <Button look="quiet" onClick={reset}>Reset</Button>
          <Button look="primary" data-testid={`scale-${type}-apply`} isPending={isPending} onClick={() => void apply()}>
            {action} · {effect}
          </Button>
        </div>
      )}
      {error !== null && <span className="scale-error"><ErrorNote error={error} /></span>}
    </li>
  )
}

type QuantitySliderProps = { readonly type: string; readonly quantity: number; readonly now: number; readonly max: number; onChange(quantity: number): void }

/** Reaches about twice as far as what is there; the field beside it takes any number. */
function QuantitySlider({ type, quantity, now, max, onChange }: QuantitySliderProps) {
  const top = sliderTop(now, max)
  const filled = `${(Math.min(quantity, top) / top) * 100}%`
  return (
    <div className="slider">
      <input type="range" aria-label={`Slider for ${type} dynos`} min={0} max={top} step={1} value={Math.min(quantity, top)} style={{ '--filled': filled } as React.CSSProperties} onChange={(event) => onChange(Number(event.target.value))} />
      <span className="slider-ends" aria-hidden="true"><span>0</span><span>{top}</span></span>
    </div>
  )
}
