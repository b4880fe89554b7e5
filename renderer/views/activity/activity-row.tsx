import type { PlatformEvent } from '../../../shared/protocol/events.ts'
import { useUi } from '../../store/ui.ts'
import type { Names } from '../../text/names.ts'
import { ActivityCells } from './activity-cells.tsx'

/** One event in a short list. */
export function ActivityRow({ event, names }: { readonly event: PlatformEvent; readonly names: Names }) {
  const isChosen = useUi((ui) => ui.selection?.kind === 'event' && ui.selection.seq === event.seq)
  return (
    <li className={`activity-row ${isChosen ? 'is-chosen' : ''}`} data-testid={`event-${event.seq}`} data-type={event.type}>
      <ActivityCells event={event} names={names} isChosen={isChosen} />
    </li>
  )
}
