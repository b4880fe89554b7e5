// Packets to the dyno vanish: a connection is neither taken nor refused. After 5 s the router gives it up (H19).

import { defineFault } from '../fault.ts'
import { atTheEdge, percentParam } from './at-the-edge.ts'

export const unreachable = defineFault({
  kind: 'unreachable', title: 'Unreachable', layer: 'network', about: 'Connections to the dyno are never answered. The router waits 5 s, tries others, and answers H19 when none is left.',
  targets: ['type', 'dynos'], params: [percentParam], isMomentary: false, leadsTo: ['H19'],
  plan: (aim, { percent }) => [
    atTheEdge(aim, { kind: 'unreachable' }, percent, { changed: (who) => `Connections to ${who} are not answered.`, restored: (who) => `Connections to ${who} are answered again.` }),
  ],
})
