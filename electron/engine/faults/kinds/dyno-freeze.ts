// The dyno is there and does nothing: connections are taken by the system and nobody answers. What a dead-locked app looks like from outside.

import { defineFault } from '../fault.ts'
import { eachDyno } from './each-dyno.ts'

export const dynoFreeze = defineFault({
  kind: 'dyno-freeze', title: 'Freeze a dyno', layer: 'dyno', about: 'None of its processes gets a turn. Its port still takes connections, so the router goes on sending requests to it, and they time out.',
  targets: ['type', 'dynos'], params: [], isMomentary: false, isForLateDynos: true, leadsTo: ['H12', 'R12'],
  plan: (aim) => eachDyno(aim, 'Freeze a dyno', (dyno) => ({ trouble: { kind: 'freeze' }, changed: `${dyno.name} is frozen.` })),
})
