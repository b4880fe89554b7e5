import type { PostgresHostKind } from '../../../shared/domain/postgres.ts'
import { useAnswer } from '../../store/use-answer.ts'

type HostChoiceProps = { readonly host: PostgresHostKind | null; onChoose(host: PostgresHostKind | null): void }

const titles: Readonly<Record<PostgresHostKind, string>> = { embedded: 'From the npm package', local: "This machine's own", docker: 'In a container', simulated: 'Imitated' }

/** Where a database is to run, when there is more than the usual place; null is that one. */
export function HostChoice({ host, onChoose }: HostChoiceProps) {
  const { value } = useAnswer('pg:hosts', {})
  const there = (value?.hosts ?? []).filter(({ isThere }) => isThere)
  const usual = value?.hosts[0]?.kind
  if (there.length < 2) return null
  return (
    <fieldset className="addon-hosts">
      <legend className="small soft">Where it runs, for good</legend>
      {there.map(({ kind, about }) => (
        <label key={kind} className="addon-host" data-chosen={kind === (host ?? usual) || undefined}>
          <input type="radio" name="addon-host" value={kind} checked={kind === (host ?? usual)} onChange={() => onChoose(kind === usual ? null : kind)} />
          <span><b>{titles[kind]}</b> <code>{kind}</code><span className="soft small">{about}</span></span>
        </label>
      ))}
    </fieldset>
  )
}
