import { describe } from 'vitest'
import { buildHostContract } from '../../engine/ports/build-host.contract.ts'
import { makeContainerBuildWorld, testEngine, type TestEngine } from './container-builds.fixture.ts'

const engine = testEngine()

describe.skipIf(engine === null)('builds in containers', { timeout: 180_000 }, () => {
  buildHostContract('docker', () => Promise.resolve(makeContainerBuildWorld(engine as TestEngine)))
})
