// The commands of autoscaling and alerts that equal a call: Heroku's `ps:autoscale:enable --min 1 --max 3 --p95 1000`, and flags of ours
// for what Heroku has not.

import { policyTargets, usualDownAfterMinutes, type AlertSetting, type AutoscaleSetting } from '../domain/autoscale.ts'
import { scheduleWords, zoneWords } from './schedule-words.ts'

type Enable = Partial<AutoscaleSetting> & Pick<AutoscaleSetting, 'min' | 'max'>

/** Without the app. Words with blanks are not quoted yet. */
export function enableWords({ policy, min, max, downAfterMinutes = usualDownAfterMinutes, anySize = false }: Enable): string[] {
  return [
    'ps:autoscale:enable', '--min', String(min), '--max', String(max), ...policyFlags(policy ?? { kind: 'p95', target: policyTargets.p95.usual }),
    ...(downAfterMinutes === usualDownAfterMinutes ? [] : ['--down-after', String(downAfterMinutes)]), ...(anySize ? ['--any-size'] : []),
  ]
}

function policyFlags(policy: AutoscaleSetting['policy']): string[] {
  if (policy.kind !== 'schedule') return [`--${policy.kind}`, String(policy.target)]
  return ['--schedule', scheduleWords(policy.entries), '--zone', zoneWords(policy.zone)]
}

export function alertWords({ kind, setting }: { readonly kind: string; readonly setting: AlertSetting | null }): string[] {
  if (setting === null) return ['alerts:set', `--${kind}`, 'off']
  const { over, sensitivity, remindMinutes } = setting
  return ['alerts:set', `--${kind}`, String(over), '--sensitivity', sensitivity, ...(remindMinutes === null ? [] : ['--remind', String(remindMinutes)])]
}
