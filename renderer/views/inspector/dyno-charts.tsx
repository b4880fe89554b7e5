import type { App } from '../../../shared/domain/app.ts'
import { findDynoSize } from '../../../shared/domain/dyno-sizes.ts'
import type { Dyno } from '../../../shared/domain/dyno.ts'
import type { DynoSample } from '../../../shared/domain/metrics.ts'
import { byteSize } from '../../../shared/text/amounts.ts'
import { Sparkline } from '../../components/sparkline.tsx'
import { niceTop } from '../../scene/sparkline.ts'
import { useMetrics } from '../../store/metrics.ts'
import { useFollowedMetrics } from './use-followed-metrics.ts'

const none: readonly DynoSample[] = []
const wholeCore = 100

/** Memory against the quota of its size, and processor use. */
export function DynoCharts({ app, dyno }: { readonly app: App; readonly dyno: Dyno }) {
  useFollowedMetrics(app.id)
  const samples = useMetrics((metrics) => metrics.samples[dyno.id] ?? none)
  const quota = findDynoSize(dyno.size)?.memoryBytes ?? 0
  const last = samples.at(-1)
  if (dyno.pid === null) return <p className="faint">It has no process to measure.</p>
  if (last === undefined) return <p className="faint">Not measured yet.</p>
  const memory = samples.map((sample) => sample.memoryBytes)
  const cpu = samples.map((sample) => sample.cpuPercent)
  return (
    <div className="stack-12">
      <figure>
        <figcaption className="chart-line"><h3>Memory</h3><span className="mono">{byteSize(last.memoryBytes)} <span className="faint">of {byteSize(quota)}</span></span></figcaption>
        <Sparkline label={`Memory, ${byteSize(last.memoryBytes)} of ${byteSize(quota)}`} top={Math.max(quota, ...memory)} series={[{ values: memory, look: last.memoryBytes > quota ? 'bad' : 'main', isFilled: true }]} height={32} />
      </figure>
      <figure>
        <figcaption className="chart-line"><h3>Processor</h3><span className="mono">{Math.round(last.cpuPercent)} % <span className="faint">of a core</span></span></figcaption>
        <Sparkline label={`Processor use, ${Math.round(last.cpuPercent)} percent of a core`} top={niceTop(cpu, wholeCore)} series={[{ values: cpu, look: 'main', isFilled: true }]} height={32} />
      </figure>
    </div>
  )
}
