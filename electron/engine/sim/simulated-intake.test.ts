import { metricIntakeContract } from '../ports/metric-intake.contract.ts'
import { createSimulatedIntake } from './simulated-intake.ts'

metricIntakeContract('simulated', () => {
  const intake = createSimulatedIntake()
  return Promise.resolve({ intake, send: (port, text) => Promise.resolve(intake.send(port, text)), close: () => Promise.resolve() })
})
