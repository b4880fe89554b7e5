// The command that equals a `faults:start`: for the chain of causes and for the window, which reads it back.

import type { FaultParamValue, FaultTarget } from '../domain/fault.ts'
import { quoted } from './quoted.ts'

export type FaultCommand = {
  readonly kind: string
  readonly target: FaultTarget
  readonly params?: Readonly<Record<string, FaultParamValue>> | undefined
  /** Left out where it is: the command's own time then. */
  readonly seconds?: number | undefined
}

/** Its words, each as it is typed, without the app that its target may have. */
export function faultStartWords({ kind, target, params = {}, seconds }: FaultCommand): string[] {
  const knobs = Object.entries(params).map(([name, value]) => flag(name, String(value)))
  return ['faults:start', quoted(kind), targetFlag(target), ...knobs, ...(seconds === undefined ? [] : [`--seconds ${seconds}`])]
}

function targetFlag(target: FaultTarget): string {
  switch (target.kind) {
    case 'type':
      return flag('type', target.type)
    case 'dynos':
      return flag('dyno', target.dynos.join(','))
    case 'host':
      return flag('host', target.host)
    case 'zone':
      return flag('zone', target.zone)
    case 'router':
      return '--router'
    case 'proxy':
      return flag('proxy', target.proxy)
    case 'addon':
      return `${flag('addon', target.addOn)}${target.server === undefined ? '' : ` ${flag('server', target.server)}`}`
  }
}

/** A value that looks like a flag is tied to its own. */
const flag = (name: string, value: string): string => `--${name}${value.startsWith('-') ? '=' : ' '}${quoted(value)}`
