import { dynoRuntimeContract } from '../../engine/ports/dyno-runtime.contract.ts'
import { makeDockerWorld } from './docker-world.fixture.ts'

dynoRuntimeContract('docker', () => makeDockerWorld('/tmp/dk/docker.sock', 'dynarium/test-stack:1'))
