import { useEffect, useRef, type RefObject } from 'react'

/** A button that was away while its answer was given has the focus again when it comes back. */
export function useFocusAfter(isAway: boolean): RefObject<HTMLButtonElement | null> {
  const ref = useRef<HTMLButtonElement>(null)
  const wasAway = useRef(false)
  useEffect(() => {
    if (wasAway.current && !isAway) ref.current?.focus()
    wasAway.current = isAway
  }, [isAway])
  return ref
}
