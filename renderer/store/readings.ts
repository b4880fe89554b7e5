// Readings of one experiment's probes: those so far, then live, to its end.

import { useEffect, useState } from 'react'
import type { ProbeReading } from '../../shared/domain/experiment.ts'
import { keepOpen } from './keep-open.ts'

const readingsKept = 20_000
/** A view is drawn at most this often, in milliseconds. */
const drawEveryMs = 250

export function useReadings(runId: string): readonly ProbeReading[] {
  const [readings, setReadings] = useState<readonly ProbeReading[]>([])
  useEffect(() => {
    let held: ProbeReading[] = []
    let timer: ReturnType<typeof setTimeout> | null = null
    const draw = (): void => {
      timer = null
      setReadings(held)
    }
    const close = keepOpen((client) => {
      // A new stream begins with all of them.
      held = []
      return client.open('experiment', { runId }, ({ readings: fresh }) => {
        held = [...held, ...fresh].slice(-readingsKept)
        timer ??= setTimeout(draw, drawEveryMs)
      }, () => {})
    })
    return () => {
      close()
      if (timer !== null) clearTimeout(timer)
    }
  }, [runId])
  return readings
}
