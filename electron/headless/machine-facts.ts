// What the checks of the machine need from other adapters: how builds and dynos find their programs and ports.

import { homedir } from 'node:os'
import type { Around } from '../adapters/docker/engine-places.ts'
import type { MachineFacts } from '../adapters/machine/check.ts'
import { hostEnvironment } from '../adapters/process/host-environment.ts'
import { defaultPortRange, isPortFree } from '../adapters/process/port-pool.ts'
import { findOnPath, findShell } from '../adapters/process/shell.ts'
import { usualPorts } from './serve-options.ts'

export function machineFacts(own: Pick<MachineFacts, 'dataDir' | 'controlPort' | 'routerPort' | 'lookAtContainers'>): MachineFacts {
  const toolEnv = hostEnvironment(process.env)
  return {
    ...own, platform: process.platform, env: process.env, toolEnv, usualPorts: Object.values(usualPorts), dynoPorts: defaultPortRange,
    findProgram: (name) => findOnPath(name, toolEnv['PATH'] ?? ''),
    findShell: shellOrNull,
    isPortFree,
  }
}

/** Engines are looked for as the docker command would be: in the environment that Dynarium was started in. */
export function aroundEngines(): Around {
  return { platform: process.platform, env: process.env, home: homedir(), root: '', findProgram: (name) => findOnPath(name, process.env['PATH'] ?? '') }
}

/** For `heroku run`: the CLI starts it by name, in much the same environment. */
export const hasSsh = (): boolean => findOnPath('ssh', process.env['PATH'] ?? '') !== null

/** That there is none is a finding here, not a refusal. */
function shellOrNull(): string | null {
  try {
    return findShell()
  } catch {
    return null
  }
}
