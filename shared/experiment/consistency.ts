// What a schema can not say: names that are used are there, bounds are bounds, the timeline goes forward.

import type { Experiment, Probe } from './experiment-form.ts'

export type Inconsistency = { readonly path: readonly PropertyKey[]; readonly message: string }

const boundKeys = ['is', 'atLeast', 'atMost', 'within'] as const

export function inconsistencies(experiment: Experiment): Inconsistency[] {
  return [...probes(experiment), ...steps(experiment), ...abort(experiment), ...radius(experiment)]
}

function probes({ steadyState }: Experiment): Inconsistency[] {
  const found = steadyState.flatMap((probe, index) => bounds(probe, ['steadyState', index]))
  const names = steadyState.map(({ name }) => name)
  return [...found, ...names.flatMap((name, index) => (names.indexOf(name) < index ? [{ path: ['steadyState', index, 'name'], message: `Two probes are named "${name}". Give each its own name.` }] : []))]
}

function bounds(probe: Probe, path: readonly PropertyKey[]): Inconsistency[] {
  if (probe.probe === 'http-body') return []
  const given = boundKeys.filter((key) => probe[key] !== undefined)
  if (given.length !== 1) return [{ path, message: `"${probe.name}" needs exactly one of is, atLeast, atMost and within; it has ${given.length === 0 ? 'none' : given.join(' and ')}.` }]
  return probe.within !== undefined && probe.within[0] > probe.within[1] ? [{ path: [...path, 'within'], message: 'within goes from the smaller number to the larger one.' }] : []
}

function steps({ method, steadyState }: Experiment): Inconsistency[] {
  const found: Inconsistency[] = []
  let latest = 0
  for (const [index, step] of method.entries()) {
    const path = ['method', index]
    if (step.atSeconds !== undefined && step.afterSeconds !== undefined) found.push({ path, message: 'A step has atSeconds or afterSeconds, not both.' })
    if (step.atSeconds !== undefined && step.atSeconds < latest) found.push({ path: [...path, 'atSeconds'], message: `The step before it is at ${latest} seconds already. Steps stand in the order of time.` })
    latest = step.atSeconds ?? latest + (step.afterSeconds ?? 0)
    if (step.do === 'wait') latest += step.seconds
    if (step.do === 'check' && !isProbe(steadyState, step.probe)) found.push(noProbe([...path, 'probe'], step.probe, steadyState))
    if (step.do === 'routing' && step.strategy === undefined && step.sticky === undefined) found.push({ path, message: 'routing needs a strategy, or sticky.' })
  }
  return found
}

function abort({ abort, steadyState }: Experiment): Inconsistency[] {
  return abort.probes.flatMap(({ probe }, index) => (isProbe(steadyState, probe) ? [] : [noProbe(['abort', 'probes', index, 'probe'], probe, steadyState)]))
}

function radius({ blastRadius: { dynos, percentOfWeb } }: Experiment): Inconsistency[] {
  return dynos === undefined && percentOfWeb === undefined ? [{ path: ['blastRadius'], message: 'blastRadius needs dynos, percentOfWeb or both: the most that may be touched.' }] : []
}

const isProbe = (probes: readonly Probe[], name: string): boolean => probes.some((probe) => probe.name === name)
const noProbe = (path: readonly PropertyKey[], name: string, probes: readonly Probe[]): Inconsistency => ({ path, message: `No probe of steadyState is named "${name}"; there are: ${probes.map((probe) => probe.name).join(', ')}.` })
