import { createContext, useContext } from 'react'
import { FaultSign } from '../components/fault-sign.tsx'
import { afflictionWords, noAfflictions, noBlast, type Afflictions, type Blast } from '../scene/afflictions.ts'
import type { Aimed } from '../scene/fault-draft.ts'

export type MapTrouble = {
  readonly afflictions: Afflictions
  readonly blast: Blast
  /** Null: a press on a mark chooses it for the inspector. Else it is taken as a target. */
  readonly aim: ((at: Aimed) => void) | null
  /** Whether process types are scaled here. */
  readonly hasScaling: boolean
}

/** Trouble that is, trouble that would be, and whether the map is being aimed at. */
export const MapTroubleContext = createContext<MapTrouble>({ afflictions: noAfflictions, blast: noBlast, aim: null, hasScaling: true })

export const useMapTrouble = (): MapTrouble => useContext(MapTroubleContext)

/** The sign and the word of a fault on a mark, or of one that would be. */
export function FaultFlag({ titles, isMarked, isShort = false }: { readonly titles: readonly string[]; readonly isMarked: boolean; readonly isShort?: boolean }) {
  if (titles.length === 0 && !isMarked) return null
  return (
    <span className={`fault-flag ${isMarked ? 'fault-flag-marked' : ''}`}>
      {titles.length > 0 && <FaultSign size={12} />}
      {!isShort && <span className="ellipsis">{isMarked ? 'would be hit' : afflictionWords(titles)}</span>}
    </span>
  )
}

/** The same for those who do not see it; empty where there is nothing. */
export function troubleWords(titles: readonly string[], isMarked: boolean): string {
  return [titles.length === 0 ? '' : `fault: ${titles.join(', ')}`, isMarked ? 'would be hit' : ''].filter(Boolean).join(', ')
}
