import { describe } from 'vitest'
import { dynoRuntimeContract } from '../../engine/ports/dyno-runtime.contract.ts'
import { dockerForTests, makeDockerWorld } from './docker-world.fixture.ts'

describe.skipIf(dockerForTests === null)('containers, which need a Docker (DYNARIUM_DOCKER) and a stack (DYNARIUM_STACK_IMAGE)', () => {
  dynoRuntimeContract('docker', () => makeDockerWorld())
})
