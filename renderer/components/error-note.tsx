import type { PlatformError } from '../../shared/errors/platform-error.ts'
import { Icon } from './icon.tsx'

/** Stands next to the control that was refused: what happened, and what to try next. */
export function ErrorNote({ error }: { readonly error: Pick<PlatformError, 'message' | 'help'> | null }) {
  if (error === null) return null
  return (
    <div className="error-note" role="alert">
      <Icon name="alert" size={14} />
      <p>
        {error.message}
        {error.help !== '' && <small>{error.help}</small>}
      </p>
    </div>
  )
}
