import { useMemo } from 'react'
import type { MarkKind } from '../scene/dyno-mark.ts'
import { platformNow } from '../store/platform-time.ts'

type MarkProps = {
  readonly kind: MarkKind
  readonly size?: number
  /** For a ring that fills or a disc that empties: when it began and how long it is expected to take, in milliseconds. */
  readonly since?: number
  readonly expectedMs?: number | null
}

/** The shape of a state: a ring filling, a disc, a moon, a disc emptying, a cross, a dash. */
export function MarkShape({ kind, size = 14, since, expectedMs }: MarkProps) {
  // Once for each beginning: a delay that changed while it runs would let it run ahead.
  const timing = useMemo(() => {
    const elapsed = since === undefined ? 0 : Math.max(0, platformNow() - since)
    return expectedMs === undefined || expectedMs === null ? undefined : { animationDuration: `${expectedMs}ms`, animationDelay: `-${Math.min(elapsed, expectedMs)}ms` }
  }, [since, expectedMs])
  return (
    <svg className={`mark mark-${kind}`} width={size} height={size} viewBox="0 0 14 14" aria-hidden="true">
      {kind === 'up' && <circle className="mark-fill" cx="7" cy="7" r="5.5" />}
      {kind === 'starting' && (
        <>
          <circle className="mark-track" cx="7" cy="7" r="5" />
          <circle key={since} className="mark-ring" cx="7" cy="7" r="5" pathLength="100" style={timing} />
        </>
      )}
      {kind === 'idle' && <path className="mark-line" d="M11.8 8.6A5.2 5.2 0 0 1 5.4 2.2a5.2 5.2 0 1 0 6.4 6.4Z" />}
      {kind === 'draining' && (
        <>
          <circle className="mark-line" cx="7" cy="7" r="5.2" />
          <circle key={since} className="mark-drain" cx="7" cy="7" r="2.6" pathLength="100" style={timing} />
        </>
      )}
      {kind === 'crashed' && <path className="mark-line mark-heavy" d="m2.8 2.8 8.4 8.4M11.2 2.8l-8.4 8.4" />}
      {kind === 'down' && <path className="mark-line mark-heavy" d="M2.5 7h9" />}
    </svg>
  )
}

export function StateMark({ word, ...shape }: MarkProps & { readonly word: string }) {
  return (
    <span className={`state state-${shape.kind}`}>
      <MarkShape {...shape} />
      {word}
    </span>
  )
}
