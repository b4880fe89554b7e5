// The other side hangs up in the middle: a TCP reset.

import { toxicFault } from './toxic-fault.ts'

export const reset = toxicFault({
  kind: 'reset', title: 'Reset', about: 'The connection is cut by a TCP reset, at once or after so long.', leadsTo: ['H13', 'H18'],
  params: [{ name: 'afterMs', title: 'Cut after', kind: 'number', unit: 'ms', min: 0, max: 600_000, value: 0, whole: true }],
  settings: ({ afterMs }) => ({ type: 'reset_peer', timeoutMs: afterMs }),
  changed: (_, who, { afterMs }) => `Connections to ${who} are cut by a reset${afterMs === 0 ? '' : ` after ${afterMs} ms`}.`,
})
