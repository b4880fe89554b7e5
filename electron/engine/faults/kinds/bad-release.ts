// A deploy that does not work: a real release of the slug that runs already, whose dynos end as they boot. Taken back as people do it, with a
// rollback; both stay in the list of releases.

import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import { findRelease } from '../../../../shared/domain/state.ts'
import { defineFault, type Aim } from '../fault.ts'

const versionOf = ({ state, appId }: Aim): number => (state.apps[appId ?? '']?.lastVersion ?? 0) + 1

export const badRelease = defineFault({
  kind: 'bad-release', title: 'Bad release', layer: 'release', about: 'Makes a new release whose dynos end with status 1 as they boot. Without preboot the app is down until it is rolled back; the end of this fault does that. One that is still in its release phase then is cancelled.',
  targets: ['type'], isMomentary: false, leadsTo: ['H10', 'H20'],
  params: [{ name: 'exitStatus', title: 'Ends with status', kind: 'number', unit: '', min: 1, max: 255, value: 1, whole: true }],
  touches: ([first], _, state) => Object.values(state.dynos).filter((dyno) => dyno.appId === first?.appId && dyno.kind === 'formation' && dyno.stopping === null),
  note: (aim) => ({ version: versionOf(aim) }),
  plan: (aim, { exitStatus }) => {
    const app = aim.state.apps[aim.appId ?? '']
    if (app === undefined || (findRelease(aim.state, app.id, app.currentVersion)?.slugId ?? null) === null) throw new PlatformError('nothing-to-run', { app: app?.name ?? '' })
    const pending = (aim.state.releases[app.id] ?? []).find(({ status }) => status.kind === 'pending')
    if (pending !== undefined) throw new PlatformError('release-pending', { app: app.name, version: pending.version })
    const version = versionOf(aim)
    return [
      {
        kind: 'launch', trouble: { exitsWith: exitStatus }, covers: (dyno) => dyno.kind === 'formation' && dyno.appId === app.id && dyno.version === version,
        restartsNow: false, restartsAtEnd: 'not-up', changed: `Dynos of v${version} of ${app.name} end with status ${exitStatus} as they boot.`, restored: `Dynos of v${version} would boot again.`,
      },
      { kind: 'release', appId: app.id, version, description: 'Bad release, by a fault', changed: `v${version} of ${app.name} was released.` },
    ]
  },
})
