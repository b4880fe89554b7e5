// The first byte of the answer comes late: over 30 s it is H12, and the dyno has worked for nobody.

import { defineFault } from '../fault.ts'
import { atTheEdge, pathParam, percentParam } from './at-the-edge.ts'

export const httpDelay = defineFault({
  kind: 'http-delay', title: 'Late first byte', layer: 'http', about: 'The first byte of the answer is held back. With more than 30 s the router gives up.', targets: ['type', 'dynos', 'router'], isMomentary: false, leadsTo: ['H12'],
  params: [{ name: 'delayMs', title: 'Late by', kind: 'number', unit: 'ms', min: 1, max: 120_000, value: 2000, whole: true }, pathParam, percentParam],
  plan: (aim, { delayMs, path, percent }) => [
    atTheEdge(aim, { kind: 'http-delay', delayMs, path }, percent, {
      changed: (who) => `Answers of ${who} to ${path} begin ${delayMs} ms late.`, restored: (who) => `Answers of ${who} to ${path} begin when they are there.`,
    }),
  ],
})
