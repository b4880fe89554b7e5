import { useEffect, useMemo } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { ratesByDyno, requestRate, trafficOf } from '../../scene/sparkline.ts'
import { AppMap } from '../../stage/app-map.tsx'
import { followMetrics, useMetrics } from '../../store/metrics.ts'
import { useBuilds, useCurrentSlug, useDynos } from '../../store/selectors.ts'
import { TrafficControl } from '../traffic/traffic-control.tsx'
import { FirstDeploy } from './first-deploy.tsx'
import { FormationPanel } from './formation-panel.tsx'
import { LastPush } from './last-push.tsx'
import { NewestActivity } from './newest-activity.tsx'
import { OverviewHead } from './overview-head.tsx'
import { RunningRelease } from './running-release.tsx'
import { TrafficPanel } from './traffic-panel.tsx'

/** Seconds over which the rate on the map is averaged. */
const rateSeconds = 5

/** One app on one calm page: how it is, what runs, how much of it, what is asked of it, what happened last. */
export function OverviewView({ app }: { readonly app: App }) {
  const hasBuilds = useBuilds(app.id).length > 0
  const slug = useCurrentSlug(app)
  return (
    <div className="view">
      <OverviewHead app={app} />
      {!hasBuilds && slug === null && <FirstDeploy app={app} />}
      <div className="overview"><div className="overview-grid">
        {hasBuilds && <LastPush app={app} />}
        {slug !== null && (
          <>
            <div className="overview-main">
              <MapPanel app={app} types={slug.processTypes} />
              <FormationPanel app={app} slug={slug} />
            </div>
            <div className="overview-beside">
              <RunningRelease app={app} />
              <TrafficPanel />
              <TrafficControl app={app} isCompact />
              <NewestActivity app={app} />
            </div>
          </>
        )}
        {slug === null && hasBuilds && <NewestActivity app={app} />}
      </div></div>
    </div>
  )
}

function MapPanel({ app, types: processTypes }: { readonly app: App; readonly types: Readonly<Record<string, string>> }) {
  const dynos = useDynos(app.id)
  const types = useMemo(() => Object.keys(processTypes), [processTypes])
  const { rate, rates } = useRates(app.id)
  return (
    <section className="panel" aria-label="Map">
      <div className="panel-body"><AppMap app={app} dynos={dynos} types={types} rate={rate} rates={rates} /></div>
    </section>
  )
}

type Rates = { readonly rate: number | null; readonly rates: Readonly<Record<string, number>> }

/** Requests a second, in all and by dyno, followed while this view is open. */
function useRates(appId: string): Rates {
  useEffect(() => followMetrics(appId), [appId])
  const tickedAt = useMetrics((metrics) => metrics.tickedAt)
  const seconds = useMetrics((metrics) => metrics.seconds)
  return useMemo(() => {
    if (tickedAt === null) return { rate: null, rates: {} }
    const until = Math.floor((tickedAt - 1000) / 1000) * 1000
    return { rate: requestRate(trafficOf(seconds, until, rateSeconds), rateSeconds), rates: ratesByDyno(seconds, until, rateSeconds) }
  }, [seconds, tickedAt])
}
