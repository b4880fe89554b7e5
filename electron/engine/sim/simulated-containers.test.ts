import { containerHostContract } from '../ports/container-host.contract.ts'
import { createSimulatedContainers } from './simulated-containers.ts'

containerHostContract(() => Promise.resolve({ host: createSimulatedContainers(), noSuchFile: '/nowhere.tar', close: () => Promise.resolve() }))
