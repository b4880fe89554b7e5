// From Chaos Toolkit's JSON to an experiment of ours. All of it or nothing: what is not known is refused by name, with its place, so that
// nobody runs half an experiment believing it whole.

import { httpAction, processAction, pythonAction, type Action, type StepInput } from './chaos-faults.ts'
import { httpProbe } from './chaos-probes.ts'
import { filledIn, isValues, listOf, readChaosSource, strangers, type ChaosSource, type Path, type Values } from './chaos-source.ts'
import type { ExperimentInput } from './experiment-form.ts'
import type { Problem } from '../yaml/places.ts'
import { readExperiment } from './read-experiment.ts'
import { writeExperiment } from './write-experiment.ts'

export type Imported = { readonly text: string; readonly problems: readonly [] } | { readonly text: null; readonly problems: readonly Problem[] }

type Draft = { readonly probes: ExperimentInput['steadyState'][number][]; readonly hosts: Set<string>; readonly method: StepInput[]; readonly notes: string[] }
/** A fault that began and was not ended yet, with the pauses since. */
type Open = { readonly name: string; readonly step: { seconds?: number | undefined }; seconds: number }

const topKeys = ['version', 'title', 'description', 'tags', 'contributions', 'configuration', 'secrets', 'controls', 'extensions', 'runtime', 'steady-state-hypothesis', 'method', 'rollbacks', '$schema']
const activityKeys = ['type', 'name', 'provider', 'pauses', 'tolerance', 'background', 'controls']
const maxProblems = 10
const faultSeconds = 30

export function importChaosToolkit(json: string): Imported {
  const source = readChaosSource(json)
  if (Array.isArray(source)) return { text: null, problems: source }
  const chaos = source as ChaosSource
  const draft: Draft = { probes: [], hosts: new Set(), method: [], notes: ['Imported from Chaos Toolkit. Which app it is about is chosen when it is run.'] }
  frame(chaos)
  hypothesis(chaos, draft)
  method(chaos, draft)
  rollbacks(chaos, draft)
  if (draft.hosts.size > 1) chaos.refuse(['steady-state-hypothesis'], `the probes ask ${[...draft.hosts].join(' and ')}; an experiment is about one app.`)
  if (chaos.problems().length > 0) return { text: null, problems: chaos.problems().slice(0, maxProblems) }
  const text = writeExperiment(experimentOf(chaos.root, draft), draft.notes)
  const { problems } = readExperiment(text)
  return problems.length === 0 ? { text, problems: [] } : { text: null, problems: problems.map(({ message }) => ({ line: 1, column: 1, message: `As an experiment here it would not be right: ${message}` })) }
}

function experimentOf(root: Values, { probes, method }: Draft): ExperimentInput {
  const about = typeof root['description'] === 'string' && root['description'] !== '' ? { about: root['description'].slice(0, 4000) } : {}
  return { title: String(root['title']).slice(0, 120), ...about, steadyState: probes, method, blastRadius: { percentOfWeb: 50 } }
}

function frame(chaos: ChaosSource): void {
  const { root, refuse } = chaos
  if (typeof root['title'] !== 'string' || root['title'] === '') refuse(['title'], 'it is missing.')
  for (const key of strangers(root, topKeys)) refuse([key], `"${key}" is not known here.`)
  for (const key of ['secrets', 'controls', 'extensions']) {
    const value = root[key]
    if (listOf(value).length > 0 || (isValues(value) && Object.keys(value).length > 0)) refuse([key], `experiments here have no ${key}.`)
  }
  const runtime = root['runtime']
  if (runtime !== undefined && JSON.stringify(runtime) !== '{"rollbacks":{"strategy":"always"}}') refuse(['runtime'], 'only {"rollbacks": {"strategy": "always"}} is done here: every run is rolled back.')
}

function hypothesis(chaos: ChaosSource, draft: Draft): void {
  const at = ['steady-state-hypothesis']
  const found = filled(chaos, chaos.root['steady-state-hypothesis'])
  if (!isValues(found) || listOf(found['probes']).length === 0) return chaos.refuse(at, 'it has no probes, so nothing could be judged.')
  for (const key of strangers(found, ['title', 'probes', 'controls'])) chaos.refuse([...at, key], `"${key}" is not known here.`)
  for (const [index, probe] of listOf(found['probes']).entries()) takeProbe(chaos, draft, [...at, 'probes', index], probe)
}

function takeProbe(chaos: ChaosSource, draft: Draft, at: Path, given: unknown): string | null {
  const activity = activityOf(chaos, at, given)
  if (activity === null) return null
  const { name, provider } = activity
  if (provider['type'] !== 'http') {
    chaos.refuse([...at, 'provider'], `the probe "${name}" is of the kind ${providerName(provider)}; only http probes of the app are known here.`)
    return null
  }
  const { probes, host, refused } = httpProbe(name, provider, activity.values['tolerance'])
  for (const { where, why } of refused) chaos.refuse([...at, ...where], `the probe "${name}": ${why}`)
  if (host !== null) draft.hosts.add(host)
  draft.probes.push(...probes)
  return name
}

