// A line that went dead: nothing passes, and nobody says so until the connection is closed.

import { toxicFault } from './toxic-fault.ts'

export const timeout = toxicFault({
  kind: 'timeout', title: 'Dead line', about: 'Nothing passes any more. The connection is closed after so long, or never for 0.', leadsTo: ['H12', 'H13', 'H15'],
  params: [{ name: 'timeoutMs', title: 'Closed after', kind: 'number', unit: 'ms', min: 0, max: 600_000, value: 0, whole: true }],
  settings: ({ timeoutMs }) => ({ type: 'timeout', timeoutMs }),
  changed: (what, who, { timeoutMs }) => `${what} of ${who} do not pass; their connections are ${timeoutMs === 0 ? 'left open' : `closed after ${timeoutMs} ms`}.`,
})
