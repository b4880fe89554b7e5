import { useMemo, type ReactNode } from 'react'
import { Icon } from '../../components/icon.tsx'
import { Sparkline } from '../../components/sparkline.tsx'
import { niceTop } from '../../scene/sparkline.ts'
import { plannedAndServed, trafficPace, type TrafficPace } from '../../scene/traffic-curve.ts'
import { useTraffic } from '../../store/traffic.ts'
import { thousands } from '../../text/thousands.ts'
import { lagWords } from '../../text/traffic-plan-words.ts'

/** Seconds over which the figures are averaged, so that they can be read. */
const paceSeconds = 5
const spanSeconds = 60

type TrafficLiveProps = { readonly appId: string; /** When this plan began: what an earlier one did is not its doing. */ readonly since: number; readonly head: ReactNode; readonly isCompact: boolean }

/** How the generator fares: planned and sent beside answered and failed. */
export function TrafficLive({ appId, since, head, isCompact }: TrafficLiveProps) {
  const seconds = useTraffic((live) => (live.appId === appId ? live.seconds : null))
  const pace = useMemo(() => trafficPace((seconds ?? []).filter(({ at }) => at >= since - 1000), paceSeconds), [seconds, since])
  const lag = pace === null ? null : lagWords(pace)
  return (
    <div className="generator-live">
      {!isCompact && <p className="soft small">{head}</p>}
      {pace === null ? <p className="faint small">The first second is not over yet.</p> : <Figures pace={pace} />}
      {lag !== null && <p className="generator-lag small"><Icon name="alert" size={14} />{lag}</p>}
      {/* Its figures change each second; said aloud once. */}
      <span className="visually-hidden" role="status">{lag === null ? '' : 'The traffic generator can not keep up.'}</span>
      {!isCompact && seconds !== null && pace !== null && <Minute seconds={seconds} />}
    </div>
  )
}

function Figures({ pace }: { readonly pace: TrafficPace }) {
  const figures = [
    ['planned', `${thousands(pace.planned)}/s`], ['sent', `${thousands(pace.sent)}/s`], ['answered', `${thousands(pace.ok)}/s`],
    ['failed', `${thousands(pace.failed)}/s`], ['in flight', thousands(pace.inFlight)],
  ] as const
  return (
    <dl className="generator-figures" aria-label="Averages of the last 5 seconds">
      {figures.map(([title, text]) => (
        <div key={title} data-testid={`traffic-${title.replace(' ', '-')}`} className={title === 'failed' && pace.failed > 0 ? 'problem' : undefined}>
          <dt>{title}</dt>
          <dd className="mono">{text}</dd>
        </div>
      ))}
    </dl>
  )
}

function Minute({ seconds }: { readonly seconds: Parameters<typeof plannedAndServed>[0] }) {
  const { planned, ok, failed } = useMemo(() => plannedAndServed(seconds, spanSeconds), [seconds])
  const top = niceTop([...planned, ...ok], 1)
  const hasFailed = failed.some((count) => count !== null)
  return (
    <figure>
      <Sparkline label="Planned and answered requests a second over the last minute" top={top} series={[{ values: planned, look: 'faint' }, { values: ok, look: 'main', isFilled: true }, ...(hasFailed ? [{ values: failed, look: 'bad' as const }] : [])]} height={48} />
      <figcaption className="traffic-scale"><span>1 min ago</span><span>planned dashed, answered filled, 0 to {thousands(top)}/s</span><span>now</span></figcaption>
    </figure>
  )
}
