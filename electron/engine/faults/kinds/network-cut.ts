// A dyno off the network: it runs and computes, but reaches no database and no add-on, and the router does not reach it. Only a container has
// a network of its own that can be cut; for a plain process the runtime says so, and Unreachable is the nearest.

import { defineFault } from '../fault.ts'
import { eachDyno } from './each-dyno.ts'

export const networkCut = defineFault({
  kind: 'network-cut', title: 'Cut off the network', layer: 'dyno', about: 'The dyno is taken off its network: it reaches nothing and nobody reaches it, and it runs on. Needs an app in Docker, as plain processes share one network.',
  targets: ['type', 'dynos'], params: [], isMomentary: false, isForLateDynos: true, leadsTo: ['H19', 'H12'],
  plan: (aim) => eachDyno(aim, 'Cut off the network', (dyno) => ({ trouble: { kind: 'network-cut' }, changed: `${dyno.name} is off its network.` })),
})
