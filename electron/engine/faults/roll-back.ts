// Takes back a release that a fault made, the way `heroku releases:rollback` does: a new release with the slug that ran before. One that is
// still in its release phase never takes over: it is cancelled. Both stay in the list of releases, as everything that happened does.

import { findRelease } from '../../../shared/domain/state.ts'
import { because, type Kernel } from '../journal/kernel.ts'
import type { Releases } from '../platform/releases.ts'
import type { Relief } from '../ports/dyno-runtime.ts'

export type MadeRelease = { readonly appId: string; readonly version: number; readonly seq: number; readonly by: string }

export async function rollBack({ state }: Kernel, releases: Releases, { appId, version, seq, by }: MadeRelease): Promise<Relief> {
  const app = state.apps[appId]
  if (app === undefined) return { restored: ['The app is gone, and the release with it.'], residue: [] }
  const why = 'The fault that made it ended before its release command did.'
  if (releases.cancel({ appId, version, why, cause: because({ seq }) })) return { restored: [`v${version} of ${app.name} was still in its release phase. It was cancelled; v${app.currentVersion} goes on.`], residue: [] }
  if (app.currentVersion !== version) return { restored: [`v${version} is not the current release of ${app.name}, so there was nothing to roll back.`], residue: [] }
  const before = (state.releases[appId] ?? []).filter((one) => one.version < version && one.status.kind === 'succeeded' && one.slugId !== null).at(-1)
  if (before === undefined) return { restored: [], residue: [`${app.name} still runs v${version}: there is no earlier release to roll back to.`] }
  const next = app.lastVersion + 1
  const outcome = releases.create({ appId, slugId: before.slugId, description: `Rollback to v${before.version}`, by, buildId: null, cause: because({ seq }) })
  if (app.lastVersion === state.apps[appId]?.lastVersion) await outcome
  else void outcome.catch(() => {})
  if (findRelease(state, appId, next)?.status.kind === 'pending') return { restored: [`${app.name} is rolled back to v${before.version}, as v${next}, once its release command has ended well.`], residue: [] }
  return { restored: [`${app.name} was rolled back to v${before.version}, as v${next}.`], residue: [] }
}
