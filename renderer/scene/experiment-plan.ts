// An experiment as a picture before it runs: its steps on a line of time, and its probes with their bounds.

import type { Experiment, Probe, Step } from '../../shared/experiment/experiment-form.ts'
import { probeInWords } from '../../shared/experiment/probe-words.ts'

/** Seconds from the start of the method. */
export type PlanStep = { readonly words: string; readonly from: number; readonly to: number; readonly isFault: boolean }
export type PlanProbe = { readonly name: string; readonly words: string; readonly bounds: Bounds | null }
/** Null on a side that is open. */
export type Bounds = { readonly least: number | null; readonly most: number | null }
export type ExperimentPlan = { readonly steps: readonly PlanStep[]; readonly seconds: number; readonly probes: readonly PlanProbe[] }

/** A step in a moment is drawn this wide, in seconds. */
const momentSeconds = 1

export function planOf(experiment: Experiment): ExperimentPlan {
  const steps: PlanStep[] = []
  let now = 0
  for (const step of experiment.method) {
    const from = step.atSeconds ?? now + (step.afterSeconds ?? 0)
    const lasts = step.do === 'fault' || step.do === 'wait' ? step.seconds : 0
    now = from + (step.do === 'wait' ? lasts : 0)
    steps.push({ words: stepWords(step), from, to: from + Math.max(momentSeconds, lasts), isFault: step.do === 'fault' })
  }
  return { steps, seconds: Math.max(momentSeconds, ...steps.map(({ to }) => to)), probes: experiment.steadyState.map((probe) => ({ name: probe.name, words: probeInWords(probe), bounds: boundsOf(probe) })) }
}

function boundsOf(probe: Probe): Bounds | null {
  if (probe.probe === 'http-body') return null
  const { is, atLeast, atMost, within } = probe
  if (is !== undefined) return Array.isArray(is) ? { least: Math.min(...is), most: Math.max(...is) } : { least: is, most: is }
  if (within !== undefined) return { least: within[0], most: within[1] }
  return { least: atLeast ?? null, most: atMost ?? null }
}

function stepWords(step: Step): string {
  switch (step.do) {
    case 'fault':
      return `${step.fault} on ${aimWords(step.on)} for ${step.seconds} s`
    case 'scale':
      return `scale ${step.type} to ${step.to}`
    case 'restart':
      return `restart ${step.dyno ?? 'all dynos'}`
    case 'maintenance':
      return `maintenance mode ${step.on ? 'on' : 'off'}`
    case 'config':
      return `set ${Object.keys(step.set).join(', ')}`
    case 'routing':
      return `route by ${step.strategy ?? (step.sticky === true ? 'sticky sessions' : 'no sticky sessions')}`
    case 'roll-back':
      return 'roll back to the release before'
    case 'wait':
      return `wait ${step.seconds} s`
    case 'check':
      return `check ${step.probe}`
  }
}

function aimWords(on: Extract<Step, { do: 'fault' }>['on']): string {
  if ('type' in on) return `all ${on.type} dynos`
  if ('dynos' in on) return on.dynos.join(', ')
  if ('host' in on) return `host ${on.host}`
  if ('zone' in on) return `zone ${on.zone}`
  return 'proxy' in on ? `link ${on.proxy}` : 'the router'
}
