import { useMemo } from 'react'
import type { Dyno } from '../../shared/domain/dyno.ts'
import { findDynoSize } from '../../shared/domain/dyno-sizes.ts'
import type { DynoSample } from '../../shared/domain/metrics.ts'
import { Sparkline } from '../components/sparkline.tsx'
import { niceTop } from '../scene/sparkline.ts'
import { useMetrics } from '../store/metrics.ts'

const spanSeconds = 60
const leastRequests = 2
const none: readonly DynoSample[] = []

/** The last minute of one dyno: of a web dyno its requests, of any other its memory. The numbers beside it say the newest. */
export function DynoChart({ dyno }: { readonly dyno: Dyno }) {
  const isWeb = dyno.type === 'web' && dyno.kind === 'formation'
  return <span className="map-chart" aria-hidden="true">{isWeb ? <RequestChart dynoId={dyno.id} /> : <MemoryChart dyno={dyno} />}</span>
}

function RequestChart({ dynoId }: { readonly dynoId: string }) {
  const seconds = useMetrics((metrics) => metrics.seconds)
  const values = useMemo(() => {
    const bySecond = new Map(seconds.map((second) => [second.at, second.byDyno?.[dynoId] ?? 0]))
    const last = seconds.at(-1)?.at ?? 0
    return Array.from({ length: spanSeconds }, (_, index) => bySecond.get(last - (spanSeconds - 1 - index) * 1000) ?? 0)
  }, [seconds, dynoId])
  return <Sparkline label="Requests a second over the last minute" top={niceTop(values, leastRequests)} series={[{ values, look: 'main', isFilled: true }]} />
}

function MemoryChart({ dyno }: { readonly dyno: Dyno }) {
  const samples = useMetrics((metrics) => metrics.samples[dyno.id] ?? none)
  const values = samples.slice(-spanSeconds).map((sample) => sample.memoryBytes)
  if (values.length < 2) return null
  return <Sparkline label="Memory over the last minutes" top={Math.max(findDynoSize(dyno.size)?.memoryBytes ?? 0, ...values)} series={[{ values, look: 'main', isFilled: true }]} />
}
