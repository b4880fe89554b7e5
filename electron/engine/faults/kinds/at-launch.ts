// Trouble for dynos as they start: those that run now are restarted so that they have it, and those that come later have it as well.

import type { Dyno } from '../../../../shared/domain/dyno.ts'
import type { LaunchTrouble } from '../../ports/dyno-runtime.ts'
import type { Aim, Measure } from '../fault.ts'
import { whoIs } from './at-the-edge.ts'
import { someDynos } from './each-dyno.ts'

type Launch = {
  readonly title: string
  readonly trouble: LaunchTrouble
  readonly withoutEnv?: readonly string[]
  readonly restartsAtEnd: 'all' | 'not-up'
  changed(who: string): string
}

export function atLaunch(aim: Aim, { title, trouble, withoutEnv = [], restartsAtEnd, changed }: Launch): Measure {
  someDynos(aim, title)
  const who = whoIs(aim)
  const again = restartsAtEnd === 'all' ? 'were restarted and have nothing of it any more' : 'that still had it were restarted without it'
  return { kind: 'launch', trouble, withoutEnv, covers: (dyno) => isCovered(aim, dyno), restartsNow: true, restartsAtEnd, changed: changed(who), restored: `Those of ${who} ${again}.` }
}

/** By name or type, so that a dyno that comes back is still the one that was meant. */
function isCovered({ target, appId }: Aim, dyno: Dyno): boolean {
  if (dyno.kind !== 'formation' || dyno.appId !== appId) return false
  return target.kind === 'type' ? dyno.type === target.type : target.kind === 'dynos' && target.dynos.includes(dyno.name)
}
