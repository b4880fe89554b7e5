// The blast radius of a whole experiment: all that its faults and restarts would touch, together. Dynos that its setup will start count
// as if they were there. Ours.

import { dynosOf, type PlatformState } from '../../../shared/domain/state.ts'
import type { App } from '../../../shared/domain/app.ts'
import type { Dyno } from '../../../shared/domain/dyno.ts'
import type { BlastRadius } from '../../../shared/domain/fault.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { Experiment, Step } from '../../../shared/experiment/experiment-form.ts'
import { targetOf } from '../../../shared/experiment/target-words.ts'
import type { FaultDoor } from './deps.ts'

/** `names`: dynos that are not there yet. */
type Touched = { readonly radius: BlastRadius | null; readonly names: readonly string[] }

export type WholeRadius = {
  readonly radius: BlastRadius
  /** Dynos in it, those that are not there yet included. */
  readonly count: number
}

/** Rejects with PlatformError when a fault can not be done at all. */
export async function radiusOf(state: PlatformState, faults: FaultDoor, app: App, experiment: Experiment): Promise<WholeRadius> {
  const all: Touched[] = []
  for (const step of experiment.method) {
    if (step.do === 'fault') all.push(await ofFault(faults, app, experiment, step))
    if (step.do === 'restart') all.push({ radius: null, names: restarted(state, app, step.dyno) })
  }
  const present = dynosOf(state, app.id)
  const ids = unique(all.flatMap(({ radius, names }) => [...(radius?.dynoIds ?? []), ...names.map((name) => present.find((dyno) => dyno.name === name)?.id ?? name)]))
  const apps = unique([app.id, ...all.flatMap(({ radius }) => radius?.apps ?? [])])
  const web = ids.filter((id) => isWebOf(state, app, id)).length
  const ofWeb = Math.max(web, plannedWeb(present, experiment))
  const proxies = unique(all.flatMap(({ radius }) => radius?.proxies ?? []))
  const radius = {
    apps, dynoIds: ids.filter((id) => state.dynos[id] !== undefined), hosts: unique(all.flatMap(({ radius }) => radius?.hosts ?? [])), proxies,
    percentOfWeb: ofWeb === 0 ? 0 : Math.round((web / ofWeb) * 100),
    sentence: sentence(app, ids.length, web, ofWeb, apps.length - 1, proxies),
  }
  return { radius, count: ids.length }
}

export function refuseAbove(experiment: Experiment, { radius, count }: WholeRadius): void {
  const { dynos, percentOfWeb } = experiment.blastRadius
  const most = [...(dynos !== undefined && count > dynos ? [`${dynos} dynos`] : []), ...(percentOfWeb !== undefined && radius.percentOfWeb > percentOfWeb ? [`${percentOfWeb}% of the web dynos`] : [])]
  if (most.length > 0) throw new PlatformError('experiment-radius', { touches: `${radius.sentence.replace(/\.$/, '')} (${radius.percentOfWeb}% of the web dynos)`, most: most.join(' and ') })
}

async function ofFault(faults: FaultDoor, app: App, { setup }: Experiment, step: Extract<Step, { do: 'fault' }>): Promise<Touched> {
  try {
    return { radius: await faults.preview({ kind: step.fault, target: targetOf(step.on, app.id), params: step.params }), names: plannedNames(setup, step) }
  } catch (error) {
    if (!(error instanceof PlatformError) || error.code !== 'dyno-not-found' || !('dynos' in step.on) || !plannedNames(setup, step).length) throw error
    return { radius: null, names: step.on.dynos }
  }
}

/** Of a type that the setup scales. */
function plannedNames(setup: Experiment['setup'], { on }: Extract<Step, { do: 'fault' }>): string[] {
  const planned = setup.flatMap((one) => (one.do === 'scale' ? Array.from({ length: one.to }, (_, index) => ({ type: one.type, name: `${one.type}.${index + 1}` })) : []))
  if ('type' in on) return planned.filter(({ type }) => type === on.type).map(({ name }) => name)
  return 'dynos' in on ? planned.map(({ name }) => name).filter((name) => on.dynos.includes(name)) : []
}

function restarted(state: PlatformState, app: App, dyno: string | undefined): string[] {
  return dynosOf(state, app.id).filter(({ kind, name, type }) => kind === 'formation' && (dyno === undefined || name === dyno || type === dyno)).map(({ name }) => name)
}

function plannedWeb(present: readonly Dyno[], { setup }: Experiment): number {
  const scaled = setup.flatMap((one) => (one.do === 'scale' && one.type === 'web' ? [one.to] : []))
  return scaled.at(-1) ?? present.filter(({ type, stopping }) => type === 'web' && stopping === null).length
}

const isWebOf = (state: PlatformState, app: App, id: string): boolean => {
  const dyno = state.dynos[id]
  return dyno === undefined ? id.startsWith('web.') : dyno.appId === app.id && dyno.type === 'web'
}

function sentence(app: App, dynos: number, web: number, ofWeb: number, otherApps: number, proxies: readonly string[]): string {
  const parts = [
    ...(web > 0 ? [`${web} of ${ofWeb} web dynos of ${app.name}`] : []),
    ...(dynos > web ? [`${dynos - web} other ${dynos - web === 1 ? 'dyno' : 'dynos'}`] : []),
    ...(proxies.length > 0 ? [`the ${proxies.length === 1 ? 'link' : 'links'} ${proxies.join(', ')}`] : []),
  ]
  return `${parts.length === 0 ? 'No dyno that runs now' : parts.join(', ')}${otherApps > 0 ? `; dynos of ${otherApps} other ${otherApps === 1 ? 'app' : 'apps'} are among them` : ''}.`
}

const unique = <T>(list: readonly T[]): T[] => [...new Set(list)]
