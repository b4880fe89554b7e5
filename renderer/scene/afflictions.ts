// Which marks of the map trouble is on now, and which it would be on: for the map, its text and the list of targets.

import type { Dyno, DynoId } from '../../shared/domain/dyno.ts'
import type { BlastRadius, FaultTarget, Lease } from '../../shared/domain/fault.ts'
import { hosts as allHosts } from '../../shared/domain/host.ts'

export type Afflictions = {
  /** Titles of the faults on each dyno, the newest last. */
  readonly dynos: ReadonlyMap<DynoId, readonly string[]>
  readonly hosts: ReadonlyMap<string, readonly string[]>
  readonly zones: ReadonlyMap<string, readonly string[]>
  readonly router: readonly string[]
  /** By the name of a link to a service. */
  readonly proxies: ReadonlyMap<string, readonly string[]>
  /** Dynos whose link with the router has trouble: what passes there is changed. */
  readonly links: ReadonlySet<DynoId>
}

export const noAfflictions: Afflictions = { dynos: new Map(), hosts: new Map(), zones: new Map(), router: [], proxies: new Map(), links: new Set() }

/** Of one app's dynos. `app` is the app's id, `appName` its name: a fault may say either. */
export function afflictionsOf(leases: readonly Lease[], app: { readonly id: string; readonly name: string }, dynos: readonly Dyno[]): Afflictions {
  if (leases.length === 0) return noAfflictions
  const found = { dynos: new Map<DynoId, string[]>(), hosts: new Map<string, string[]>(), zones: new Map<string, string[]>(), router: [] as string[], proxies: new Map<string, string[]>(), links: new Set<DynoId>() }
  for (const lease of leases) {
    const { target, title } = lease
    if (target.kind === 'router') found.router.push(title)
    if (target.kind === 'host') note(found.hosts, target.host, title)
    if (target.kind === 'proxy') note(found.proxies, target.proxy, title)
    if (target.kind === 'zone') note(found.zones, target.zone, title)
    for (const dyno of dynos) {
      if (!isOn(lease, app, dyno)) continue
      note(found.dynos, dyno.id, title)
      if (isOnLink(lease)) found.links.add(dyno.id)
    }
  }
  return found
}

/** Those it was put on at its start, and those that came since and fall under it. */
function isOn({ target, dynoIds }: Lease, app: { readonly id: string; readonly name: string }, dyno: Dyno): boolean {
  if (dynoIds.includes(dyno.id)) return true
  const isOwn = 'app' in target && (target.app === app.id || target.app === app.name)
  if (target.kind === 'type') return isOwn && dyno.type === target.type
  if (target.kind === 'dynos') return isOwn && target.dynos.includes(dyno.name)
  return isPlacedOn(target, dyno.host)
}

const isOnLink = ({ layer }: Lease): boolean => layer === 'network' || layer === 'http'

function isPlacedOn(target: FaultTarget, host: string | undefined): boolean {
  if (host === undefined) return false
  if (target.kind === 'host') return target.host === host
  return target.kind === 'zone' && allHosts.some((entry) => entry.id === host && entry.zone === target.zone)
}

function note(map: Map<string, string[]>, key: string, title: string): void {
  const titles = map.get(key)
  if (titles === undefined) map.set(key, [title])
  else if (!titles.includes(title)) titles.push(title)
}

/** `Latency`, `Latency and 1 more`. */
export function afflictionWords(titles: readonly string[]): string {
  const [first = '', ...others] = titles
  return others.length === 0 ? first : `${first} and ${others.length} more`
}

/** What a fault would be on: marks to ring on the map before it begins. */
export type Blast = { readonly dynoIds: ReadonlySet<DynoId>; readonly hosts: ReadonlySet<string>; readonly router: boolean; readonly proxies: ReadonlySet<string> }

export const noBlast: Blast = { dynoIds: new Set(), hosts: new Set(), router: false, proxies: new Set() }

export function blastOf(radius: BlastRadius | null, target: FaultTarget | null): Blast {
  if (radius === null) return noBlast
  // A host is hit itself only where it is the target; else its dynos alone are.
  const isPlace = target?.kind === 'host' || target?.kind === 'zone'
  return { dynoIds: new Set(radius.dynoIds), hosts: new Set(isPlace ? radius.hosts : []), router: target?.kind === 'router', proxies: new Set(radius.proxies) }
}

