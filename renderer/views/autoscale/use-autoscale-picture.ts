import { useMemo } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { autoscalePicture, type AutoscalePicture } from '../../scene/autoscale-picture.ts'
import { timeWindow } from '../../scene/chart.ts'
import { useMetricsHour } from '../../store/metrics-hour.ts'
import { useDynos, usePrices } from '../../store/selectors.ts'
import type { PlatformEvent } from '../../../shared/protocol/events.ts'

export type Span = { readonly seconds: number; readonly stepSeconds: number; readonly title: string }
export const spans: readonly [Span, Span, Span, Span] = [
  { seconds: 120, stepSeconds: 2, title: '2 min' },
  { seconds: 300, stepSeconds: 5, title: '5 min' },
  { seconds: 900, stepSeconds: 15, title: '15 min' },
  { seconds: 3600, stepSeconds: 60, title: '1 h' },
]
const tableRows = 12

/** Drawn, and the same in few rows. Null before the first tick. */
export function useAutoscalePicture(app: App, span: Span, events: readonly PlatformEvent[]): { readonly drawn: AutoscalePicture; readonly rows: AutoscalePicture } | null {
  const tickedAt = useMetricsHour((hour) => hour.tickedAt)
  const seconds = useMetricsHour((hour) => hour.seconds)
  const dynos = useDynos(app.id)
  const prices = usePrices()
  return useMemo(() => {
    if (tickedAt === null) return null
    const pictureIn = (stepSeconds: number): AutoscalePicture => autoscalePicture(app, events, dynos, seconds, timeWindow(tickedAt - 1000, span.seconds, stepSeconds), prices)
    return { drawn: pictureIn(span.stepSeconds), rows: pictureIn(span.seconds / tableRows) }
  }, [app, events, dynos, seconds, tickedAt, span, prices])
}
