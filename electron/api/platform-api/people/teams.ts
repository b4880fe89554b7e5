// Teams, their members, invitations, preferences and apps.

import { z } from 'zod'
import { teamRoles, type Team, type TeamInvitation, type TeamMember } from '../../../../shared/domain/people.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import { created, list, ok, type ApiAnswer, type ApiRequest } from '../api-types.ts'
import { apiTime, idOf } from '../identifiers.ts'
import { call, stateOf } from '../lookups.ts'
import { readBody } from '../request-body.ts'
import { userShape } from '../shapes.ts'

const createBody = z.object({ name: z.string().max(64).nullish() })
const updateBody = z.object({ name: z.string().max(64).optional(), default: z.boolean().nullish() })
const memberBody = z.object({ email: z.string().min(1).max(254), role: z.enum(teamRoles).nullish(), federated: z.boolean().nullish() })
const preferenceBody = z.object({ 'default-permission': z.enum(['admin', 'member', 'viewer']).nullish(), 'addons-controls': z.boolean().nullish() })

export const listTeams = (request: ApiRequest): ApiAnswer => list(own(request).map((team) => teamJson(request, team)), ['name', 'id'])
export const getTeam = (request: ApiRequest): ApiAnswer => ok(teamJson(request, teamOf(request)))

export async function createTeam(request: ApiRequest): Promise<ApiAnswer> {
  const { name } = readBody(createBody, request.body, 'POST /teams')
  const made = (await call(request, 'teams:create', name == null ? {} : { name })) as { id: string }
  return created(teamJson(request, teamNamed(request, made.id)))
}

export async function updateTeam(request: ApiRequest): Promise<ApiAnswer> {
  const { id } = teamOf(request)
  const { name } = readBody(updateBody, request.body, 'PATCH /teams/:team')
  if (name !== undefined) await call(request, 'teams:update', { team: id, name })
  return ok(teamJson(request, teamNamed(request, id)))
}

export async function deleteTeam(request: ApiRequest): Promise<ApiAnswer> {
  const before = teamJson(request, teamOf(request))
  await call(request, 'teams:destroy', { team: teamOf(request).id })
  return ok(before)
}

export const getPreferences = (request: ApiRequest): ApiAnswer => ok(preferencesJson(teamOf(request)))

export async function updatePreferences(request: ApiRequest): Promise<ApiAnswer> {
  const { id } = teamOf(request)
  const body = readBody(preferenceBody, request.body, 'PATCH /teams/:team/preferences')
  if (body['default-permission'] !== undefined) await call(request, 'teams:update', { team: id, defaultRole: body['default-permission'] })
  return ok(preferencesJson(teamNamed(request, id)))
}

/** None has an effect here. */
export function listTeamFeatures(request: ApiRequest): ApiAnswer {
  teamOf(request)
  return list([], ['name', 'id'])
}

export function getTeamFeature(request: ApiRequest): ApiAnswer {
  teamOf(request)
  throw new PlatformError('feature-not-found', { feature: request.param('feature'), known: 'none of teams' })
}

export const listMembers = (request: ApiRequest): ApiAnswer => list(teamOf(request).members.map((member) => memberJson(request, member)), ['email', 'id'])

/** PUT and PATCH set a role, POST makes somebody a member: all of them answer with the member. */
export async function setMember(request: ApiRequest): Promise<ApiAnswer> {
  const { id } = teamOf(request)
  const { email, role } = readBody(memberBody, request.body, 'PUT /teams/:team/members')
  await call(request, 'members:set', { team: id, email, ...(role == null ? {} : { role }) })
  return ok(memberJson(request, memberNamed(teamNamed(request, id), email)))
}

export async function addMember(request: ApiRequest): Promise<ApiAnswer> {
  const answer = await setMember(request)
  return answer.kind === 'one' ? created(answer.body) : answer
}

export async function removeMember(request: ApiRequest): Promise<ApiAnswer> {
  const team = teamOf(request)
  const member = memberNamed(team, request.param('member'))
  await call(request, 'members:remove', { team: team.id, email: member.email })
  return ok(memberJson(request, member))
}

export const listInvitations = (request: ApiRequest): ApiAnswer => {
  const team = teamOf(request)
  return list(team.invitations.map((one) => invitationJson(request, team, one)), ['id', 'created_at'])
}

