// Which virtual host a new dyno is put on. Heroku places dynos itself, over several zones, and tells nobody where; here it is seen.
// Dynos of one process type are spread: first over hosts and zones, then to where the least runs. A lost host gets nothing.

import { hosts, lostHosts, zoneOf, type Host } from '../../../shared/domain/host.ts'
import type { Dyno } from '../../../shared/domain/dyno.ts'
import type { PlatformState } from '../../../shared/domain/state.ts'
import { hasProcess } from './reconcile.ts'

/** The id of a host. Those of one batch, which are not in the state yet, count for each other. null: every host is lost. */
export type Placement = (appId: string, type: string) => string | null

/** `leaving` are as good as gone. */
export function createPlacement(state: PlatformState, leaving: ReadonlySet<Dyno> = new Set()): Placement {
  const lost = lostHosts(state)
  const free = hosts.filter((host) => !lost.has(host.id))
  const placed: Pick<Dyno, 'appId' | 'type' | 'host'>[] = Object.values(state.dynos).filter((dyno) => hasProcess(dyno) && dyno.stopping === null && !leaving.has(dyno))

  return (appId, type) => {
    const own = placed.filter((dyno) => dyno.appId === appId && dyno.type === type)
    let best: { readonly host: Host; readonly counts: readonly number[] } | null = null
    for (const host of free) {
      const counts = [onHost(own, host), inZone(own, host), onHost(placed, host), inZone(placed, host)]
      if (best === null || isLess(counts, best.counts)) best = { host, counts }
    }
    if (best === null) return null
    placed.push({ appId, type, host: best.host.id })
    return best.host.id
  }
}

type Placed = readonly Pick<Dyno, 'host'>[]

const onHost = (dynos: Placed, { id }: Host): number => dynos.filter((dyno) => dyno.host === id).length
const inZone = (dynos: Placed, { zone }: Host): number => dynos.filter((dyno) => zoneOf(dyno.host ?? '') === zone).length

/** Compared from the first on; equals leave the earlier host in place. */
function isLess(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((count, index) => count !== b[index])
  return at !== -1 && (a[at] ?? 0) < (b[at] ?? 0)
}
