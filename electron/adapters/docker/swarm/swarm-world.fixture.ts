// A world for tests on a swarm of two nodes.

import { dockerAt, dockerForTests, makeContainerWorld, makeFolder, type DockerWorld } from '../docker-world.fixture.ts'
import { startCluster, whyNoCluster, type SwarmCluster } from './swarm-cluster.fixture.ts'
import { createSwarmRuntime, type SwarmRuntimeOptions } from './swarm-runtime.ts'

const image = dockerForTests?.image ?? ''

/** Null where there can be one. */
export const whyNoSwarm: string | null = dockerForTests === null ? 'no Docker (DYNARIUM_DOCKER) with a stack (DYNARIUM_STACK_IMAGE)' : whyNoCluster()

export const startSwarm = (heartbeatMs?: number): Promise<SwarmCluster> => startCluster(dockerAt(dockerForTests?.address ?? ''), image, heartbeatMs)

export function makeSwarmWorld({ manager, worker }: SwarmCluster, options: Partial<SwarmRuntimeOptions> = {}): DockerWorld {
  return makeContainerWorld(makeFolder('swarm'), (dataDir, openSlug) => createSwarmRuntime({
    manager: manager.docker, nodes: [worker.docker, manager.docker], dataDir, sessionId: 'session-1', sampleEveryMs: 200, image: () => Promise.resolve(image), openSlug,
    ...options,
  }))
}
