// Somebody else uses the processor: a neighbour, or a loop that never ends.

import { defineFault } from '../fault.ts'
import { eachDyno } from './each-dyno.ts'

export const cpuHog = defineFault({
  kind: 'cpu-hog', title: 'CPU hog', layer: 'dyno', about: 'Processes inside the dyno compute without end, so the app gets its turns later. How much later depends on the cores of this machine.',
  targets: ['type', 'dynos'], isMomentary: false, isForLateDynos: true, leadsTo: ['H12'],
  params: [{ name: 'workers', title: 'Processes', kind: 'number', unit: '', min: 1, max: 8, value: 1, whole: true }],
  plan: (aim, { workers }) =>
    eachDyno(aim, 'CPU hog', (dyno) => ({ trouble: { kind: 'cpu-hog', workers }, changed: `${workers === 1 ? 'A process' : `${workers} processes`} in ${dyno.name} compute${workers === 1 ? 's' : ''} without end.` })),
})
