// The blast radius: what a fault would touch, counted before it starts, so that a person sees it and an experiment can cap it. Ours.

import type { Dyno } from '../../../shared/domain/dyno.ts'
import type { BlastRadius, FaultTarget } from '../../../shared/domain/fault.ts'
import type { PlatformState } from '../../../shared/domain/state.ts'
import { isWeb, runs } from './aim.ts'

export function blastRadius(state: PlatformState, target: FaultTarget, appId: string | null, dynos: readonly Dyno[]): BlastRadius {
  const apps = appId !== null ? [appId] : target.kind === 'router' ? Object.keys(state.apps) : [...new Set(dynos.map((dyno) => dyno.appId))]
  const web = Object.values(state.dynos).filter((dyno) => apps.includes(dyno.appId) && isWeb(dyno) && runs(dyno))
  const touchedWeb = dynos.filter(isWeb)
  return {
    apps,
    dynoIds: dynos.map(({ id }) => id),
    hosts: [...new Set(dynos.flatMap(({ host }) => (host === undefined ? [] : [host])))].sort(),
    proxies: target.kind === 'proxy' ? [target.proxy] : [],
    percentOfWeb: web.length === 0 ? 0 : Math.round((touchedWeb.length / web.length) * 100),
    sentence: sentence(state, target, apps, dynos),
  }
}

function sentence(state: PlatformState, target: FaultTarget, apps: readonly string[], dynos: readonly Dyno[]): string {
  switch (target.kind) {
    case 'type':
    case 'dynos':
      return `${partsOf(state, apps, dynos)}.`
    case 'host':
      return `Host ${target.host}: ${partsOf(state, apps, dynos)}.`
    case 'zone':
      return `Zone ${target.zone}: ${partsOf(state, apps, dynos)}.`
    case 'router':
      return `The router, for all of ${count(apps.length, 'app')} with ${count(dynos.length, 'web dyno')}.`
    case 'proxy':
      return `Every connection through the link ${target.proxy}.`
    case 'addon':
      return `The ${target.server ?? 'primary'} of add-on ${state.addOns[target.addOn]?.name ?? target.addOn}.`
  }
}

/** `1 of 3 web dynos of shop and 1 of 1 worker dyno of shop`. */
function partsOf(state: PlatformState, apps: readonly string[], dynos: readonly Dyno[]): string {
  const parts = apps.flatMap((appId) => {
    const touched = dynos.filter((dyno) => dyno.appId === appId)
    return [...new Set(touched.map(({ type }) => type))].sort().map((type) => {
      const all = Object.values(state.dynos).filter((dyno) => dyno.appId === appId && dyno.type === type && runs(dyno)).length
      return `${touched.filter((dyno) => dyno.type === type).length} of ${count(all, `${type} dyno`)} of ${state.apps[appId]?.name ?? appId}`
    })
  })
  return parts.length === 0 ? 'no dyno that runs now' : parts.join(' and ')
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`