export async function invite(request: ApiRequest): Promise<ApiAnswer> {
  const { id: teamId } = teamOf(request)
  const { email, role } = readBody(memberBody, request.body, 'PUT /teams/:team/invitations')
  const { id } = (await call(request, 'members:invite', { team: teamId, email, ...(role == null ? {} : { role }) })) as { id: string }
  const { team, invitation } = invitationNamed(request, id)
  return ok(invitationJson(request, team, invitation))
}

export async function uninvite(request: ApiRequest): Promise<ApiAnswer> {
  const { team, invitation } = invitationNamed(request, request.param('invitation'))
  await call(request, 'members:uninvite', { id: invitation.id })
  return ok(invitationJson(request, team, invitation))
}

export function getInvitation(request: ApiRequest): ApiAnswer {
  const { team, invitation } = invitationNamed(request, request.param('invitation'))
  return ok(invitationJson(request, team, invitation))
}

export async function acceptInvitation(request: ApiRequest): Promise<ApiAnswer> {
  const { team, invitation } = invitationNamed(request, request.param('invitation'))
  await call(request, 'members:accept', { id: invitation.id })
  return ok(memberJson(request, memberNamed(teamNamed(request, team.id), invitation.email)))
}

/** Those one is in. */
const own = (request: ApiRequest): Team[] => Object.values(stateOf(request).teams).filter((team) => isIn(request, team))
const isIn = (request: ApiRequest, { members }: Team): boolean => request.by === request.world.owner || members.some(({ email }) => email === request.by)

export const teamOf = (request: ApiRequest): Team => teamNamed(request, request.param('team'))

export function teamNamed(request: ApiRequest, wanted: string): Team {
  const found = own(request).find(({ id, name }) => id === wanted || name === wanted)
  if (found === undefined) throw new PlatformError('team-not-found', { team: wanted })
  return found
}

export function memberNamed(team: Team, wanted: string): TeamMember {
  const found = team.members.find(({ id, email }) => [id, email, idOf('user', email)].includes(wanted))
  if (found === undefined) throw new PlatformError('member-not-found', { team: team.name, email: wanted })
  return found
}

/** By its id or email, for who is in the team and for who was invited. */
function invitationNamed(request: ApiRequest, wanted: string): { readonly team: Team; readonly invitation: TeamInvitation } {
  for (const team of Object.values(stateOf(request).teams)) {
    const invitation = team.invitations.find(({ id, email }) => (id === wanted || (email === wanted && team.name === request.param('team'))) && (email === request.by || isIn(request, team)))
    if (invitation !== undefined) return { team, invitation }
  }
  throw new PlatformError('invitation-not-found', { id: wanted })
}

function teamJson(request: ApiRequest, { id, name, members, createdAt, updatedAt }: Team): Record<string, unknown> {
  return {
    id, name, role: members.find(({ email }) => email === request.by)?.role ?? (request.by === request.world.owner ? 'admin' : null), type: 'team', default: false, credit_card_collections: false, provisioned_licenses: false,
    enterprise_account: null, identity_provider: null, membership_limit: null, created_at: apiTime(createdAt), updated_at: apiTime(updatedAt),
  }
}

function memberJson(request: ApiRequest, { id, email, role, createdAt, updatedAt }: TeamMember): Record<string, unknown> {
  const known = stateOf(request).people[email]
  return {
    id, email, role, federated: false, identity_provider: null, two_factor_authentication: known?.twoFactor ?? false, user: { ...userShape(email), name: known?.name ?? null },
    created_at: apiTime(createdAt), updated_at: apiTime(updatedAt),
  }
}

function invitationJson(request: ApiRequest, team: Team, { id, email, role, by, createdAt }: TeamInvitation): Record<string, unknown> {
  const person = (one: string) => ({ ...userShape(one), name: stateOf(request).people[one]?.name ?? null })
  return { id, role, invited_by: person(by), team: { id: team.id, name: team.name }, user: person(email), created_at: apiTime(createdAt), updated_at: apiTime(createdAt) }
}

const preferencesJson = ({ defaultRole }: Team): Record<string, unknown> => ({ 'default-permission': defaultRole, 'addons-controls': false })
