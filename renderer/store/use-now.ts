// The time, for the few places that count it. Ticks only while the page is visible and somebody asks.

import { useEffect, useState } from 'react'
import { platformNow } from './platform-time.ts'

/** Milliseconds since the epoch; `everyMs` null stops the ticking. */
export function useNow(everyMs: number | null): number {
  const [now, setNow] = useState(() => platformNow())
  useEffect(() => {
    if (everyMs === null) return
    setNow(platformNow())
    const tick = (): void => {
      if (!document.hidden) setNow(platformNow())
    }
    const timer = setInterval(tick, everyMs)
    document.addEventListener('visibilitychange', tick)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', tick)
    }
  }, [everyMs])
  return now
}
