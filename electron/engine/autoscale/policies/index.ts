// The policies, in the order that people see them. Heroku's comes first.

import type { AutoscalePolicy } from '../../../../shared/domain/autoscale.ts'
import { concurrency } from './concurrency.ts'
import { cpu } from './cpu.ts'
import { p95 } from './p95.ts'
import type { Observed, Wish } from './policy.ts'
import { queueTime } from './queue-time.ts'
import { schedule } from './schedule.ts'

const orderedPolicies = [p95, cpu, queueTime, concurrency, schedule] as const

export function wishOf(setting: AutoscalePolicy, observed: Observed, limits: { readonly min: number; readonly max: number }, now: number): Wish {
  const policy = orderedPolicies.find(({ kind }) => kind === setting.kind)
  if (policy === undefined) throw new Error(`no policy ${setting.kind}`)
  return policy.wish(setting as never, observed, limits, now)
}