function method(chaos: ChaosSource, draft: Draft): void {
  const steps = listOf(filled(chaos, chaos.root['method']))
  if (steps.length === 0) return chaos.refuse(['method'], 'it is empty.')
  const open: Open[] = []
  const wait = (seconds: unknown, at: Path): void => {
    if (seconds === undefined) return
    if (typeof seconds !== 'number' || seconds < 0) return chaos.refuse(at, 'it has to be a number of seconds.')
    if (seconds === 0) return
    draft.method.push({ do: 'wait', seconds: Math.max(1, Math.round(seconds)) })
    for (const one of open) one.seconds += Math.max(1, Math.round(seconds))
  }
  for (const [index, given] of steps.entries()) {
    const at = ['method', index]
    const activity = activityOf(chaos, at, given)
    if (activity === null) continue
    const pauses = isValues(activity.values['pauses']) ? activity.values['pauses'] : {}
    wait(pauses['before'], [...at, 'pauses', 'before'])
    if (activity.values['type'] === 'probe') probeStep(chaos, draft, at, given, activity.name)
    else actionStep(chaos, draft, open, [...at, 'provider'], activity.name, actionOf(activity.provider))
    wait(pauses['after'], [...at, 'pauses', 'after'])
  }
  for (const one of open) close(one)
}

/** In a method a probe is a look; without a tolerance it judges nothing. */
function probeStep(chaos: ChaosSource, draft: Draft, at: Path, given: unknown, name: string): void {
  const before = draft.probes.length
  if (takeProbe(chaos, draft, at, given) === null) return
  const added = draft.probes.splice(before)
  for (const probe of added) {
    const known = draft.probes.some((one) => one.name === probe.name)
    if (!known) draft.probes.push({ ...probe, when: ['during'] })
    draft.method.push({ do: 'check', probe: probe.name })
  }
  if (added.length === 0) chaos.refuse(at, `the probe "${name}" judges nothing.`)
}

function actionStep(chaos: ChaosSource, draft: Draft, open: Open[], at: Path, name: string, action: Action): void {
  switch (action.kind) {
    case 'refused':
      return chaos.refuse(at, `the action "${name}": ${action.why}.`)
    case 'step':
      return void draft.method.push(action.step)
    case 'begins': {
      const step = { ...action.fault }
      draft.method.push(step)
      return void open.push({ name: action.name, step, seconds: 0 })
    }
    case 'ends': {
      const ended = open.filter((one) => action.name === null || one.name === action.name)
      if (ended.length === 0 && action.name !== null) return chaos.refuse(at, `the action "${name}" ends what no step before it began.`)
      for (const one of ended) close(one)
      open.splice(0, open.length, ...open.filter((one) => !ended.includes(one)))
      draft.notes.push(`"${name}" is the end of the fault's own seconds here.`)
    }
  }
}

function close(one: Open): void {
  one.step.seconds = one.seconds > 0 ? one.seconds : faultSeconds
}

function rollbacks(chaos: ChaosSource, draft: Draft): void {
  for (const [index, given] of listOf(filled(chaos, chaos.root['rollbacks'])).entries()) {
    const activity = activityOf(chaos, ['rollbacks', index], given)
    if (activity === null) continue
    const action = actionOf(activity.provider)
    if (action.kind === 'ends' || isUndone(draft.method, action)) draft.notes.push(`"${activity.name}" stands in its rollbacks; here every run is rolled back by itself.`)
    else chaos.refuse(['rollbacks', index, 'provider'], `"${activity.name}" is not the end of something that the method did; only that is rolled back here.`)
  }
}

function isUndone(method: readonly StepInput[], action: Action): boolean {
  if (action.kind !== 'step') return false
  const { step } = action
  if (step.do === 'maintenance') return !step.on && method.some((one) => one.do === 'maintenance')
  return step.do === 'scale' && method.some((one) => one.do === 'scale' && (one.type ?? 'web') === (step.type ?? 'web'))
}

function actionOf(provider: Values): Action {
  const given = isValues(provider['arguments']) ? provider['arguments'] : {}
  if (provider['type'] === 'python') return pythonAction(String(provider['module']), String(provider['func']), given)
  if (provider['type'] === 'http') return httpAction(String(provider['method'] ?? 'GET').toUpperCase(), String(provider['url']), given)
  if (provider['type'] === 'process') return processAction(String(provider['path']), wordsOf(provider['arguments']))
  return { kind: 'refused', why: `providers of type "${String(provider['type'])}" are not known here` }
}

/** A line, or options and their values. */
function wordsOf(given: unknown): string[] {
  if (typeof given === 'string') return given.split(/\s+/).filter((word) => word !== '')
  if (Array.isArray(given)) return given.map(String)
  return isValues(given) ? Object.entries(given).flatMap(([key, value]) => (value === '' || value === null ? [key] : [key, String(value)])) : []
}

type Activity = { readonly name: string; readonly provider: Values; readonly values: Values }

function activityOf(chaos: ChaosSource, at: Path, given: unknown): Activity | null {
  if (!isValues(given)) return refuse('it has to be an activity with a name and a provider.')
  if (given['ref'] !== undefined) return refuse('references (ref) are not known here; write the activity out.')
  const stranger = strangers(given, activityKeys)[0]
  if (stranger !== undefined) return refuse(`"${stranger}" is not known here.`)
  if (given['background'] === true) return refuse('steps are done one after another here, none in the background.')
  if (listOf(given['controls']).length > 0) return refuse('experiments here have no controls.')
  if (!isValues(given['provider'])) return refuse('it has no provider.')
  const left = /\$\{\w+\}/.exec(JSON.stringify(given))?.[0]
  if (left !== undefined) return refuse(`${left} has no value in the configuration.`)
  return { name: String(given['name'] ?? ''), provider: given['provider'], values: given }

  function refuse(why: string): null {
    chaos.refuse(at, why)
    return null
  }
}

const providerName = (provider: Values): string => (provider['type'] === 'python' ? `${String(provider['module'])}.${String(provider['func'])}` : String(provider['type']))

const filled = (chaos: ChaosSource, value: unknown): unknown => filledIn(value, isValues(chaos.root['configuration']) ? chaos.root['configuration'] : {})
