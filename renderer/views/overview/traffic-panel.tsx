import { useMemo } from 'react'
import { Sparkline } from '../../components/sparkline.tsx'
import { niceTop, rateNumber, requestRate, trafficOf } from '../../scene/sparkline.ts'
import { useMetrics } from '../../store/metrics.ts'
import { lastWhere } from '../../text/last-where.ts'
import { duration } from '../../../shared/text/time.ts'

const spanSeconds = 120
const rateSeconds = 5
const leastRequests = 2
const leastMs = 10

/** Throughput and response time of the last two minutes. */
export function TrafficPanel() {
  const tickedAt = useMetrics((metrics) => metrics.tickedAt)
  const seconds = useMetrics((metrics) => metrics.seconds)
  const traffic = useMemo(() => trafficOf(seconds, (tickedAt ?? 0) - 1000, spanSeconds), [seconds, tickedAt])
  if (tickedAt === null) return null
  const requestTop = niceTop([...traffic.ok, ...traffic.failed], leastRequests)
  const timeTop = niceTop(traffic.p95, leastMs)
  const p50 = lastWhere(traffic.p50, (value) => value !== null)
  const p95 = lastWhere(traffic.p95, (value) => value !== null)
  const failed = traffic.failed.reduce<number>((sum, count) => sum + (count ?? 0), 0)
  return (
    <section className="panel traffic" aria-label="Traffic">
      <figure>
        <figcaption>
          <h2>Requests</h2>
          <span className="mono">{rateNumber(requestRate(traffic, rateSeconds))}/s</span>
          {failed > 0 && <span className="state-crashed state small">{failed} failed in 2 min</span>}
        </figcaption>
        <Sparkline label={`Requests a second over two minutes, up to ${requestTop}`} top={requestTop} series={[{ values: traffic.ok, look: 'main', isFilled: true }, ...(failed > 0 ? [{ values: traffic.failed, look: 'bad' as const }] : [])]} />
        <Ends scale={`0 to ${requestTop}/s`} />
      </figure>
      <figure>
        <figcaption>
          <h2>Response time</h2>
          <span className="mono">{p50 === null ? 'no requests' : `p50 ≤ ${duration(p50)}`}</span>
          {p95 !== null && <span className="mono soft">p95 ≤ {duration(p95)}</span>}
        </figcaption>
        <Sparkline label="Response times over two minutes, median and 95th percentile" top={timeTop} series={[{ values: traffic.p95, look: 'faint' }, { values: traffic.p50, look: 'main' }]} />
        <Ends scale={`0 to ${duration(timeTop)}`} />
      </figure>
    </section>
  )
}

function Ends({ scale }: { readonly scale: string }) {
  return <div className="traffic-scale"><span>2 min ago</span><span>{scale}</span><span>now</span></div>
}
