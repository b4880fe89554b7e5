import type { KeyboardEvent, ReactNode } from 'react'
import type { PlatformError } from '../../shared/errors/platform-error.ts'
import { Button } from './button.tsx'
import { ErrorNote } from './error-note.tsx'

type ConfirmProps = {
  readonly title: string
  /** What will happen or be lost. */
  readonly children: ReactNode
  /** A verb with its effect. */
  readonly action: string
  readonly isDangerous?: boolean
  readonly isReady?: boolean
  readonly isPending: boolean
  readonly error: PlatformError | null
  onConfirm(): void
  onCancel(): void
}

/** Asks once, in place. Esc leaves it, Enter in a field confirms. */
export function Confirm({ title, children, action, isDangerous = false, isReady = true, isPending, error, onConfirm, onCancel }: ConfirmProps) {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onCancel()
  }
  return (
    <form
      className="confirm"
      data-tone={isDangerous ? 'bad' : 'plain'}
      aria-label={title}
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady && !isPending) onConfirm()
      }}
    >
      <h2>{title}</h2>
      {children}
      <ErrorNote error={error} />
      <div className="actions">
        <Button type="submit" look={isDangerous ? 'danger' : 'primary'} disabled={!isReady} isPending={isPending}>{action}</Button>
        <Button look="quiet" onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  )
}
