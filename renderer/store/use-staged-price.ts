import { useEffect } from 'react'
import { stagePrice } from './ui.ts'

/** Tells the bar at the top what the number being chosen here would add to the month, for as long as it is being chosen. */
export function useStagedPrice(micros: number): void {
  useEffect(() => {
    stagePrice(0, micros)
    return () => stagePrice(micros, 0)
  }, [micros])
}
