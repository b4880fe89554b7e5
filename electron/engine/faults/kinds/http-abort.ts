// The connection to the client is cut in place of an answer.

import { defineFault } from '../fault.ts'
import { atTheEdge, pathParam, percentParam } from './at-the-edge.ts'

export const httpAbort = defineFault({
  kind: 'http-abort', title: 'Abort', layer: 'http', about: "The client's connection is cut without an answer.", targets: ['type', 'dynos', 'router'], isMomentary: false, leadsTo: [],
  params: [pathParam, percentParam],
  plan: (aim, { path, percent }) => [
    atTheEdge(aim, { kind: 'http-abort', path }, percent, { changed: (who) => `Requests to ${path} of ${who} are cut off.`, restored: (who) => `Requests to ${path} of ${who} are answered again.` }),
  ],
})
