// No room left on the dyno's own disk: what is written there fails. A dyno's disk is its own and goes with it.

import { defineFault } from '../fault.ts'
import { eachDyno } from './each-dyno.ts'

export const diskFull = defineFault({
  kind: 'disk-full', title: 'Disk full', layer: 'dyno', about: "The dyno's own disk has no room left, so whatever the app writes to it fails.",
  targets: ['type', 'dynos'], params: [], isMomentary: false, isForLateDynos: true, leadsTo: ['H13'],
  plan: (aim) => eachDyno(aim, 'Disk full', (dyno) => ({ trouble: { kind: 'disk-full' }, changed: `The disk of ${dyno.name} is full.` })),
})
