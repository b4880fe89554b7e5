// Who may do what with an app. Heroku's rules: a collaborator on an app of a person may do all but add paid add-ons, delete, transfer or
// rename it (devcenter collaborating, 2023-11-08); in a team admins may everything, members see the team's apps and join those that are
// not locked (devcenter heroku-teams). The owner of the platform may everything.

import { permissions, type Permission } from './people.ts'
import type { PlatformState } from './state.ts'

type Known = Pick<PlatformState, 'apps' | 'collaborators' | 'teams' | 'teamApps'>
/** What is needed to know who asks: the email, and whose platform it is. */
export type Asker = { readonly by: string; readonly owner: string }

export function permissionsOn(state: Known, { by, owner }: Asker, appId: string): readonly Permission[] {
  const app = state.apps[appId]
  if (app === undefined) return []
  if (by === owner || app.owner === by) return permissions
  const team = state.teams[state.teamApps[appId]?.teamId ?? '']
  const role = team?.members.find(({ email }) => email === by)?.role
  if (role === 'admin') return permissions
  const joined = state.collaborators[appId]?.find(({ email }) => email === by)?.permissions ?? []
  return role === 'member' || role === 'viewer' ? permissions.filter((one) => one === 'view' || joined.includes(one)) : joined
}

const maySee = (state: Known, asker: Asker, appId: string): boolean => permissionsOn(state, asker, appId).includes('view')

/** Whoever made it, and who sees an app in it. */
export function maySeePipeline(state: Known & Pick<PlatformState, 'pipelines'>, asker: Asker, pipelineId: string): boolean {
  const pipeline = state.pipelines[pipelineId]
  if (pipeline === undefined) return false
  return asker.by === asker.owner || pipeline.owner === asker.by || pipeline.couplings.some(({ appId }) => maySee(state, asker, appId))
}

/** The state as somebody sees it who is not the owner: without what is of apps that they have no access to. */
export function seenBy(state: PlatformState, asker: Asker): PlatformState {
  if (asker.by === asker.owner) return state
  const apps = only(state.apps, (_app, id) => maySee(state, asker, id))
  const isSeen = (appId: string): boolean => apps[appId] !== undefined
  const attachments = only(state.attachments, ({ appId }) => isSeen(appId))
  const attached = new Set(Object.values(attachments).map(({ addOnId }) => addOnId))
  const pipelines = only(state.pipelines, (_pipeline, id) => maySeePipeline(state, asker, id))
  return {
    ...state, apps, attachments, pipelines,
    addOns: only(state.addOns, (addOn, id) => isSeen(addOn.appId) || attached.has(id)),
    releases: only(state.releases, (_list, id) => isSeen(id)),
    dynos: only(state.dynos, ({ appId }) => isSeen(appId)),
    builds: only(state.builds, ({ appId }) => isSeen(appId)),
    reviewApps: only(state.reviewApps, ({ pipelineId }) => pipelines[pipelineId] !== undefined),
    promotions: only(state.promotions, ({ pipelineId }) => pipelines[pipelineId] !== undefined),
  }
}

function only<T>(records: Readonly<Record<string, T>>, keeps: (one: T, id: string) => boolean): Record<string, T> {
  return Object.fromEntries(Object.entries(records).filter(([id, one]) => keeps(one, id)))
}
