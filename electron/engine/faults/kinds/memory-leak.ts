// Memory that grows: over the quota the platform says R14 and lets it be, over twice the quota R15 and kills. The memory is really taken, inside the
// dyno, so it is refused where it could take the machine down.

import { findDynoSize } from '../../../../shared/domain/dyno-sizes.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import { byteSize } from '../../../../shared/text/amounts.ts'
import { defineFault } from '../fault.ts'
import { eachDyno } from './each-dyno.ts'

/** Of the quota: what the app itself uses comes on top. */
const factorOf: Readonly<Record<string, number>> = { R14: 1.1, R15: 2.1 }

export const memoryLeak = defineFault({
  kind: 'memory-leak', title: 'Memory leak', layer: 'dyno', about: 'A process inside the dyno takes more and more memory: to just over the quota (R14), or to over twice the quota (R15), where the dyno is killed.',
  targets: ['type', 'dynos'], isMomentary: false, isForLateDynos: true, leadsTo: ['R14', 'R15', 'H10', 'H13'],
  params: [
    { name: 'until', title: 'Grows to', kind: 'choice', choices: ['R14', 'R15'], value: 'R14' },
    { name: 'growSeconds', title: 'In', kind: 'number', unit: 's', min: 1, max: 3600, value: 10, whole: true },
  ],
  plan: (aim, { until, growSeconds }) => {
    const takes = (size: string): number => Math.round((findDynoSize(size)?.memoryBytes ?? 0) * (factorOf[until] ?? 1))
    const sum = aim.dynos.reduce((bytes, dyno) => bytes + takes(dyno.size), 0)
    if (sum > aim.machineMemoryBytes / 2) throw new PlatformError('fault-target-unfit', { fault: 'Memory leak', why: `it would take ${byteSize(sum)}, more than half of this machine's memory` })
    return eachDyno(aim, 'Memory leak', (dyno) => {
      const bytes = takes(dyno.size)
      return { trouble: { kind: 'memory', bytes, bytesPerSecond: Math.ceil(bytes / growSeconds) }, changed: `${dyno.name} takes up to ${byteSize(bytes)} more memory.` }
    })
  },
})
