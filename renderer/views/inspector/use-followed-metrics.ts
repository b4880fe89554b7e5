import { useEffect } from 'react'
import { followMetrics } from '../../store/metrics.ts'
import { useUi } from '../../store/ui.ts'

/** Follows the app's metrics, unless the view beside does that already. */
export function useFollowedMetrics(appId: string): void {
  const needsStream = useUi((ui) => ui.view !== 'overview')
  useEffect(() => (needsStream ? followMetrics(appId) : undefined), [appId, needsStream])
}
