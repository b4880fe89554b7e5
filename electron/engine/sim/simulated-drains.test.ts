import { drainHostContract } from '../ports/drain-host.contract.ts'
import { createSimulatedDrains } from './simulated-drains.ts'

drainHostContract('simulated', async () => {
  const host = createSimulatedDrains(() => 1)
  return { host, url: 'syslog://127.0.0.1:1', received: (id) => host.linesOf(id).map(({ text }) => text), close: async () => {} }
})
