// Lost packets, as a byte stream feels them: TCP sends again, so nothing is missing, but it comes late, and all behind it waits.

import { toxicFault } from './toxic-fault.ts'

export const loss = toxicFault({
  kind: 'loss', title: 'Packet loss', about: 'Pieces of the stream come late, as if a packet had been lost and sent again, and all behind them waits. This acts above TCP: no packet is really lost.',
  leadsTo: ['H12'],
  params: [
    { name: 'lossPercent', title: 'Lost', kind: 'number', unit: '%', min: 0.1, max: 100, value: 10 },
    { name: 'retransmitMs', title: 'Sent again after', kind: 'number', unit: 'ms', min: 1, max: 60_000, value: 200, whole: true },
  ],
  settings: ({ lossPercent, retransmitMs }) => ({ type: 'loss', percent: lossPercent, retransmitMs }),
  changed: (what, who, { lossPercent, retransmitMs }) => `${lossPercent} % of the pieces that ${what.toLowerCase()} of ${who} come in are ${retransmitMs} ms late.`,
})
