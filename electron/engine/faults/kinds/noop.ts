// Does nothing, and is a lease like any other: to see how one begins and ends, and to copy for a new fault.

import { defineFault } from '../fault.ts'

export const noop = defineFault({
  kind: 'noop', title: 'Nothing', layer: 'dyno', about: 'Changes nothing. It shows how a fault begins, is watched, and ends with its receipt.',
  targets: ['type', 'dynos', 'host', 'zone', 'router', 'proxy'], params: [], isMomentary: false, leadsTo: [],
  plan: () => [],
})
