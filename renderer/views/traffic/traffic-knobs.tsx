import type { TrafficShape } from '../../../shared/domain/traffic.ts'
import { NumberField } from '../../components/number-field.tsx'
import type { TrafficDraft } from '../../scene/traffic-draft.ts'

type Shape = TrafficShape['kind']
type TrafficKnobsProps = { readonly draft: TrafficDraft; set(change: Partial<TrafficDraft>): void }

const shapes: readonly { readonly shape: Shape; readonly title: string; readonly to: string; readonly turn: string }[] = [
  { shape: 'steady', title: 'Steady', to: '', turn: '' },
  { shape: 'ramp', title: 'Ramp', to: 'Up or down to', turn: 'Within' },
  { shape: 'wave', title: 'Wave', to: 'Up to', turn: 'One wave' },
  { shape: 'bursts', title: 'Bursts', to: 'Burst', turn: 'One every' },
]
const lasting: readonly { readonly seconds: number | null; readonly title: string }[] = [
  { seconds: null, title: 'until stopped' },
  { seconds: 60, title: '1 minute' },
  { seconds: 300, title: '5 minutes' },
  { seconds: 900, title: '15 minutes' },
  { seconds: 3600, title: '1 hour' },
]

export function TrafficKnobs({ draft, set }: TrafficKnobsProps) {
  const chosen = shapes.find(({ shape }) => shape === draft.shape)
  const times = lasting.some(({ seconds }) => seconds === draft.seconds) ? lasting : [...lasting, { seconds: draft.seconds, title: `${draft.seconds} s` }]
  return (
    <div className="generator-shape">
      <div className="segments" role="group" aria-label="Shape">
        {shapes.map(({ shape, title }) => <button key={shape} type="button" aria-pressed={shape === draft.shape} onClick={() => set({ shape })}>{title}</button>)}
      </div>
      {chosen !== undefined && draft.shape !== 'steady' && (
        <>
          <NumberField label={chosen.to} unit="/s" value={draft.to} onChange={(to) => set({ to })} />
          <NumberField label={chosen.turn} unit="s" value={draft.turnSeconds} onChange={(turnSeconds) => set({ turnSeconds })} />
        </>
      )}
      <label className="field generator-lasting">
        <span>For how long</span>
        <select className="input" value={String(draft.seconds)} onChange={(event) => set({ seconds: event.target.value === 'null' ? null : Number(event.target.value) })}>
          {times.map(({ seconds, title }) => <option key={title} value={String(seconds)}>{title}</option>)}
        </select>
      </label>
    </div>
  )
}
