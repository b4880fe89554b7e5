import type { PlatformEvent } from '../../../shared/protocol/events.ts'
import { Button } from '../../components/button.tsx'
import { exactMoment, moment } from '../../text/moment.ts'
import { select } from '../../store/ui.ts'
import type { Names } from '../../text/names.ts'
import { sentence } from '../../text/sentence.ts'
import { causeWords, toneOf } from '../../text/tone.ts'
import { ToneSign } from './tone-sign.tsx'

type ActivityCellsProps = {
  readonly event: PlatformEvent
  readonly names: Names
  readonly isChosen: boolean
  readonly hasApp?: boolean
  /** Of each cell, in a grid. */
  readonly role?: 'gridcell'
  /** False where the keys of the list do the same. */
  readonly isInTabOrder?: boolean
}

/** When, how it feels, what, and why. */
export function ActivityCells({ event, names, isChosen, hasApp = false, role, isInTabOrder = true }: ActivityCellsProps) {
  const words = sentence(event, names)
  return (
    <>
      <span role={role} className="faint mono"><time className="moment" dateTime={new Date(event.at).toISOString()} title={exactMoment(event.at)}>{moment(event.at, event.at)}</time></span>
      {hasApp && <span role={role} className="activity-app ellipsis mono" title={names.app(event.app)}>{event.app === null ? <span className="faint">platform</span> : names.app(event.app)}</span>}
      <span role={role} className="activity-text">
        <ToneSign tone={toneOf(event.type)} />
        <span>
          {words}
          {event.causedBy.kind === 'command' && <span className="faint"> · {causeWords(event.causedBy)}</span>}
        </span>
      </span>
      <span role={role}>
        <Button look="quiet" isSmall tabIndex={isInTabOrder ? undefined : -1} aria-pressed={isChosen} aria-label={`Why: ${words}`} onClick={() => select({ kind: 'event', seq: event.seq })}>Why?</Button>
      </span>
    </>
  )
}
