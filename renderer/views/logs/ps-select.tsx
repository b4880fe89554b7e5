import type { App } from '../../../shared/domain/app.ts'
import { useCurrentSlug, useDynos } from '../../store/selectors.ts'

type PsSelectProps = { readonly app: App; readonly ps: string | null; onChange(ps: string | null): void }

/** Writers of lines that are no dynos. */
export const platformParts: readonly string[] = ['router', 'api', 'logplex']

export function PsSelect({ app, ps, onChange }: PsSelectProps) {
  const dynos = useDynos(app.id)
  const slug = useCurrentSlug(app)
  const types = Object.keys(slug?.processTypes ?? {})
  const names = [...new Set(dynos.map((dyno) => dyno.name))]
  return (
    <select className="input log-ps" aria-label="Process" value={ps ?? ''} onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}>
      <option value="">Every process</option>
      <optgroup label="Process types">{types.map((type) => <option key={type} value={type}>{type}</option>)}</optgroup>
      <optgroup label="Dynos">{names.map((name) => <option key={name} value={name}>{name}</option>)}</optgroup>
      <optgroup label="Platform">{platformParts.map((part) => <option key={part} value={part}>{part}</option>)}</optgroup>
    </select>
  )
}
