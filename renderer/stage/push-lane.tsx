import { duration } from '../../shared/text/time.ts'
import { MarkShape } from '../components/state-mark.tsx'
import type { MarkKind } from '../scene/dyno-mark.ts'
import type { LaneStep } from '../scene/push-lane.ts'
import { useNow } from '../store/use-now.ts'

const markOfStep: Readonly<Record<LaneStep['state'], MarkKind>> = { done: 'up', active: 'starting', waiting: 'down', failed: 'crashed' }

/** commit > detect > compile > slug > release > dynos, each with its state, its time and its fact. */
export function PushLane({ steps }: { readonly steps: readonly LaneStep[] }) {
  const isActive = steps.some((step) => step.state === 'active')
  const now = useNow(isActive ? 1000 : null)
  return (
    <ol className="lane" aria-label="The way of the last push">
      {steps.map((step) => (
        <li key={step.name} className={`lane-step lane-${step.state}`} data-testid={`lane-${step.name}`} data-state={step.state} aria-current={step.state === 'active' ? 'step' : undefined}>
          <span className="lane-head">
            <MarkShape kind={markOfStep[step.state]} size={12} />
            <b>{step.name}</b>
            <span className="visually-hidden">{step.state}</span>
          </span>
          <span className="lane-foot">
            <span className="lane-fact ellipsis" title={step.fact}>{step.fact === '' ? '\u00a0' : step.fact}</span>
            <span className="lane-time">{timeOf(step, now)}</span>
          </span>
        </li>
      ))}
    </ol>
  )
}

function timeOf(step: LaneStep, now: number): string {
  if (step.tookMs !== null) return duration(step.tookMs)
  return step.state === 'active' && step.startedAt !== null ? duration(Math.max(0, Math.floor((now - step.startedAt) / 1000) * 1000)) : ''
}
