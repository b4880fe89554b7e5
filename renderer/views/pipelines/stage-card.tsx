import type { PipelineStage } from '../../../shared/domain/pipeline.ts'
import { Button } from '../../components/button.tsx'
import { Moment } from '../../components/moment.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { openSheet } from '../../store/pipeline-desk.ts'
import { showApp } from '../../store/ui.ts'
import type { BoardApp } from './use-board.ts'

type StageCardProps = { readonly card: BoardApp; readonly nextStage: PipelineStage | null; readonly canPromote: boolean }

export function StageCard({ card, nextStage, canPromote }: StageCardProps) {
  const { app, summary } = card
  return (
    <li className="pipeline-card" data-testid={`card-${app.name}`}>
      <CardName name={app.name} appId={app.id} />
      <StateMark kind={summary.mark} word={summary.word} />
      <CardRelease card={card} />
      <div className="pipeline-card-actions">
        {canPromote && <Button isSmall onClick={() => openSheet({ kind: 'promote', appId: app.id })} aria-label={`Promote ${app.name}`}>{nextStage === null ? 'Promote to …' : `Promote to ${nextStage}`}</Button>}
        <Button isSmall look="quiet" icon="edit" aria-label={`Move or remove ${app.name}`} title="Move it to another stage, or remove it" onClick={() => openSheet({ kind: 'move', appId: app.id })} />
      </div>
    </li>
  )
}

export function CardName({ name, appId }: { readonly name: string; readonly appId: string }) {
  return <button type="button" className="link mono pipeline-card-name ellipsis" title={`Go to ${name}`} onClick={() => showApp(appId, 'overview')}>{name}</button>
}

function CardRelease({ card: { release, slug } }: { readonly card: BoardApp }) {
  if (release === null || slug === null) return null
  return (
    <p className="small soft pipeline-card-release">
      <span className="ellipsis" title={release.description}><b>v{release.version}</b> {release.description}</span>
      <span className="faint">{slug.commit === null ? 'no commit' : <code>{slug.commit.slice(0, 7)}</code>} · <Moment at={release.createdAt} /></span>
    </p>
  )
}
