// Data in crumbs: what a parser that expects whole lines trips over.

import { toxicFault } from './toxic-fault.ts'

export const slicer = toxicFault({
  kind: 'slicer', title: 'Slicer', about: 'Data comes in small pieces with a pause between them.', leadsTo: ['H12', 'H15'],
  params: [
    { name: 'averageBytes', title: 'Bytes a piece', kind: 'number', unit: 'B', min: 1, max: 65_536, value: 16, whole: true },
    { name: 'variationBytes', title: 'More or less', kind: 'number', unit: 'B', min: 0, max: 65_535, value: 0, whole: true },
    { name: 'delayUs', title: 'Pause', kind: 'number', unit: 'µs', min: 0, max: 10_000_000, value: 1000, whole: true },
  ],
  settings: ({ averageBytes, variationBytes, delayUs }) => ({ type: 'slicer', averageSize: averageBytes, sizeVariation: Math.min(variationBytes, averageBytes - 1), delayUs }),
  changed: (what, who, { averageBytes, delayUs }) => `${what} of ${who} come in pieces of about ${averageBytes} bytes, ${delayUs} µs apart.`,
})
