import { useEffect, useMemo } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { AppMap } from '../../stage/app-map.tsx'
import { followMetrics } from '../../store/metrics.ts'
import { useBuilds, useCurrentSlug, useDynos } from '../../store/selectors.ts'
import { usePace } from '../../store/use-pace.ts'
import { TrafficControl } from '../traffic/traffic-control.tsx'
import { AppAddOns } from './app-add-ons.tsx'
import { FirstDeploy } from './first-deploy.tsx'
import { FormationPanel } from './formation-panel.tsx'
import { LastPush } from './last-push.tsx'
import { NewestActivity } from './newest-activity.tsx'
import { OverviewHead } from './overview-head.tsx'
import { RunningRelease } from './running-release.tsx'
import { TrafficPanel } from './traffic-panel.tsx'

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
              <AppAddOns app={app} />
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
  useEffect(() => followMetrics(app.id), [app.id])
  const { rate, byDyno } = usePace()
  return (
    <section className="panel" aria-label="Map">
      <div className="panel-body"><AppMap app={app} dynos={dynos} types={types} rate={rate} rates={byDyno} /></div>
    </section>
  )
}
