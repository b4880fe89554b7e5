// A fault that is being put together: which, at what, how set, for how long; and what is still wrong with it.

import { longestLeaseSeconds, type FaultFacts, type FaultParam, type FaultParamValue, type FaultTarget } from '../../shared/domain/fault.ts'
import { layers } from '../text/fault-words.ts'

export type FaultDraft = {
  readonly kind: string
  readonly target: FaultTarget | null
  /** What stands in each knob; NaN while no number does. */
  readonly params: Readonly<Record<string, FaultParamValue>>
  readonly seconds: number
}

const firstSeconds = 60

export function draftOf(fault: FaultFacts): FaultDraft {
  return { kind: fault.kind, target: fault.targets.length === 1 && fault.targets[0] === 'router' ? { kind: 'router' } : null, params: Object.fromEntries(fault.params.map((param) => [param.name, param.value])), seconds: firstSeconds }
}

/** Those that mention every word, by layer; layers without one are left out. */
export function catalogueBy(faults: readonly FaultFacts[], search: string): readonly { readonly layer: FaultFacts['layer']; readonly faults: readonly FaultFacts[] }[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const found = faults.filter((fault) => {
    const text = [fault.kind, fault.title, fault.about, fault.layer, ...fault.leadsTo].join(' ').toLowerCase()
    return words.every((word) => text.includes(word))
  })
  return layers.map((layer) => ({ layer, faults: found.filter((fault) => fault.layer === layer) })).filter((group) => group.faults.length > 0)
}

/** Why it can not be set so, in a sentence; null when it can. */
export function paramProblem(param: FaultParam, value: FaultParamValue | undefined): string | null {
  if (param.kind === 'number') {
    if (typeof value !== 'number' || Number.isNaN(value)) return `${param.title} is a number${unitWord(param.unit)}.`
    if (param.whole === true && !Number.isInteger(value)) return `${param.title} is a whole number${unitWord(param.unit)}.`
    if (value < param.min || value > param.max) return `${param.title} is from ${param.min} to ${param.max}${unitWord(param.unit)}.`
  }
  if (param.kind === 'text' && typeof value === 'string' && value.length > param.maxLength) return `${param.title} has at most ${param.maxLength} characters.`
  return null
}

export function secondsProblem(seconds: number): string | null {
  return Number.isInteger(seconds) && seconds >= 1 && seconds <= longestLeaseSeconds ? null : `A fault lasts from 1 to ${longestLeaseSeconds} whole seconds.`
}

/** What `faults:preview` and `faults:start` take; null while something is missing or wrong. Knobs left as they are, are left out. */
export function faultInput(fault: FaultFacts, draft: FaultDraft): { kind: string; target: FaultTarget; params: Record<string, FaultParamValue> } | null {
  if (draft.target === null || fault.params.some((param) => paramProblem(param, draft.params[param.name]) !== null)) return null
  const changed = fault.params.filter((param) => draft.params[param.name] !== param.value)
  return { kind: fault.kind, target: draft.target, params: Object.fromEntries(changed.map((param) => [param.name, draft.params[param.name] as FaultParamValue])) }
}

/** A mark of the map that was pointed at. */
export type Aimed =
  | { readonly kind: 'dyno'; readonly name: string; readonly type: string; readonly host: string | null }
  | { readonly kind: 'type'; readonly type: string }
  | { readonly kind: 'host'; readonly host: string }
  | { readonly kind: 'zone'; readonly zone: string }
  | { readonly kind: 'router' }
  | { readonly kind: 'proxy'; readonly proxy: string }

/**
 * The target after a press on a mark. A dyno is taken in or out where the fault takes single dynos, and stands for its process type
 * or its host where it does not. Null: the fault can not be aimed at that.
 */
export function aimed(fault: FaultFacts, before: FaultTarget | null, at: Aimed, app: string): FaultTarget | null {
  const takes = (kind: FaultTarget['kind']): boolean => fault.targets.includes(kind)
  switch (at.kind) {
    case 'dyno':
      if (takes('dynos')) return toggled(before, at.name, app)
      if (takes('type')) return { kind: 'type', app, type: at.type }
      return at.host !== null && takes('host') ? { kind: 'host', host: at.host } : null
    case 'type':
      return takes('type') ? { kind: 'type', app, type: at.type } : null
    case 'host':
      return takes('host') ? { kind: 'host', host: at.host } : null
    case 'zone':
      return takes('zone') ? { kind: 'zone', zone: at.zone } : null
    case 'router':
      return takes('router') ? { kind: 'router' } : null
    case 'proxy':
      return takes('proxy') ? { kind: 'proxy', proxy: at.proxy } : null
  }
}

function toggled(before: FaultTarget | null, name: string, app: string): FaultTarget | null {
  const held = before?.kind === 'dynos' ? before.dynos : []
  const dynos = held.includes(name) ? held.filter((entry) => entry !== name) : [...held, name]
  return dynos.length === 0 ? null : { kind: 'dynos', app, dynos }
}

const unitWord = (unit: string): string => (unit === '' ? '' : ` ${unit}`)
