import { useState, type KeyboardEvent } from 'react'
import type { PlatformEvent } from '../../../shared/protocol/events.ts'
import type { StripMark } from '../../scene/activity-strip.ts'
import { useUi } from '../../store/ui.ts'
import { moment } from '../../text/moment.ts'
import type { Names } from '../../text/names.ts'
import { sentence } from '../../text/sentence.ts'
import { platformNow } from '../../store/platform-time.ts'

type StripLineProps = {
  readonly marks: readonly StripMark[]
  readonly events: readonly PlatformEvent[]
  readonly names: Names
  readonly width: number
  onChoose(seq: number, app: string | null): void
}

/** One stop of the tab key; arrows walk along the marks, Enter asks why. */
export function StripLine({ marks, events, names, width, onChoose }: StripLineProps) {
  const [chosen, setChosen] = useState<number | null>(null)
  const selected = useUi((ui) => (ui.selection?.kind === 'event' ? ui.selection.seq : null))
  const at = Math.max(0, marks.findIndex((mark) => mark.seq === chosen))
  const stop = chosen === null || !marks.some((mark) => mark.seq === chosen) ? marks.at(-1)?.seq : chosen
  const eventOf = (seq: number): PlatformEvent | undefined => events.find((event) => event.seq === seq)
  const wordsOf = (mark: StripMark): string => {
    const event = eventOf(mark.seq)
    if (event === undefined) return ''
    const more = mark.count > 1 ? `, and ${mark.count - 1} more just before` : ''
    return `${moment(event.at, platformNow())} ${sentence(event, names)}${more}`
  }
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const from = chosen === null ? marks.length - 1 : at
    const next = marks[Math.min(marks.length - 1, Math.max(0, from + step))]
    if (next === undefined) return
    setChosen(next.seq)
    event.currentTarget.querySelector<HTMLElement>(`[data-seq="${next.seq}"]`)?.focus()
  }
  return (
    <div className="strip-marks" role="listbox" aria-orientation="horizontal" aria-label="Events of the last 15 minutes" onKeyDown={onKeyDown}>
      <svg className="strip-base" width={width} height="24" aria-hidden="true"><path className="strip-axis" d={`M0 12H${width}`} /></svg>
      {marks.map((mark) => (
        <button
          key={mark.seq}
          type="button"
          className="strip-mark"
          role="option"
          aria-selected={mark.seq === selected}
          data-seq={mark.seq}
          style={{ left: mark.x + 4 }}
          tabIndex={mark.seq === stop ? 0 : -1}
          title={wordsOf(mark)}
          aria-label={wordsOf(mark)}
          onFocus={() => setChosen(mark.seq)}
          onClick={() => onChoose(mark.seq, eventOf(mark.seq)?.app ?? null)}
        >
          <svg width="16" height="24" viewBox="-8 0 16 24" aria-hidden="true"><StripSign tone={mark.tone} /></svg>
        </button>
      ))}
    </div>
  )
}

function StripSign({ tone }: { readonly tone: StripMark['tone'] }) {
  if (tone === 'bad') return <path className="strip-bad" d="m-4 8 8 8M4 8l-8 8" />
  if (tone === 'good') return <circle className="strip-good" cy="12" r="4" />
  if (tone === 'work') return <circle className="strip-work" cy="12" r="3" />
  return <path className="strip-plain" d="M0 7v10" />
}
