// From a target as people name it to the dynos it means now. Only what Dynarium made can be named: its apps, dynos, virtual hosts, router
// and links; there is no way to aim at anything else. Ours.

import { findAddOn } from '../../../shared/domain/add-on.ts'
import { dynosOf, type PlatformState } from '../../../shared/domain/state.ts'
import type { Dyno } from '../../../shared/domain/dyno.ts'
import type { FaultFacts, FaultTarget } from '../../../shared/domain/fault.ts'
import { hosts, zones } from '../../../shared/domain/host.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { requireApp } from '../platform/require-app.ts'
import type { Wire } from '../ports/wire.ts'

export type Aimed = { readonly target: FaultTarget; readonly appId: string | null; readonly dynos: readonly Dyno[] }

export async function aimAt(state: PlatformState, wire: Pick<Wire, 'list'>, facts: FaultFacts, target: FaultTarget): Promise<Aimed> {
  if (!facts.targets.includes(target.kind)) throw unfit(facts, `it can be put on ${facts.targets.map((kind) => targetWords[kind]).join(', or on ')}`)
  switch (target.kind) {
    case 'type':
      return aimAtType(state, facts, target)
    case 'dynos':
      return aimAtDynos(state, facts, target)
    case 'host':
      checkKnown('host', target.host, hosts.map(({ id }) => id))
      return { target, appId: null, dynos: onHosts(state, [target.host]) }
    case 'zone':
      checkKnown('zone', target.zone, zones)
      return { target, appId: null, dynos: onHosts(state, hosts.filter(({ zone }) => zone === target.zone).map(({ id }) => id)) }
    case 'router':
      return { target, appId: null, dynos: Object.values(state.dynos).filter((dyno) => isWeb(dyno) && runs(dyno)) }
    case 'proxy':
      checkKnown('link', target.proxy, (await wire.list()).map(({ name }) => name))
      return { target, appId: null, dynos: [] }
    case 'addon': {
      const addOn = findAddOn(state, target.addOn)
      if (addOn === null) throw new PlatformError('fault-target-unknown', { what: 'add-on', name: target.addOn, known: Object.values(state.addOns).map(({ name }) => name).join(', ') || 'none' })
      return { target: { ...target, addOn: addOn.id }, appId: addOn.appId, dynos: [] }
    }
  }
}

/** Has a process that was not asked to stop. */
export const runs = (dyno: Dyno): boolean => dyno.stopping === null && (dyno.state.kind === 'up' || dyno.state.kind === 'starting')

/** One that is only being prepared has nothing to act on yet; it gets the fault when it is up, if the fault is for late ones. */
const hasProcess = (dyno: Dyno): boolean => runs(dyno) && dyno.pid !== null

export const isWeb = (dyno: Dyno): boolean => dyno.type === 'web' && dyno.kind === 'formation'

const targetWords: Readonly<Record<FaultTarget['kind'], string>> = {
  type: 'a process type', dynos: 'dynos by name', host: 'a host', zone: 'a zone', router: 'the router', proxy: 'a link of the TCP proxy', addon: 'a server of an add-on',
}

function aimAtType(state: PlatformState, facts: FaultFacts, target: Extract<FaultTarget, { kind: 'type' }>): Aimed {
  const app = requireApp(state, target.app)
  if (!Object.hasOwn(app.formation, target.type)) throw new PlatformError('type-not-found', { type: target.type, known: Object.keys(app.formation).join(', ') || 'none', app: app.name })
  if (isAtTheRouter(facts) && target.type !== 'web') throw unfit(facts, 'only web dynos get requests')
  return { target: { ...target, app: app.id }, appId: app.id, dynos: dynosOf(state, app.id).filter((dyno) => dyno.kind === 'formation' && dyno.type === target.type && hasProcess(dyno)) }
}

function aimAtDynos(state: PlatformState, facts: FaultFacts, target: Extract<FaultTarget, { kind: 'dynos' }>): Aimed {
  const app = requireApp(state, target.app)
  const dynos = [...new Set(target.dynos)].map((name) => {
    const found = dynosOf(state, app.id).find((dyno) => dyno.name === name && runs(dyno))
    if (found === undefined) throw new PlatformError('dyno-not-found', { dyno: name, app: app.name })
    if (isAtTheRouter(facts) && !isWeb(found)) throw unfit(facts, `only web dynos get requests, and ${name} is none`)
    return found
  })
  return { target: { ...target, app: app.id }, appId: app.id, dynos }
}

const isAtTheRouter = ({ layer }: FaultFacts): boolean => layer === 'network' || layer === 'http' || layer === 'client' || layer === 'router'

function onHosts(state: PlatformState, names: readonly string[]): Dyno[] {
  return Object.values(state.dynos).filter((dyno) => dyno.host !== undefined && names.includes(dyno.host) && hasProcess(dyno))
}

function checkKnown(what: string, name: string, known: readonly string[]): void {
  if (!known.includes(name)) throw new PlatformError('fault-target-unknown', { what, name, known: known.join(', ') || 'none' })
}

const unfit = (facts: FaultFacts, why: string): PlatformError => new PlatformError('fault-target-unfit', { fault: facts.title, why })
