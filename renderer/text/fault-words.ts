// Faults in words: what they are aimed at, where they act, and how they ended.

import { findApp, type PlatformState } from '../../shared/domain/state.ts'
import type { FaultLayer, FaultParamValue, FaultTarget, LeaseEnd } from '../../shared/domain/fault.ts'

/** In the order that the catalogue shows them. */
export const layerTitles: Readonly<Record<FaultLayer, string>> = {
  dyno: 'Dynos', network: 'Network', http: 'HTTP', host: 'Hosts and zones', release: 'Releases', router: 'Router', client: 'Clients', addon: 'Add-ons',
}

export const layers = Object.keys(layerTitles) as readonly FaultLayer[]

export const targetKindWords: Readonly<Record<FaultTarget['kind'], string>> = {
  type: 'a process type', dynos: 'dynos', host: 'a host', zone: 'a zone', router: 'the router', proxy: 'a link of the proxy', addon: 'a server of an add-on',
}

/** `all web dynos of tea`, `web.1 and web.2 of tea`, `host a1`. */
export function targetWords(target: FaultTarget, state: Pick<PlatformState, 'apps'>): string {
  switch (target.kind) {
    case 'type':
      return `all ${target.type} dynos of ${appName(target.app, state)}`
    case 'dynos':
      return `${listWords(target.dynos)} of ${appName(target.app, state)}`
    case 'host':
      return `host ${target.host}`
    case 'zone':
      return `zone ${target.zone}`
    case 'router':
      return 'the router'
    case 'proxy':
      return `link ${target.proxy}`
    case 'addon':
      return `the ${target.server ?? 'primary'} of ${(state as Partial<PlatformState>).addOns?.[target.addOn]?.name ?? target.addOn}`
  }
}

const appName = (nameOrId: string, state: Pick<PlatformState, 'apps'>): string => findApp(state as PlatformState, nameOrId)?.name ?? nameOrId

const namedAtMost = 3

function listWords(names: readonly string[]): string {
  if (names.length > namedAtMost) return `${names.slice(0, namedAtMost - 1).join(', ')} and ${names.length - namedAtMost + 1} more`
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

/** Knobs of a lease whose catalogue entry is not at hand. */
export const plainParams = (params: Readonly<Record<string, FaultParamValue>>): string => Object.entries(params).map(([name, value]) => `${name} ${value}`).join(', ')

export const leaseEndWords: Readonly<Record<LeaseEnd, string>> = {
  done: 'as it was done in a moment', expired: 'as its time was up', released: 'as somebody ended it', 'stop-all': 'with all others', 'owner-silent': 'as its owner was not heard of',
  'engine-restarted': 'as the engine started anew', 'target-gone': 'as its target is gone', 'links-reset': 'by a reset of all links through Toxiproxy’s API', 'experiment-over': 'with its experiment', failed: 'as it could not be put in force whole',
}
