import { dynoRuntimeContract } from '../../engine/ports/dyno-runtime.contract.ts'
import { makeProcessWorld } from './process-world.fixture.ts'

dynoRuntimeContract('process', () => makeProcessWorld())
