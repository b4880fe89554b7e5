import { wireContract } from '../ports/wire.contract.ts'
import { createSimulatedWire } from './simulated-wire.ts'

wireContract('simulated', async () => ({ wire: createSimulatedWire(), upstream: '127.0.0.1:5432', close: async () => {} }))
