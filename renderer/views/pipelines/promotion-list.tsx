import type { Pipeline, PromotionTarget } from '../../../shared/domain/pipeline.ts'
import { Moment } from '../../components/moment.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import type { MarkKind } from '../../scene/dyno-mark.ts'
import { usePromotions } from './use-board.ts'

const marks: Readonly<Record<PromotionTarget['status'], MarkKind>> = { pending: 'starting', succeeded: 'up', failed: 'crashed' }
const shown = 8

/** Newest first, each with how it stands in every target. */
export function PromotionList({ pipeline }: { readonly pipeline: Pipeline }) {
  const promotions = usePromotions(pipeline.id).slice(0, shown)
  if (promotions.length === 0) return null
  return (
    <section className="panel" aria-labelledby="promotions">
      <div className="panel-head"><h2 id="promotions">Promotions</h2></div>
      <ul className="pipeline-promotions">
        {promotions.map(({ id, source, version, startedAt, by, targets }) => (
          <li key={id}>
            <span><span className="mono">{source}</span> v{version}</span>
            <ul>{targets.map((target) => <Target key={target.appId} target={target} />)}</ul>
            <span className="faint small pipeline-when"><Moment at={startedAt} /> {by}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Target({ target: { app, version, status, message } }: { readonly target: PromotionTarget }) {
  return (
    <li data-testid={`target-${app}`}>
      <span><span className="mono">{app}</span>{version !== null && ` v${version}`}</span>
      <StateMark kind={marks[status]} word={status} />
      {message !== '' && <span className="soft">{message}</span>}
    </li>
  )
}
