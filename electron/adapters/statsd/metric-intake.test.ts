import { createSocket } from 'node:dgram'
import { metricIntakeContract } from '../../engine/ports/metric-intake.contract.ts'
import { createMetricIntake } from './metric-intake.ts'

metricIntakeContract('real', () => {
  const client = createSocket('udp4')
  return Promise.resolve({
    intake: createMetricIntake(),
    send: (port, text) => new Promise((resolve, reject) => client.send(text, port, '127.0.0.1', (error) => (error === null ? resolve() : reject(error)))),
    close: () => new Promise((resolve) => client.close(() => resolve())),
  })
})
