// The same trouble for every dyno that is aimed at.

import type { Dyno } from '../../../../shared/domain/dyno.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import type { DynoTrouble } from '../../ports/dyno-runtime.ts'
import type { Aim, Measure } from '../fault.ts'

type Doing = { readonly trouble: DynoTrouble; readonly changed: string }

export function eachDyno(aim: Aim, title: string, does: (dyno: Dyno) => Doing): Measure[] {
  return someDynos(aim, title).map((dyno) => ({ kind: 'afflict', dyno, ...does(dyno) }))
}

/** A fault on nothing would end with an honest receipt of nothing; a refusal is clearer. */
export function someDynos({ dynos }: Aim, title: string): readonly Dyno[] {
  if (dynos.length === 0) throw new PlatformError('fault-without-target', { fault: title, why: 'no dyno runs there now' })
  return dynos
}

/** `web.1`, `web.1 and web.2`, `web.1, web.2 and web.3`. */
export function named(dynos: readonly Pick<Dyno, 'name'>[]): string {
  const names = dynos.map(({ name }) => name)
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}
