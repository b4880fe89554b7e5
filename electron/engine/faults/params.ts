// The knobs of a fault, checked against its own list: unknown names and values out of range are refused in words, what was left out
// gets its default. Ours.

import type { FaultFacts, FaultParam, FaultParamValue } from '../../../shared/domain/fault.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { ParamValues } from './fault.ts'

export function checkedParams({ kind, params }: FaultFacts, given: ParamValues): ParamValues {
  for (const name of Object.keys(given)) {
    if (!params.some((param) => param.name === name)) throw new PlatformError('fault-param-unknown', { fault: kind, param: name, known: params.map((param) => param.name).join(', ') || 'none' })
  }
  return Object.fromEntries(params.map((param) => [param.name, valueOf(kind, param, Object.hasOwn(given, param.name) ? given[param.name] : undefined)]))
}

function valueOf(fault: string, param: FaultParam, given: FaultParamValue | undefined): FaultParamValue {
  if (given === undefined) return param.value
  if (!isWithin(param, given)) throw new PlatformError('fault-param-invalid', { fault, param: param.name, value: String(given).slice(0, 80), range: rangeText(param) })
  return given
}

function isWithin(param: FaultParam, value: FaultParamValue): boolean {
  switch (param.kind) {
    case 'number':
      return typeof value === 'number' && value >= param.min && value <= param.max && (param.whole !== true || Number.isInteger(value))
    case 'choice':
      return typeof value === 'string' && param.choices.includes(value)
    case 'text':
      return typeof value === 'string' && value.length <= param.maxLength
    case 'switch':
      return typeof value === 'boolean'
  }
}

function rangeText(param: FaultParam): string {
  switch (param.kind) {
    case 'number':
      return `a ${param.whole === true ? 'whole ' : ''}number from ${param.min} to ${param.max}${param.unit === '' ? '' : ` ${param.unit}`}`
    case 'choice':
      return `one of ${param.choices.join(', ')}`
    case 'text':
      return `a text of at most ${param.maxLength} characters`
    case 'switch':
      return 'true or false'
  }
}
