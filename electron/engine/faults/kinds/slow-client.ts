// A visitor with a very slow line: it is the router's job that the dyno does not feel it. One that falls silent for 55 s is H28.

import { defineFault } from '../fault.ts'
import { atTheEdge, percentParam } from './at-the-edge.ts'

export const slowClient = defineFault({
  kind: 'slow-client', title: 'Slow client', layer: 'client', about: "The client's bytes reach the router this slowly.", targets: ['type', 'router'], isMomentary: false, leadsTo: ['H27', 'H28'],
  params: [{ name: 'bytesPerSecond', title: 'Rate', kind: 'number', unit: 'B/s', min: 1, max: 1_000_000, value: 100, whole: true }, percentParam],
  plan: (aim, { bytesPerSecond, percent }) => [
    atTheEdge(aim, { kind: 'slow-client', bytesPerSecond }, percent, {
      changed: (who) => `Requests for ${who} come in at ${bytesPerSecond} bytes a second.`, restored: (who) => `Requests for ${who} come in as they are sent.`,
    }),
  ],
})
