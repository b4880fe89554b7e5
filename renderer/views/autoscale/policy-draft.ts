// What is typed into the form of the autoscaler, before it is sent.

import { policyTargets, usualDownAfterMinutes, type Autoscale, type MeasuredKind, type PolicyKind } from '../../../shared/domain/autoscale.ts'
import type { CallInput } from '../../../shared/protocol/calls.ts'
import { readSchedule, readZone, scheduleWords, zoneWords } from '../../../shared/text/schedule-words.ts'

export type PolicyDraft = {
  readonly kind: PolicyKind
  readonly targets: Readonly<Record<MeasuredKind, number>>
  readonly schedule: string
  readonly zone: string
  readonly min: number
  readonly max: number
  readonly downAfterMinutes: number
  readonly anySize: boolean
}

export type Setting = Omit<CallInput<'ps:autoscale:enable'>, 'app'>

const usualMax = 5

/** As it is set, or as it would be usual. */
export function draftOf(now: Autoscale | undefined): PolicyDraft {
  const targets = { p95: policyTargets.p95.usual, cpu: policyTargets.cpu.usual, 'queue-time': policyTargets['queue-time'].usual, concurrency: policyTargets.concurrency.usual }
  const plain: PolicyDraft = { kind: 'p95', targets, schedule: 'mon-fri 08:00 4, mon-fri 20:00 1', zone: 'UTC', min: 1, max: usualMax, downAfterMinutes: usualDownAfterMinutes, anySize: false }
  if (now === undefined) return plain
  const { policy, min, max, downAfterMinutes, anySize } = now
  const rest = { ...plain, kind: policy.kind, min, max, downAfterMinutes, anySize }
  if (policy.kind === 'schedule') return { ...rest, schedule: scheduleWords(policy.entries), zone: zoneWords(policy.zone) }
  return { ...rest, targets: { ...targets, [policy.kind]: policy.target } }
}

/** What can be sent, or a sentence on what is in its way. */
export function settingOf(draft: PolicyDraft): Setting | string {
  const { kind, min, max, downAfterMinutes, anySize } = draft
  if (!isWhole(min, 1, 100) || !isWhole(max, 1, 100)) return 'Min and max are whole numbers of dynos, from 1 to 100.'
  if (max < min) return 'Max is no less than min.'
  if (!isWhole(downAfterMinutes, 1, 60)) return 'Down after 1 to 60 minutes.'
  const limits = { min, max, downAfterMinutes, ...(anySize ? { anySize } : {}) }
  if (kind === 'schedule') {
    const read = readSchedule(draft.schedule)
    const zone = readZone(draft.zone)
    if ('problem' in read) return read.problem
    return zone === null ? 'A zone is UTC, +01:00, +01:00 eu or -05:00 us.' : { ...limits, policy: { kind, zone, entries: read.entries } }
  }
  const { least, most } = policyTargets[kind]
  const target = draft.targets[kind]
  return target >= least && target <= most ? { ...limits, policy: { kind, target } } : `The target is a number from ${least} to ${most}.`
}

const isWhole = (value: number, least: number, most: number): boolean => Number.isInteger(value) && value >= least && value <= most
