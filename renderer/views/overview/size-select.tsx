import { dynoSizes } from '../../../shared/domain/dyno-sizes.ts'
import { byteSize } from '../../../shared/text/amounts.ts'
import { useMirror } from '../../store/mirror.ts'

type SizeSelectProps = { readonly type: string; readonly size: string; onChange(size: string): void }

/** The sizes of the era; one that the era does not have stays in the list while it is in use. */
export function SizeSelect({ type, size, onChange }: SizeSelectProps) {
  const era = useMirror((mirror) => mirror.state.era)
  const offered = dynoSizes.filter((entry) => entry.eras.includes(era) || entry.name === size)
  return (
    <select className="input" aria-label={`Size of ${type} dynos`} value={size} onChange={(event) => onChange(event.target.value)}>
      {offered.map((entry) => (
        <option key={entry.name} value={entry.name}>{entry.label} · {byteSize(entry.memoryBytes)}</option>
      ))}
    </select>
  )
}
