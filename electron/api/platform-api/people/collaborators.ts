// Collaborators of apps, of people and of teams. The owner stands first, as on Heroku; on an app of a team its admins do.

import { z } from 'zod'
import { permissionsOn } from '../../../../shared/domain/access.ts'
import type { App } from '../../../../shared/domain/app.ts'
import { isTeamEmail, permissions, type Permission } from '../../../../shared/domain/people.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import { created, list, ok, type ApiAnswer, type ApiRequest } from '../api-types.ts'
import { apiTime, idOf } from '../identifiers.ts'
import { appOf, call, stateOf } from '../lookups.ts'
import { readBody } from '../request-body.ts'
import { appShape, userShape } from '../shapes.ts'

const person = z.union([z.string(), z.object({ email: z.string().optional(), id: z.string().optional() }).transform((value) => value.email ?? value.id ?? '')])
const rights = z.array(z.enum(permissions))
const createBody = z.object({ user: person, silent: z.boolean().nullish(), permissions: rights.nullish() })
const updateBody = z.object({ permissions: rights })

type Place = { readonly id: string; readonly email: string; readonly role: 'owner' | 'admin' | 'member' | 'collaborator'; readonly createdAt: number; readonly updatedAt: number }

export const listCollaborators = (request: ApiRequest): ApiAnswer => list(placesOn(request).map((place) => placeJson(request, place)), ['id', 'created_at'])
export const getCollaborator = (request: ApiRequest): ApiAnswer => ok(placeJson(request, named(request, request.param('collaborator'))))

export async function createCollaborator(request: ApiRequest): Promise<ApiAnswer> {
  const app = appOf(request)
  const { user, permissions: given } = readBody(createBody, request.body, 'POST /apps/:app/collaborators')
  await call(request, 'access:add', { app: app.id, email: user, ...(given == null ? {} : { permissions: given }) })
  return created(placeJson(request, named(request, user)))
}

export async function updateCollaborator(request: ApiRequest): Promise<ApiAnswer> {
  const app = appOf(request)
  const place = named(request, request.param('collaborator'))
  const { permissions: given } = readBody(updateBody, request.body, 'PATCH /teams/apps/:app/collaborators/:collaborator')
  await call(request, 'access:update', { app: app.id, email: place.email, permissions: given })
  return ok(placeJson(request, named(request, place.email)))
}

export async function deleteCollaborator(request: ApiRequest): Promise<ApiAnswer> {
  const app = appOf(request)
  const place = named(request, request.param('collaborator'))
  const before = placeJson(request, place)
  await call(request, 'access:remove', { app: app.id, email: place.email })
  return ok(before)
}

function placesOn(request: ApiRequest): Place[] {
  const state = stateOf(request)
  const app = appOf(request)
  const team = state.teams[state.teamApps[app.id]?.teamId ?? '']
  const joined = (state.collaborators[app.id] ?? []).map((one): Place => ({ ...one, role: team?.members.some(({ email, role }) => email === one.email && role === 'member') === true ? 'member' : 'collaborator' }))
  const admins = (team?.members ?? []).filter(({ email, role }) => role === 'admin' && !joined.some((one) => one.email === email)).map((one): Place => ({ ...one, role: 'admin' }))
  const owner: Place[] = isTeamEmail(app.owner) ? [] : [{ id: idOf('collaborator', `${app.id}:${app.owner}`), email: app.owner, role: 'owner', createdAt: app.createdAt, updatedAt: app.createdAt }]
  return [...owner, ...admins, ...joined]
}

function named(request: ApiRequest, wanted: string): Place {
  const found = placesOn(request).find(({ id, email }) => wanted === id || wanted === email || wanted === idOf('user', email))
  if (found === undefined) throw new PlatformError('collaborator-not-found', { app: appOf(request).name, email: wanted })
  return found
}

function placeJson(request: ApiRequest, { id, email, role, createdAt, updatedAt }: Place): Record<string, unknown> {
  const app: App = appOf(request)
  const held = permissionsOn(stateOf(request), { by: email, owner: request.world.owner }, app.id)
  return {
    id, app: appShape(app), user: { ...userShape(email), federated: false }, role, permissions: held.map(permissionJson), created_at: apiTime(createdAt), updated_at: apiTime(updatedAt),
  }
}

const about: Readonly<Record<Permission, string>> = { view: 'Can see the app and its resources', deploy: 'Can deploy code, and see and change config vars', operate: 'Can scale, restart and configure', manage: 'Can invite people, rename, transfer and delete' }
const permissionJson = (name: Permission): Record<string, unknown> => ({ name, description: about[name] })
export const listPermissions = (): ApiAnswer => list(permissions.map(permissionJson), ['name'])
