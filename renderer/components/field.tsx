import { useId, type InputHTMLAttributes, type ReactNode } from 'react'

type FieldProps = InputHTMLAttributes<HTMLInputElement> & {
  readonly label: string
  readonly hint?: ReactNode
  readonly isMono?: boolean
  /** The label is read out, not drawn: the place says it already. */
  readonly isLabelHidden?: boolean
}

export function Field({ label, hint, isMono = false, isLabelHidden = false, className = '', ...rest }: FieldProps) {
  const hintId = useId()
  return (
    <label className="field">
      <span className={isLabelHidden ? 'visually-hidden' : undefined}>{label}</span>
      <input className={`input ${isMono ? 'input-mono' : ''} ${className}`} spellCheck={false} autoComplete="off" aria-describedby={hint === undefined ? undefined : hintId} {...rest} />
      {hint !== undefined && <small id={hintId}>{hint}</small>}
    </label>
  )
}
