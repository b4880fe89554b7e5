// An app's state at a glance: one mark and a few words.

import type { App } from '../../shared/domain/app.ts'
import type { Build } from '../../shared/domain/build.ts'
import type { Dyno } from '../../shared/domain/dyno.ts'
import { markOf, type MarkKind } from './dyno-mark.ts'

export type AppSummary = { readonly mark: MarkKind; readonly word: string }

/** Worst first: what needs a look is what is said. */
export function appSummary(app: App, dynos: readonly Dyno[], lastBuild: Build | null): AppSummary {
  if (app.buildingId !== null) return { mark: 'starting', word: 'building' }
  const formation = dynos.filter((dyno) => dyno.kind === 'formation')
  const count = (kind: MarkKind): number => formation.filter((dyno) => markOf(dyno, null).kind === kind).length
  const total = formation.length
  if (count('crashed') > 0) return { mark: 'crashed', word: `${count('crashed')} of ${total} crashed` }
  if (app.maintenance) return { mark: 'idle', word: 'maintenance' }
  if (count('starting') > 0) return { mark: 'starting', word: `${count('up')} of ${total} up` }
  if (count('up') > 0) return { mark: 'up', word: `${count('up')} ${count('up') === 1 ? 'dyno' : 'dynos'} up` }
  if (count('draining') > 0) return { mark: 'draining', word: 'stopping' }
  if (count('idle') > 0) return { mark: 'idle', word: 'asleep' }
  if (lastBuild?.status.kind === 'failed') return { mark: 'crashed', word: 'build failed' }
  if (lastBuild === null) return { mark: 'down', word: 'nothing deployed' }
  return { mark: 'down', word: 'no dynos' }
}
