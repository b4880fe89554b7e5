import { useEffect, useRef, type KeyboardEvent, type ReactNode, type RefObject } from 'react'
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

/** Asks once, in place. Esc leaves it, Enter in a field confirms; the focus comes here, on nothing that acts, and goes back. */
export function Confirm({ title, children, action, isDangerous = false, isReady = true, isPending, error, onConfirm, onCancel }: ConfirmProps) {
  const ref = useRef<HTMLFormElement>(null)
  useFocusWithin(ref)
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    onCancel()
  }
  return (
    <form
      ref={ref}
      tabIndex={-1}
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

function useFocusWithin(ref: RefObject<HTMLFormElement | null>): void {
  useEffect(() => {
    const before = document.activeElement
    const form = ref.current
    if (form !== null && !form.contains(before)) form.focus()
    return () => {
      const isHere = document.activeElement === document.body || form?.contains(document.activeElement) === true
      if (isHere && before instanceof HTMLElement && before.isConnected && form?.contains(before) !== true) before.focus()
    }
  }, [ref])
}
