// The container engine of a simulated world: none. Nothing of an app is run there, so there is nothing that a container could hold.

import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { DockerReport } from '../../../shared/protocol/containers.ts'
import type { ContainerHost } from '../ports/container-host.ts'

const report: Extract<DockerReport, { kind: 'trouble' }> = {
  kind: 'trouble', trouble: 'none', happened: 'This platform is simulated: nothing of an app is run, in containers or otherwise.',
  fix: 'Start Dynarium without --runtime simulated to use containers.', without: 'Everything that can be simulated goes on.', command: null, address: null, raw: null,
}

export function createSimulatedContainers(): ContainerHost {
  const refuse = (): Promise<never> => Promise.reject(new PlatformError('docker-unavailable', { happened: report.happened, fix: report.fix }))
  return {
    stacks: [],
    look: () => Promise.resolve(report), images: refuse, bring: () => ({ done: refuse(), cancel: () => {} }), exportImage: refuse, removeImage: refuse, imageOf: refuse, made: refuse, removeMade: refuse, stop: () => Promise.resolve(),
  }
}
