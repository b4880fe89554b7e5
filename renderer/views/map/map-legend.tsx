import { modeWords, type DrawMode } from '../../scene/map-sampling.ts'
import type { Look } from '../../scene/map-particles.ts'
import { OutcomeSign } from '../../stage/outcome-sign.tsx'
import { useReducedMotion } from '../../stage/use-reduced-motion.ts'

const words: readonly (readonly [Look, string])[] = [['asking', 'asks'], ['ok', 'answered'], ['refused', 'answered with 4xx'], ['failed', 'failed']]

/** What flies, and how much of it is drawn. */
export function MapLegend({ mode }: { readonly mode: DrawMode }) {
  const isStill = useReducedMotion()
  return (
    <p className="map-legend small faint">
      {words.map(([look, word]) => <span key={look}><OutcomeSign outcome={look} />{word}</span>)}
      <span className="map-mode" data-testid="map-mode">{isStill ? 'counted, not drawn: your system asks for less motion' : `${modeWords(mode)}, shown just after it ended, waits in proportion`}</span>
    </p>
  )
}
