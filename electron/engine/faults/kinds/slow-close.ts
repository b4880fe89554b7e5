// The end of a connection is heard of late, so both sides keep it longer than they need.

import { toxicFault } from './toxic-fault.ts'

export const slowClose = toxicFault({
  kind: 'slow-close', title: 'Slow close', about: 'The close of a connection is passed on late.', leadsTo: [],
  params: [{ name: 'delayMs', title: 'Late by', kind: 'number', unit: 'ms', min: 1, max: 600_000, value: 5000, whole: true }],
  settings: ({ delayMs }) => ({ type: 'slow_close', delayMs }),
  changed: (_, who, { delayMs }) => `That a connection to ${who} was closed is heard of ${delayMs} ms late.`,
})
