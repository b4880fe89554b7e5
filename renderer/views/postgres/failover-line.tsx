import { duration } from '../../../shared/text/time.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { stepPlaces, type FailoverStep } from '../../scene/failover-steps.ts'
import { useWidth } from '../../stage/use-width.ts'

const apart = 0.075
const height = 44
const [side, middle, markRadius] = [8, 20, 6]

/** The steps on a line in proportion to their times, and the same as a list. */
export function FailoverLine({ steps, refused }: { readonly steps: readonly FailoverStep[]; readonly refused: string | null }) {
  const [ref, width] = useWidth<HTMLDivElement>()
  const places = stepPlaces(steps, apart).map((place) => side + place * (width - 2 * side))
  const lastReached = steps.reduce((last, { at }, index) => (at === null ? last : Math.max(last, places[index] ?? 0)), side)
  return (
    <div ref={ref} className="stack-12">
      {refused !== null && <p className="problem">It does not go on: {refused}</p>}
      {width > 0 && (
        <svg className="pg-line" width={width} height={height} aria-hidden="true">
          <path className="pg-line-way" d={`M${side} ${middle}H${width - side}`} />
          <path className="pg-line-gone" d={`M${side} ${middle}H${lastReached}`} />
          {steps.map(({ id, at }, index) => <g key={id} transform={`translate(${places[index] ?? 0}, ${middle})`}><circle className={at === null ? 'pg-step-open' : `pg-step pg-step-${id}`} r={markRadius} /><text y="22" textAnchor="middle">{index + 1}</text></g>)}
        </svg>
      )}
      <ol className="pg-steps">
        {steps.map(({ id, title, about, afterMs }, index) => (
          <li key={id} data-testid={`step-${id}`}>
            <span className="faint mono">{index + 1}</span>
            <StateMark kind={afterMs === null ? 'idle' : id === 'suspected' || id === 'detected' ? 'crashed' : 'up'} word={title} />
            <span className="soft small">{about}</span>
            <span className="mono number">{afterMs === null ? <span className="faint">not yet</span> : index === 0 ? '0 ms' : `+${duration(afterMs)}`}</span>
          </li>
        ))}
      </ol>
    </div>
  )
}
