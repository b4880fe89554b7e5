// A world for tests on real containers.

import Docker from 'dockerode'
import { makeSlugWorld, specsFor, type SlugWorld } from '../parts/runtime-world.fixture.ts'
import { makeFolder } from '../parts/test-files.fixture.ts'
import { createDockerRuntime, type DockerRuntime, type DockerRuntimeOptions } from './docker-runtime.ts'

export { makeSlugWorld as makeContainerWorld, waitUntil, witness, type Witness } from '../parts/runtime-world.fixture.ts'
export { makeFolder } from '../parts/test-files.fixture.ts'

export type DockerForTests = { readonly address: string; readonly image: string }

/** What tests run on; null where there is none. */
export const dockerForTests: DockerForTests | null = fromEnvironment(process.env['DYNARIUM_DOCKER'], process.env['DYNARIUM_STACK_IMAGE'])

export type DockerWorld = SlugWorld<DockerRuntime>

export function dockerAt(address: string): Docker {
  return address.startsWith('unix://') ? new Docker({ socketPath: address.slice('unix://'.length) }) : new Docker({ host: address })
}

export function makeDockerWorld(options: Partial<DockerRuntimeOptions> = {}): DockerWorld {
  return makeSlugWorld(options.dataDir ?? makeFolder('docker'), (dataDir, openSlug) => createDockerRuntime({
    docker: dockerAt(dockerForTests?.address ?? ''), dataDir, sessionId: 'session-1', sampleEveryMs: 200, isDirect: process.platform === 'linux',
    image: () => Promise.resolve(dockerForTests?.image ?? ''), openSlug,
    ...options,
  }))
}

export const dynoSpec = specsFor('docker')

function fromEnvironment(address = '', image = ''): DockerForTests | null {
  return address === '' || image === '' ? null : { address, image }
}
