// A connection that breaks after so many bytes.

import { toxicFault } from './toxic-fault.ts'

export const limitData = toxicFault({
  kind: 'limit-data', title: 'Data limit', about: 'The connection is closed once so many bytes have passed.', leadsTo: ['H13', 'H18'],
  params: [{ name: 'bytes', title: 'Bytes', kind: 'number', unit: 'B', min: 0, max: 1_000_000_000, value: 1000, whole: true }],
  settings: ({ bytes }) => ({ type: 'limit_data', bytes }),
  changed: (_, who, { bytes }) => `Connections to ${who} are closed after ${bytes} bytes.`,
})
