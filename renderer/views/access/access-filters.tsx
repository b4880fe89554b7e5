import type { RequestReport } from '../../../shared/domain/route.ts'
import { routerCodes } from '../../../shared/errors/router-codes.ts'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { choicesOf, noFilter, type AccessFilter, type StatusClass } from '../../scene/access-list.ts'

type AccessFiltersProps = {
  readonly requests: readonly RequestReport[]
  readonly filter: AccessFilter
  /** Null while nothing is filtered. */
  readonly found: number | null
  onChange(filter: AccessFilter): void
}

const classes: readonly (StatusClass | null)[] = [null, '2', '3', '4', '5']

export function AccessFilters({ requests, filter, found, onChange }: AccessFiltersProps) {
  const codes = choicesOf(requests, ({ code }) => code)
  const dynos = choicesOf(requests, ({ dyno }) => dyno)
  return (
    <div className="log-tools access-tools">
      <div className="segments" role="group" aria-label="Status">
        {classes.map((status) => <button key={status ?? 'all'} type="button" aria-pressed={filter.status === status} onClick={() => onChange({ ...filter, status })}>{status === null ? 'All' : `${status}xx`}</button>)}
      </div>
      <select className="input access-choice" aria-label="Error code" value={filter.code ?? ''} onChange={(event) => onChange({ ...filter, code: event.target.value || null })}>
        <option value="">Any code</option>
        {withChosen(codes, filter.code).map((code) => <option key={code} value={code}>{code} {routerCodes.get(code)?.description}</option>)}
      </select>
      <select className="input access-choice" aria-label="Dyno" value={filter.dyno ?? ''} onChange={(event) => onChange({ ...filter, dyno: event.target.value || null })}>
        <option value="">Any dyno</option>
        {withChosen(dynos, filter.dyno).map((dyno) => <option key={dyno} value={dyno}>{dyno}</option>)}
      </select>
      <div className="access-path-filter"><Field label="Part of the path" isLabelHidden isMono type="search" placeholder="/path" value={filter.path} onChange={(event) => onChange({ ...filter, path: event.target.value })} /></div>
      {found !== null && (
        <>
          <span className="faint small">{found} of {requests.length}</span>
          <Button look="quiet" isSmall onClick={() => onChange(noFilter)}>Clear filters</Button>
        </>
      )}
    </div>
  )
}

/** What was chosen stays a choice, though its requests have left the list. */
const withChosen = (choices: readonly string[], chosen: string | null): readonly string[] => (chosen === null || choices.includes(chosen) ? choices : [...choices, chosen])
