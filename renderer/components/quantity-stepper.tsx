import { useState } from 'react'
import { maxDynosPerApp } from '../../shared/domain/dyno-sizes.ts'
import { Icon } from './icon.tsx'

type QuantityStepperProps = { readonly type: string; readonly quantity: number; onChange(quantity: number): void; onEnter(): void }

/** Longer than any number of dynos: the engine says what is too many, and the number it names is the one that was typed. */
const digitsAtMost = 9

export function QuantityStepper({ type, quantity, onChange, onEnter }: QuantityStepperProps) {
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
