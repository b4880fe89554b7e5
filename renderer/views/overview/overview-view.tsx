import { useEffect, useMemo } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { openAddress } from '../../bridge/open-address.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { appSummary } from '../../scene/app-summary.ts'
import { pushLane, releaseOf } from '../../scene/push-lane.ts'
import { ratesByDyno, requestRate, trafficOf } from '../../scene/sparkline.ts'
import { AppMap } from '../../stage/app-map.tsx'
import { PushLane } from '../../stage/push-lane.tsx'
import { followMetrics, useMetrics } from '../../store/metrics.ts'
import { useMirror } from '../../store/mirror.ts'
import { useAppAddress, useBuilds, useCurrentSlug, useDynos, useReleases } from '../../store/selectors.ts'
import { showBuild } from '../../store/ui.ts'
import { FirstDeploy } from './first-deploy.tsx'
import { FormationPanel } from './formation-panel.tsx'
import { TrafficPanel } from './traffic-panel.tsx'

/** Seconds over which the rate on the map is averaged. */
const rateSeconds = 5

export function OverviewView({ app }: { readonly app: App }) {
  const dynos = useDynos(app.id)
  const builds = useBuilds(app.id)
  const slug = useCurrentSlug(app)
  const types = useMemo(() => Object.keys(slug?.processTypes ?? {}), [slug])
  const { rate, rates } = useRates(app.id)
  const hasAnything = builds.length > 0 || slug !== null
  return (
    <div className="view">
      <Head app={app} />
      {!hasAnything && <FirstDeploy app={app} />}
      {builds.length > 0 && <LastPush app={app} />}
      {slug !== null && (
        <>
          <section className="panel" aria-label="Map">
            <div className="panel-body"><AppMap app={app} dynos={dynos} types={types} rate={rate} rates={rates} /></div>
          </section>
          <FormationPanel app={app} slug={slug} />
          <TrafficPanel />
        </>
      )}
    </div>
  )
}

function Head({ app }: { readonly app: App }) {
  const address = useAppAddress(app)
  const summary = appSummary(app, useDynos(app.id), useBuilds(app.id)[0] ?? null)
  return (
    <div className="view-head overview-head">
      <div className="overview-title">
        <div className="overview-name">
          <h1 className="mono ellipsis">{app.name}</h1>
          <StateMark kind={summary.mark} word={summary.word} />
        </div>
        {address !== null && (
          <p className="overview-address">
            <span className="mono small ellipsis">{address}</span>
            <CopyButton text={address} label="address" />
          </p>
        )}
      </div>
      {address !== null && <div className="actions"><Button icon="outside" onClick={() => openAddress(address)}>Open app</Button></div>}
    </div>
  )
}

function LastPush({ app }: { readonly app: App }) {
  const build = useBuilds(app.id)[0]
  const releases = useReleases(app.id)
  const dynos = useDynos(app.id)
  const slugs = useMirror((mirror) => mirror.state.slugs)
  if (build === undefined) return null
  const slug = build.status.kind === 'succeeded' ? (slugs[build.status.slugId] ?? null) : null
  return (
    <section className="panel" aria-label="Last push">
      <button type="button" className="lane-button" onClick={() => showBuild(app.id, build.id)} aria-label="Show the build">
        <PushLane steps={pushLane({ build, slug, release: releaseOf(build, releases), dynos, currentVersion: app.currentVersion })} />
      </button>
      {build.status.kind === 'failed' && <div className="lane-failure"><ErrorNote error={build.status} /></div>}
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
