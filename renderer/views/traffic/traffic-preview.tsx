import { useMemo } from 'react'
import type { TrafficPlan } from '../../../shared/domain/traffic.ts'
import { duration } from '../../../shared/text/time.ts'
import { Sparkline } from '../../components/sparkline.tsx'
import { trafficCurve } from '../../scene/traffic-curve.ts'
import { thousands } from '../../text/thousands.ts'
import { trafficWords } from '../../text/traffic-words.ts'

/** What the knobs ask for, before anything is sent. */
export function TrafficPreview({ plan }: { readonly plan: TrafficPlan }) {
  const { values, top, spanSeconds } = useMemo(() => trafficCurve(plan), [plan])
  return (
    <figure className="generator-preview">
      <Sparkline label={`The plan: ${trafficWords(plan)}`} top={top} series={[{ values, look: 'main', isFilled: true }]} height={48} />
      <figcaption className="traffic-scale"><span>start</span><span>0 to {thousands(top)}/s</span><span>{duration(spanSeconds * 1000)}</span></figcaption>
    </figure>
  )
}
