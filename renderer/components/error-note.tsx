import type { PlatformError } from '../../shared/errors/platform-error.ts'
import { Icon } from './icon.tsx'

/** Stands next to the control that was refused: what happened, and what to try next. */
export function ErrorNote({ error }: { readonly error: (Pick<PlatformError, 'message' | 'help'> & { readonly isDefinite?: boolean }) | null }) {
  if (error === null) return null
  const help = [error.help, error.isDefinite === false ? 'It is not known whether it was done: look before you try again.' : ''].filter(Boolean).join(' ')
  return (
    <div className="error-note" role="alert">
      <Icon name="alert" size={14} />
      <p>
        {error.message}
        {help !== '' && <small>{help}</small>}
      </p>
    </div>
  )
}
