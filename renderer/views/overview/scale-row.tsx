import { useState } from 'react'
import type { App, FormationEntry } from '../../../shared/domain/app.ts'
import { defaultDynoSize, dynoSizes, findDynoSize, maxDynosPerApp } from '../../../shared/domain/dyno-sizes.ts'
import { byteSize, money } from '../../../shared/text/amounts.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Icon } from '../../components/icon.tsx'
import { useMirror } from '../../store/mirror.ts'
import { useCommand } from '../../store/use-command.ts'
import { useStagedPrice } from '../../store/use-staged-price.ts'
import { monthPriceChange, priceChangeWords } from '../../text/price.ts'

type ScaleRowProps = { readonly app: App; readonly type: string; readonly command: string; readonly types: readonly string[] }

/** The wish is edited here and sent with one press; what is shown elsewhere stays the truth. */
export function ScaleRow({ app, type, command, types }: ScaleRowProps) {
  const entry: FormationEntry = (Object.hasOwn(app.formation, type) ? app.formation[type] : undefined) ?? { quantity: 0, size: defaultDynoSize }
  const [draft, setDraft] = useState<FormationEntry | null>(null)
  const scale = useCommand('ps:scale')
  const wish = draft ?? entry
  const isChanged = wish.quantity !== entry.quantity || wish.size !== entry.size
  useStagedPrice(isChanged ? monthPriceChange(app.formation, types, type, wish) : 0)
  const change = (part: Partial<FormationEntry>): void => {
    scale.clear()
    setDraft({ ...wish, ...part })
  }
  const reset = (): void => {
    scale.clear()
    setDraft(null)
  }
  const apply = async (): Promise<void> => {
    if (scale.isPending) return
    const done = await scale.run({ app: app.id, changes: [{ type, quantity: wish.quantity, ...(wish.size === entry.size ? {} : { size: wish.size }) }] })
    if (done !== null) setDraft(null)
  }
  return (
    <li className="scale-row" data-testid={`scale-${type}`}>
      <span className="scale-type mono">{type}</span>
      <code className="scale-command ellipsis" title={command}>{command}</code>
      <SizeSelect type={type} size={wish.size} onChange={(size) => change({ size })} />
      <Stepper type={type} quantity={wish.quantity} onChange={(quantity) => change({ quantity })} onEnter={() => isChanged && void apply()} />
      <span className="scale-price mono">{money((findDynoSize(wish.size)?.monthPriceMicros ?? 0) * wish.quantity)}/mo</span>
      {isChanged && (
        <span className="scale-apply actions">
          <Button look="quiet" onClick={reset}>Reset</Button>
          <Button look="primary" data-testid={`scale-${type}-apply`} isPending={scale.isPending} onClick={() => void apply()}>
            {actionText(type, entry, wish)} · {priceChangeWords(monthPriceChange(app.formation, types, type, wish))}
          </Button>
        </span>
      )}
      {scale.error !== null && <span className="scale-error"><ErrorNote error={scale.error} /></span>}
    </li>
  )
}

function actionText(type: string, from: FormationEntry, to: FormationEntry): string {
  const size = from.size === to.size ? '' : ` × ${findDynoSize(to.size)?.label ?? to.size}`
  return `Scale ${type} to ${to.quantity}${size}`
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

type StepperProps = { readonly type: string; readonly quantity: number; onChange(quantity: number): void; onEnter(): void }

/** Longer than any number of dynos: the engine says what is too many, and the number it names is the one that was typed. */
const digitsAtMost = 9

function Stepper({ type, quantity, onChange, onEnter }: StepperProps) {
  const [isCleared, setCleared] = useState(false)
  return (
    <span className="stepper" role="group" aria-label={`Number of ${type} dynos`}>
      <button type="button" data-testid={`scale-${type}-minus`} aria-label={`One ${type} dyno fewer`} disabled={quantity <= 0} onClick={() => onChange(quantity - 1)}><Icon name="minus" size={12} /></button>
      <input
        data-testid={`scale-${type}-quantity`}
        aria-label={`${type} dynos`}
        inputMode="numeric"
        value={isCleared ? '' : String(quantity)}
        onBlur={() => setCleared(false)}
        onChange={(event) => {
          const digits = event.target.value.replace(/\D/g, '').slice(0, digitsAtMost)
          // An empty field is on its way to a number; it is not a wish for none.
          setCleared(digits === '')
          if (digits !== '') onChange(Number(digits))
        }}
        onKeyDown={(event) => event.key === 'Enter' && onEnter()}
      />
      <button type="button" data-testid={`scale-${type}-plus`} aria-label={`One ${type} dyno more`} disabled={quantity >= maxDynosPerApp} onClick={() => onChange(quantity + 1)}><Icon name="plus" size={12} /></button>
    </span>
  )
}
