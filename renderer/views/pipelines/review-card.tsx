import type { ReviewApp, ReviewStatus } from '../../../shared/domain/pipeline.ts'
import { openAddress } from '../../bridge/open-address.ts'
import { Button } from '../../components/button.tsx'
import { Moment } from '../../components/moment.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import type { MarkKind } from '../../scene/dyno-mark.ts'
import { useAppAddress } from '../../store/selectors.ts'
import { openSheet } from '../../store/pipeline-desk.ts'
import { CardName } from './stage-card.tsx'
import type { BoardApp } from './use-board.ts'

const marks: Readonly<Record<ReviewStatus, MarkKind>> = { pending: 'starting', creating: 'starting', created: 'up', deleting: 'draining', deleted: 'down', errored: 'crashed' }

/** A branch and the app that was made of it; `card` is null while, or where, there is none. */
export function ReviewCard({ review, card }: { readonly review: ReviewApp; readonly card: BoardApp | null }) {
  const { branch, commit, status, message, notes, updatedAt } = review
  return (
    <li className="pipeline-card" data-testid={`review-${branch}`}>
      <p className="mono ellipsis pipeline-card-branch" title={branch}>{branch}</p>
      {card !== null && <CardName name={card.app.name} appId={card.app.id} />}
      <StateMark kind={marks[status]} word={status === 'created' && card !== null ? `created, ${card.summary.word}` : status} />
      {message !== '' && <p className={status === 'errored' ? 'small problem' : 'small soft'}>{message}</p>}
      {notes.length > 0 && <details className="small"><summary>{notes.length === 1 ? '1 note' : `${notes.length} notes`} on app.json</summary><ul>{notes.map((note) => <li key={note} className="soft">{note}</li>)}</ul></details>}
      <p className="small faint"><code>{commit.slice(0, 7)}</code> · <Moment at={updatedAt} /></p>
      {card !== null && <Actions card={card} review={review} />}
    </li>
  )
}

function Actions({ card: { app }, review }: { readonly card: BoardApp; readonly review: ReviewApp }) {
  const address = useAppAddress(app)
  return (
    <div className="pipeline-card-actions">
      <Button isSmall icon="outside" aria-label={`Open ${app.name} in the browser`} disabled={address === null} onClick={() => address !== null && openAddress(address)}>Open</Button>
      <Button isSmall look="quiet" icon="trash" aria-label={`Destroy ${app.name}`} title="Destroy it" disabled={review.status === 'deleting'} onClick={() => openSheet({ kind: 'destroy-review', reviewId: review.id })} />
    </div>
  )
}
