import type { PlatformEvent } from '../../../shared/protocol/events.ts'
import { Button } from '../../components/button.tsx'
import { Moment } from '../../components/moment.tsx'
import { select, useUi } from '../../store/ui.ts'
import type { Names } from '../../text/names.ts'
import { sentence } from '../../text/sentence.ts'
import { causeWords, toneOf } from '../../text/tone.ts'
import { ToneSign } from './tone-sign.tsx'

export function ActivityRow({ event, names }: { readonly event: PlatformEvent; readonly names: Names }) {
  const isChosen = useUi((ui) => ui.selection?.kind === 'event' && ui.selection.seq === event.seq)
  return (
    <li className={`activity-row ${isChosen ? 'is-chosen' : ''}`} data-testid={`event-${event.seq}`} data-type={event.type}>
      <span className="faint mono"><Moment at={event.at} /></span>
      <ToneSign tone={toneOf(event.type)} />
      <span className="activity-text">
        {sentence(event, names)}
        {event.causedBy.kind === 'command' && <span className="faint"> · {causeWords(event.causedBy)}</span>}
      </span>
      <Button look="quiet" isSmall aria-pressed={isChosen} aria-label={`Why: ${sentence(event, names)}`} onClick={() => select({ kind: 'event', seq: event.seq })}>Why?</Button>
    </li>
  )
}
