import { useId, useState, type ReactNode } from 'react'

type NumberFieldProps = {
  readonly label: string
  /** NaN while what is typed is no number. */
  readonly value: number
  /** Written behind the number. */
  readonly unit?: ReactNode
  readonly isLabelHidden?: boolean
  readonly isInvalid?: boolean
  /** Empty is as good as a number. */
  readonly isOptional?: boolean
  readonly testId?: string
  onChange(value: number): void
}

/** A number that may be half typed. What is in the field stays as it was typed until the value becomes another. */
export function NumberField({ label, value, unit, isLabelHidden = false, isInvalid = false, isOptional = false, testId, onChange }: NumberFieldProps) {
  const id = useId()
  const [typed, setTyped] = useState({ text: textOf(value), value })
  const text = Object.is(typed.value, value) ? typed.text : textOf(value)
  return (
    <div className="field number-field">
      <label htmlFor={id} className={isLabelHidden ? 'visually-hidden' : undefined}>{label}</label>
      <span>
        <input
          id={id}
          className="input input-mono"
          inputMode="decimal"
          autoComplete="off"
          aria-invalid={isInvalid || (Number.isNaN(value) && !(isOptional && text.trim() === ''))}
          data-testid={testId}
          value={text}
          onChange={(event) => {
            const next = parsed(event.target.value)
            setTyped({ text: event.target.value, value: next })
            onChange(next)
          }}
        />
        {unit !== undefined && <span className="faint small">{unit}</span>}
      </span>
    </div>
  )
}

const textOf = (value: number): string => (Number.isNaN(value) ? '' : String(value))

/** Thousands may be parted by commas or blanks, as they are shown elsewhere. */
function parsed(text: string): number {
  const plain = text.replace(/[,\s]/g, '')
  return /^\d*\.?\d+$/.test(plain) ? Number(plain) : Number.NaN
}
