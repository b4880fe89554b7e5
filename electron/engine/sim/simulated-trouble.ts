// What trouble does to a simulated dyno: sums and sentences, no processes. Memory and processor time follow as the samples of real
// ones would; a frozen one does nothing until it is let go. Simplified: the processor it computes on is never shared with others.

import { byteSize } from '../../../shared/text/amounts.ts'
import type { DynoTrouble } from '../ports/dyno-runtime.ts'

export type LastingTrouble = Exclude<DynoTrouble, { readonly kind: 'signal' }>

export type PutTrouble = { readonly leaseId: string; readonly trouble: LastingTrouble; readonly since: number }

/** How a dyno answers requests now. */
export type DynoCondition = {
  readonly isFrozen: boolean
  /** Its work takes so many times as long. */
  readonly slowness: number
  /** Nobody reaches it. */
  readonly isCut: boolean
}

export type DynoFigures = { readonly memoryBytes: number; readonly cpuPercent: number; readonly processes: number }

/** As many as the simulated machine has. */
const cores = 8
/** A process that computes in a shell of its own. */
const workerBytes = 4 * 1024 * 1024
/** Share of one core that the work on requests wants; a limit above it is not felt. */
const wantedPercent = 50

export function figuresUnder(usual: DynoFigures, troubles: readonly PutTrouble[], now: number): DynoFigures {
  let { memoryBytes, cpuPercent, processes } = usual
  let limit = cores * 100
  for (const { trouble, since } of troubles) {
    switch (trouble.kind) {
      case 'memory':
        memoryBytes += trouble.bytesPerSecond > 0 ? Math.min(trouble.bytes, Math.floor((trouble.bytesPerSecond * Math.max(0, now - since)) / 1000)) : trouble.bytes
        processes += 1
        break
      case 'cpu-hog':
        memoryBytes += trouble.workers * workerBytes
        cpuPercent += trouble.workers * 100
        processes += trouble.workers
        break
      case 'cpu-limit':
        limit = Math.min(limit, trouble.percent)
        break
      case 'freeze':
        limit = 0
        break
      case 'disk-full':
      case 'network-cut':
        break
    }
  }
  return { memoryBytes, cpuPercent: Math.min(cpuPercent, limit), processes }
}

export function conditionUnder(troubles: readonly PutTrouble[]): DynoCondition {
  let hogs = 0
  let limit = cores * 100
  for (const { trouble } of troubles) {
    if (trouble.kind === 'cpu-hog') hogs += trouble.workers
    if (trouble.kind === 'cpu-limit') limit = Math.min(limit, Math.max(1, trouble.percent))
  }
  const fairPercent = Math.min(100, limit / (hogs + 1))
  return { isFrozen: isFrozenUnder(troubles), slowness: Math.max(1, wantedPercent / fairPercent), isCut: troubles.some(({ trouble }) => trouble.kind === 'network-cut') }
}

export const isFrozenUnder = (troubles: readonly PutTrouble[]): boolean => troubles.some(({ trouble }) => trouble.kind === 'freeze')

export function changedBy(name: string, trouble: LastingTrouble): string {
  switch (trouble.kind) {
    case 'freeze': return `${name}: none of its simulated processes gets a turn.`
    case 'memory': return `${name}: a simulated process inside it takes ${byteSize(trouble.bytes)}${trouble.bytesPerSecond > 0 ? `, ${byteSize(trouble.bytesPerSecond)} more every second` : ''}.`
    case 'cpu-hog': return `${name}: ${trouble.workers === 1 ? '1 simulated process computes' : `${trouble.workers} simulated processes compute`} inside it without end.`
    case 'cpu-limit': return `${name}: all its simulated processes together get ${trouble.percent} % of one core.`
    case 'disk-full': return `${name}: its simulated disk has no room. No simulated program writes files, so nothing else follows.`
    case 'network-cut': return `${name}: its simulated network is cut; connections to it are not answered.`
  }
}

export function restoredFrom(name: string, trouble: LastingTrouble): string {
  switch (trouble.kind) {
    case 'freeze': return `${name} goes on.`
    case 'memory': return `${name}: the simulated memory was given back.`
    case 'cpu-hog': return `${name}: what computed inside it was ended.`
    case 'cpu-limit': return `${name} may compute as much as it likes again.`
    case 'disk-full': return `${name} has room on its simulated disk again.`
    case 'network-cut': return `${name} is reached at its address again.`
  }
}
