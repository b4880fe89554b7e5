// Error answers that the app never gave: the router says them in its place.

import { defineFault } from '../fault.ts'
import { atTheEdge, pathParam, percentParam } from './at-the-edge.ts'

export const httpStatus = defineFault({
  kind: 'http-status', title: 'Error answers', layer: 'http', about: 'The router answers some requests with a status of your choice, and the dyno never sees them.',
  targets: ['type', 'dynos', 'router'], isMomentary: false, leadsTo: [],
  params: [{ name: 'status', title: 'Status', kind: 'number', unit: '', min: 400, max: 599, value: 503, whole: true }, pathParam, percentParam],
  plan: (aim, { status, path, percent }) => [
    atTheEdge(aim, { kind: 'http-status', status, path }, percent, {
      changed: (who) => `Requests to ${path} of ${who} are answered with ${status}.`, restored: (who) => `Requests to ${path} of ${who} are passed on again.`,
    }),
  ],
})
