import type { ExperimentPlan } from '../../scene/experiment-plan.ts'
import { probeBox, type PhaseSpan, type ProbeLine } from '../../scene/probe-lines.ts'
import { phaseTitles } from '../../text/experiment-words.ts'

type ProbeRowsProps = { readonly lines: readonly ProbeLine[]; readonly plan: ExperimentPlan | null; readonly spans: readonly PhaseSpan[]; readonly isRunning: boolean }

/** Percent of the width below which a phase is too short for its name. */
const namedFrom = 9

/** Every probe over the whole run: its line, its allowed band, crosses where it was out of it, and the same in words. */
export function ProbeRows({ lines, plan, spans, isRunning }: ProbeRowsProps) {
  if (lines.length === 0) return <p className="faint">{isRunning ? 'The first look at the probes is under way.' : 'The readings of this run are not kept any more. Its report has them.'}</p>
  return (
    <section className="probes" aria-label="Probes">
      <div className="probe-row probe-phases" aria-hidden="true">
        <span />
        <span className="probe-spans">{spans.map(({ phase, x, width }, index) => <i key={index} data-phase={phase} className="ellipsis" style={{ left: `${x}%`, width: `${width}%` }}>{width < namedFrom ? '' : phaseTitles[phase]}</i>)}</span>
        <span />
      </div>
      {lines.map((line) => (
        <div key={line.probe} className="probe-row" data-testid="probe">
          <span className="probe-name"><b>{line.probe}</b><span className="soft small">{plan?.probes.find(({ name }) => name === line.probe)?.words}</span></span>
          <ProbeChart line={line} />
          <span className={`probe-value mono ${line.latest.isWithin ? '' : 'state-crashed'}`}>{line.latest.value}<span className="small soft">{line.latest.isWithin ? 'within bounds' : 'out of bounds'}</span></span>
        </div>
      ))}
    </section>
  )
}

function ProbeChart({ line }: { readonly line: ProbeLine }) {
  const words = `${line.probe}: ${line.latest.value} last, ${line.outside === 0 ? 'never' : `${line.outside} of ${line.count} times`} out of bounds`
  return (
    <svg className="probe-chart" viewBox={`0 -2 ${probeBox.width} ${probeBox.height + 4}`} preserveAspectRatio="none" role="img" aria-label={words}>
      {line.band !== null && <rect className="probe-band" x="0" y={line.band.y} width={probeBox.width} height={line.band.height} />}
      <path className="probe-line" d={line.path} />
      {line.outsideAt.map(({ x, y }, index) => <path key={index} className="probe-outside" d={`M${x} ${y}h0.01`} />)}
    </svg>
  )
}
