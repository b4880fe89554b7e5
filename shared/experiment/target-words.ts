// Targets as they stand in a file, as faults take them, and as people read them.

import type { AppId } from '../domain/app.ts'
import type { FaultTarget } from '../domain/fault.ts'
import type { TargetForm } from './experiment-form.ts'

export function targetOf(form: TargetForm, app: AppId): FaultTarget {
  if ('type' in form) return { kind: 'type', app, type: form.type }
  if ('dynos' in form) return { kind: 'dynos', app, dynos: form.dynos }
  if ('host' in form) return { kind: 'host', host: form.host }
  if ('zone' in form) return { kind: 'zone', zone: form.zone }
  return 'proxy' in form ? { kind: 'proxy', proxy: form.proxy } : { kind: 'router' }
}

export function targetInWords(target: FaultTarget): string {
  switch (target.kind) {
    case 'type':
      return `all ${target.type} dynos`
    case 'dynos':
      return target.dynos.join(', ')
    case 'host':
      return `host ${target.host}`
    case 'zone':
      return `zone ${target.zone}`
    case 'router':
      return 'the router'
    case 'proxy':
      return `the link ${target.proxy}`
    case 'addon':
      return `the ${target.server ?? 'primary'} of add-on ${target.addOn}`
  }
}
