import { useEffect, useMemo, useRef } from 'react'
import { drawMode, type DrawMode } from '../scene/map-sampling.ts'

/** How requests are drawn at this rate; it does not flicker where two ways meet. */
export function useDrawMode(rate: number, failed: number): DrawMode {
  const before = useRef<DrawMode['kind']>('each')
  const mode = useMemo(() => drawMode(rate, failed, before.current), [rate, failed])
  useEffect(() => {
    before.current = mode.kind
  }, [mode])
  return mode
}
