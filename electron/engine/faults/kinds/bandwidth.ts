// A narrow line. Toxiproxy's bandwidth; 0 lets nothing pass.

import { toxicFault } from './toxic-fault.ts'

export const bandwidth = toxicFault({
  kind: 'bandwidth', title: 'Bandwidth', about: 'At most so many kilobytes a second pass. With 0 nothing does.', leadsTo: ['H12', 'H15'],
  params: [{ name: 'rateKBps', title: 'Rate', kind: 'number', unit: 'kB/s', min: 0, max: 1_000_000, value: 10 }],
  settings: ({ rateKBps }) => ({ type: 'bandwidth', rateKBps }),
  changed: (what, who, { rateKBps }) => `${what} of ${who} pass at ${rateKBps} kB/s.`,
})
