import { useMemo } from 'react'
import { defaultRouting, type App } from '../../../shared/domain/app.ts'
import { routerCodes } from '../../../shared/errors/router-codes.ts'
import { Button } from '../../components/button.tsx'
import { CodeLink } from '../../components/code-link.tsx'
import { Sparkline } from '../../components/sparkline.tsx'
import { codesOf, secondsSince, sharesOf } from '../../scene/router-counts.ts'
import { niceTop, rateNumber, requestRate, trafficOf } from '../../scene/sparkline.ts'
import { useMetrics } from '../../store/metrics.ts'
import { useMirror } from '../../store/mirror.ts'
import { useAppAddress, useDynos } from '../../store/selectors.ts'
import { select, showView } from '../../store/ui.ts'
import { strategyRules } from '../../text/routing-words.ts'
import { StrategyPicker } from '../router/strategy-picker.tsx'
import { FailedRequests } from './failed-requests.tsx'
import { useFollowedMetrics } from './use-followed-metrics.ts'

const rateSeconds = 5
const chartSeconds = 120
const countedMs = 5 * 60_000
const leastTop = 2

/** What the router does for this app: how much, to whom, and what went wrong. */
export function RouterFacts({ app }: { readonly app: App }) {
  useFollowedMetrics(app.id)
  const address = useAppAddress(app)
  const port = useMirror((mirror) => mirror.info?.routerPort ?? null)
  return (
    <>
      <section>
        <p className="soft">Takes every request to this app and {strategyRules[(app.routing ?? defaultRouting).strategy]}.</p>
        <Rate />
      </section>
      <section>
        <h3>Picks a dyno by</h3>
        <StrategyPicker app={app} isShort />
        <div className="side-gap"><Button isSmall onClick={() => showView('router')}>Compare strategies</Button></div>
      </section>
      <section><Targets app={app} /></section>
      <section><Codes /></section>
      <section><FailedRequests app={app} /></section>
      <section>
        <h3>Facts</h3>
        <dl className="facts">
          <dt>Hosts</dt>
          <dd className="mono">{[address, ...app.domains.map((domain) => domain.hostname)].filter((host) => host !== null).join(', ')}</dd>
          <dt>Port</dt>
          <dd className="mono">{port ?? 'not known'}</dd>
          <dt>Release</dt>
          <dd>{app.routedVersion === 0 ? 'none' : <code>v{app.routedVersion}</code>}</dd>
          <dt>Maintenance</dt>
          <dd>{app.maintenance ? 'on: visitors get H80' : 'off'}</dd>
        </dl>
      </section>
    </>
  )
}

function Rate() {
  const tickedAt = useMetrics((metrics) => metrics.tickedAt)
  const seconds = useMetrics((metrics) => metrics.seconds)
  const traffic = useMemo(() => trafficOf(seconds, (tickedAt ?? 0) - 1000, chartSeconds), [seconds, tickedAt])
  if (tickedAt === null) return <p className="faint side-gap">Not measured yet.</p>
  const top = niceTop([...traffic.ok, ...traffic.failed], leastTop)
  return (
    <figure className="side-gap">
      <figcaption className="chart-line"><h3>Requests, last 2 minutes</h3><span className="mono">{rateNumber(requestRate(traffic, rateSeconds))}/s</span></figcaption>
      <Sparkline label={`Requests a second over two minutes, up to ${top}`} top={top} series={[{ values: traffic.ok, look: 'main', isFilled: true }, { values: traffic.failed, look: 'bad' }]} height={32} />
    </figure>
  )
}

function useCounted() {
  const tickedAt = useMetrics((metrics) => metrics.tickedAt)
  const seconds = useMetrics((metrics) => metrics.seconds)
  return useMemo(() => secondsSince(seconds, (tickedAt ?? 0) - countedMs), [seconds, tickedAt])
}

function Targets({ app }: { readonly app: App }) {
  const dynos = useDynos(app.id)
  const seconds = useCounted()
  const targets = dynos.filter((dyno) => dyno.type === 'web' && dyno.version === app.routedVersion && dyno.state.kind === 'up' && dyno.stopping === null)
  return (
    <>
      <h3>Targets, share of 5 minutes</h3>
      {targets.length === 0 && <p className="soft">None: visitors get an error page.</p>}
      <ul className="targets">
        {sharesOf(seconds, targets).map(({ dynoId, name, count, share }) => (
          <li key={dynoId}>
            <button type="button" onClick={() => select({ kind: 'dyno', id: dynoId, name })}>
              <span className="mono">{name}</span>
              <span className="target-bar" aria-hidden="true"><i style={{ width: `${share * 100}%` }} /></span>
              <span className="mono number">{count === 0 ? '0' : `${Math.round(share * 100)} %`}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}

function Codes() {
  const codes = codesOf(useCounted())
  return (
    <>
      <h3>Errors of the last 5 minutes</h3>
      {codes.length === 0 ? <p className="faint">None.</p> : (
        <ul className="codes">
          {codes.map(({ code, count }) => (
            <li key={code}>
              {routerCodes.has(code) ? <CodeLink code={code} /> : <code>{code}</code>}
              <span className="soft">{routerCodes.get(code)?.description ?? 'an answer of the app'}</span>
              <span className="mono number">{count}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
