// No room left on the disk: what the dyno writes to files fails. A dyno's disk is its own and goes with it, but without mounts there is
// nothing to fill that is only its own; a limit on the size of files is the nearest that holds for root, too.

import { defineFault } from '../fault.ts'
import { eachDyno } from './each-dyno.ts'

export const diskFull = defineFault({
  kind: 'disk-full', title: 'Disk full', layer: 'dyno', about: 'Whatever the app writes to files fails. It is done by a limit on their size, so the error is EFBIG where a full disk says ENOSPC; reading goes on.',
  targets: ['type', 'dynos'], params: [], isMomentary: false, isForLateDynos: true, leadsTo: ['H13'],
  plan: (aim) => eachDyno(aim, 'Disk full', (dyno) => ({ trouble: { kind: 'disk-full' }, changed: `What ${dyno.name} writes to files fails with EFBIG.` })),
})
