// Half an answer: the body ends early and the connection is cut, so that a client that counts notices.

import { defineFault } from '../fault.ts'
import { atTheEdge, pathParam, percentParam } from './at-the-edge.ts'

export const httpTruncate = defineFault({
  kind: 'http-truncate', title: 'Truncated answers', layer: 'http', about: 'The answer ends after so many bytes of its body, and its connection is cut.', targets: ['type', 'dynos', 'router'], isMomentary: false, leadsTo: [],
  params: [{ name: 'bytes', title: 'Bytes', kind: 'number', unit: 'B', min: 0, max: 100_000_000, value: 100, whole: true }, pathParam, percentParam],
  plan: (aim, { bytes, path, percent }) => [
    atTheEdge(aim, { kind: 'http-truncate', bytes, path }, percent, {
      changed: (who) => `Answers of ${who} to ${path} end after ${bytes} bytes.`, restored: (who) => `Answers of ${who} to ${path} come whole.`,
    }),
  ],
})
