// Bytes that change on the way: a bad cable, a bad memory chip. TCP's own checksum hides most of that; what gets through looks like this.

import { toxicFault } from './toxic-fault.ts'

export const corrupt = toxicFault({
  kind: 'corrupt', title: 'Corrupt bytes', about: 'Bytes are changed on the way, each by this chance. Headers that break become H17; in a body nobody may notice.', leadsTo: ['H17', 'H18'],
  params: [{ name: 'perMillion', title: 'Bytes in a million', kind: 'number', unit: '', min: 1, max: 1_000_000, value: 1000, whole: true }],
  settings: ({ perMillion }) => ({ type: 'corrupt', perMillion }),
  changed: (what, who, { perMillion }) => `${perMillion} bytes in a million of the ${what.toLowerCase()} of ${who} are changed.`,
})
