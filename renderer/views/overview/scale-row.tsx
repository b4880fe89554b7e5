import { useState } from 'react'
import type { App, FormationEntry } from '../../../shared/domain/app.ts'
import { dynoSizes, findDynoSize } from '../../../shared/domain/dyno-sizes.ts'
import { byteSize, money } from '../../../shared/text/amounts.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { QuantityStepper } from '../../components/quantity-stepper.tsx'
import { useMirror } from '../../store/mirror.ts'
import { useScaleWish } from '../../store/use-scale-wish.ts'

type ScaleRowProps = { readonly app: App; readonly type: string; readonly command: string; readonly types: readonly string[] }

/** The wish is edited here and sent with one press; what is shown elsewhere stays the truth. */
export function ScaleRow({ app, type, command, types }: ScaleRowProps) {
  const [draft, setDraft] = useState<FormationEntry | null>(null)
  const { wish, isChanged, change, reset, apply, isPending, error, action, effect } = useScaleWish({ app, type, types, draft, setDraft })
  return (
    <li className="scale-row" data-testid={`scale-${type}`}>
      <span className="scale-type mono">{type}</span>
      <code className="scale-command ellipsis" title={command}>{command}</code>
      <SizeSelect type={type} size={wish.size} onChange={(size) => change({ size })} />
      <QuantityStepper type={type} quantity={wish.quantity} onChange={(quantity) => change({ quantity })} onEnter={() => void apply()} />
      <span className="scale-price mono">{money((findDynoSize(wish.size)?.monthPriceMicros ?? 0) * wish.quantity)}/mo</span>
      {isChanged && (
        <span className="scale-apply actions">
          <Button look="quiet" onClick={reset}>Reset</Button>
          <Button look="primary" data-testid={`scale-${type}-apply`} isPending={isPending} onClick={() => void apply()}>
            {action} · {effect}
          </Button>
        </span>
      )}
      {error !== null && <span className="scale-error"><ErrorNote error={error} /></span>}
    </li>
  )
}

function SizeSelect({ type, size, onChange }: { readonly type: string; readonly size: string; onChange(size: string): void }) {
  const era = useMirror((mirror) => mirror.state.era)
  const offered = dynoSizes.filter((entry) => entry.eras.includes(era) || entry.name === size)
  return (
    <select className="input" aria-label={`Size of ${type} dynos`} value={size} onChange={(event) => onChange(event.target.value)}>
      {offered.map((entry) => (
        <option key={entry.name} value={entry.name}>{entry.label} · {byteSize(entry.memoryBytes)}</option>
      ))}
    </select>
  )
}
