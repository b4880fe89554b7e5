// What the checks of the machine need from other adapters: how builds and dynos find their programs and ports.

import type { MachineFacts } from '../adapters/machine/check.ts'
import { hostEnvironment } from '../adapters/process/host-environment.ts'
import { defaultPortRange, isPortFree } from '../adapters/process/port-pool.ts'
import { findOnPath, findShell } from '../adapters/process/shell.ts'
import { usualPorts } from './serve-options.ts'

export function machineFacts(own: Pick<MachineFacts, 'dataDir' | 'controlPort' | 'routerPort'>): MachineFacts {
  const toolEnv = hostEnvironment(process.env)
  return {
    ...own, platform: process.platform, env: process.env, toolEnv, usualPorts: Object.values(usualPorts), dynoPorts: defaultPortRange,
    findProgram: (name) => findOnPath(name, toolEnv['PATH'] ?? ''),
    findShell: shellOrNull,
    isPortFree,
  }
}

/** That there is none is a finding here, not a refusal. */
function shellOrNull(): string | null {
  try {
    return findShell()
  } catch {
    return null
  }
}
