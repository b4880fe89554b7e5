// Less processor than the app needs: what a small, crowded machine gives.

import { defineFault } from '../fault.ts'
import { eachDyno } from './each-dyno.ts'

export const cpuLimit = defineFault({
  kind: 'cpu-limit', title: 'CPU limit', layer: 'dyno', about: 'All processes of the dyno together get at most so much of one core.',
  targets: ['type', 'dynos'], isMomentary: false, isForLateDynos: true, leadsTo: ['H12', 'R10'],
  params: [{ name: 'corePercent', title: 'Of one core', kind: 'number', unit: '%', min: 1, max: 100, value: 10, whole: true }],
  plan: (aim, { corePercent }) => eachDyno(aim, 'CPU limit', (dyno) => ({ trouble: { kind: 'cpu-limit', percent: corePercent }, changed: `${dyno.name} gets at most ${corePercent} % of a core.` })),
})
