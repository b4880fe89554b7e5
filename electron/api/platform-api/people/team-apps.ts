// Apps as a team sees them: with whether they are locked, and whether one has joined.

import { z } from 'zod'
import type { App } from '../../../../shared/domain/app.ts'
import { teamEmail } from '../../../../shared/domain/people.ts'
import { appJson, createAppFrom, updateAppFrom } from '../apps.ts'
import { created, list, ok, type ApiAnswer, type ApiRequest } from '../api-types.ts'
import { appOf, call, stateOf } from '../lookups.ts'
import { readBody } from '../request-body.ts'
import { checkSelf } from './account.ts'
import { memberNamed, teamNamed, teamOf } from './teams.ts'

const named = z.union([z.string(), z.object({ name: z.string().optional(), email: z.string().optional(), id: z.string().optional() }).transform((value) => value.email ?? value.name ?? value.id ?? '')])
const createBody = z.object({ team: named.nullish(), organization: named.nullish(), locked: z.boolean().nullish(), personal: z.boolean().nullish() })
const updateBody = z.object({ owner: named.optional(), locked: z.boolean().optional() })

export async function createTeamApp(request: ApiRequest): Promise<ApiAnswer> {
  const { team: wanted, organization, locked } = readBody(createBody, request.body, 'POST /teams/apps')
  const name = wanted ?? organization
  const team = name == null ? null : teamNamed(request, name)
  const id = await createAppFrom(request)
  if (team !== null) await call(request, 'apps:transfer', { app: id, recipient: teamEmail(team.name) })
  if (team !== null && locked === true) await call(request, 'apps:lock', { app: id })
  return created(teamAppJson(request, appOf({ ...request, param: () => id })))
}

export const getTeamApp = (request: ApiRequest): ApiAnswer => ok(teamAppJson(request, appOf(request)))

export async function updateTeamApp(request: ApiRequest): Promise<ApiAnswer> {
  const { id } = appOf(request)
  const { owner, locked } = readBody(updateBody, request.body, 'PATCH /teams/apps/:app')
  await updateAppFrom(request)
  if (locked !== undefined) await call(request, locked ? 'apps:lock' : 'apps:unlock', { app: id })
  const now = appOf(request)
  if (owner !== undefined && owner !== now.owner) await call(request, 'apps:transfer', { app: id, recipient: owner })
  return ok(teamAppJson(request, appOf({ ...request, param: () => id })))
}

export function listTeamApps(request: ApiRequest): ApiAnswer {
  const team = teamOf(request)
  return list(ofTeam(request, team.id).map((app) => teamAppJson(request, app)), ['name', 'id', 'updated_at'])
}

export function listMemberApps(request: ApiRequest): ApiAnswer {
  const team = teamOf(request)
  const { email, role } = memberNamed(team, request.param('member'))
  return list(ofTeam(request, team.id).filter((app) => role === 'admin' || isJoined(request, app, email)).map((app) => teamAppJson(request, app)), ['name', 'id', 'updated_at'])
}

/** One's own and those one was invited to, without those of teams, as on Heroku. */
export function listOwnApps(request: ApiRequest): ApiAnswer {
  checkSelf(request)
  const { apps, teamApps } = stateOf(request)
  return list(Object.values(apps).filter(({ id }) => teamApps[id] === undefined).map((app) => appJson(request, app)), ['name', 'id', 'updated_at'])
}

const ofTeam = (request: ApiRequest, teamId: string): App[] => Object.values(stateOf(request).apps).filter(({ id }) => stateOf(request).teamApps[id]?.teamId === teamId)
const isJoined = (request: ApiRequest, app: App, email: string): boolean => app.owner === email || (stateOf(request).collaborators[app.id] ?? []).some((one) => one.email === email)

function teamAppJson(request: ApiRequest, app: App): Record<string, unknown> {
  const { acm: _acm, generation: _generation, organization: _organization, create_status: _status, ...same } = appJson(request, app)
  const state = stateOf(request)
  const held = state.teamApps[app.id]
  const team = state.teams[held?.teamId ?? '']
  return { ...same, team: team === undefined ? null : { name: team.name }, locked: held?.locked ?? false, joined: isJoined(request, app, request.by) }
}
