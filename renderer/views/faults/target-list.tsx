import type { Dyno } from '../../../shared/domain/dyno.ts'
import type { FaultFacts, FaultTarget } from '../../../shared/domain/fault.ts'
import { hosts, zones } from '../../../shared/domain/host.ts'
import type { Aimed } from '../../scene/fault-draft.ts'

type TargetListProps = {
  readonly fault: FaultFacts
  readonly target: FaultTarget | null
  readonly dynos: readonly Dyno[]
  readonly types: readonly string[]
  /** Names of the proxy's links. */
  readonly proxies: readonly string[]
  onAim(at: Aimed): void
}

type Choice = { readonly label: string; readonly at: Aimed; readonly isChosen: boolean }

/** The same targets as on the map, to be reached without it. */
export function TargetList({ fault, target, dynos, types, proxies, onAim }: TargetListProps) {
  const groups = choicesOf(fault, target, dynos, types, proxies)
  return (
    <div className="targets-list" role="group" aria-label="Targets">
      {groups.map(({ title, choices }) => (
        <div key={title} className="targets-line">
          <span className="small soft">{title}</span>
          <div>
            {choices.map(({ label, at, isChosen }) => <button key={label} type="button" className="targets-choice mono" aria-pressed={isChosen} data-testid={`target-${label}`} onClick={() => onAim(at)}>{label}</button>)}
            {choices.length === 0 && <span className="faint small">none{title === 'Links' ? ': an app has one once it talks to a service through the proxy' : ''}</span>}
          </div>
        </div>
      ))}
    </div>
  )
}

function choicesOf(fault: FaultFacts, target: FaultTarget | null, dynos: readonly Dyno[], types: readonly string[], proxies: readonly string[]): { title: string; choices: Choice[] }[] {
  const takes = (kind: FaultTarget['kind']): boolean => fault.targets.includes(kind)
  const groups: { title: string; choices: Choice[] }[] = []
  if (takes('type')) groups.push({ title: 'All of', choices: types.map((type) => ({ label: type, at: { kind: 'type', type }, isChosen: target?.kind === 'type' && target.type === type })) })
  if (takes('dynos')) groups.push({ title: 'Dynos', choices: dynos.map((dyno) => ({ label: dyno.name, at: { kind: 'dyno', name: dyno.name, type: dyno.type, host: dyno.host ?? null }, isChosen: target?.kind === 'dynos' && target.dynos.includes(dyno.name) })) })
  if (takes('host')) groups.push({ title: 'Hosts', choices: hosts.map(({ id }) => ({ label: id, at: { kind: 'host', host: id }, isChosen: target?.kind === 'host' && target.host === id })) })
  if (takes('zone')) groups.push({ title: 'Zones', choices: zones.map((zone) => ({ label: `zone ${zone}`, at: { kind: 'zone', zone }, isChosen: target?.kind === 'zone' && target.zone === zone })) })
  if (takes('router')) groups.push({ title: 'Router', choices: [{ label: 'router', at: { kind: 'router' }, isChosen: target?.kind === 'router' }] })
  if (takes('proxy')) groups.push({ title: 'Links', choices: proxies.map((proxy) => ({ label: proxy, at: { kind: 'proxy', proxy }, isChosen: target?.kind === 'proxy' && target.proxy === proxy })) })
  return groups
}
