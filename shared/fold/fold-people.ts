// Folds of people, of what they are known by, and of teams. What is of somebody who leaves goes with them.

import { maxTransfersKept, teamEmail, type AppTransfer, type Authorization, type Collaborator, type Person, type Team } from '../domain/people.ts'
import type { PlatformState } from '../domain/state.ts'
import type { EventOf } from '../protocol/events.ts'

const peopleEventTypes = [
  'person.added', 'person.changed', 'person.removed', 'authorization.created', 'authorization.changed', 'authorization.revoked', 'client.registered', 'client.removed', 'key.added', 'key.removed',
  'collaborator.added', 'collaborator.changed', 'collaborator.removed', 'team.created', 'team.changed', 'team.destroyed', 'member.added', 'member.changed', 'member.removed', 'invitation.sent',
  'invitation.ended', 'app.ownerChanged', 'app.locked', 'transfer.asked', 'transfer.settled', 'transfer.withdrawn', 'feature.changed',
] as const
export type PeopleEvent = EventOf<(typeof peopleEventTypes)[number]>

const types: ReadonlySet<string> = new Set(peopleEventTypes)
export const isPeopleEvent = (event: { readonly type: string }): event is PeopleEvent => types.has(event.type)

export function foldPeople(state: PlatformState, event: PeopleEvent): void {
  const { at } = event
  switch (event.type) {
    case 'person.added':
    case 'person.changed':
      return changePerson(state, event.data, at)
    case 'person.removed':
      return forgetPerson(state, event.data.email)
    case 'authorization.created': {
      dropExpired(state, at)
      state.authorizations[event.data.id] = { ...event.data, createdAt: at, updatedAt: at }
      return
    }
    case 'authorization.changed': {
      const before = state.authorizations[event.data.id]
      if (before !== undefined) state.authorizations[before.id] = { ...before, ...event.data, updatedAt: at }
      return
    }
    case 'authorization.revoked':
      delete state.authorizations[event.data.id]
      return
    case 'client.registered':
      state.oauthClients[event.data.id] = { ...event.data, createdAt: state.oauthClients[event.data.id]?.createdAt ?? at, updatedAt: at }
      return
    case 'client.removed':
      delete state.oauthClients[event.data.id]
      dropAll(state.authorizations, ({ clientId }) => clientId === event.data.id)
      return
    case 'key.added':
      state.sshKeys[event.data.id] = { ...event.data, createdAt: at }
      return
    case 'key.removed':
      delete state.sshKeys[event.data.id]
      return
    case 'transfer.asked': {
      const { id, owner, recipient } = event.data
      state.appTransfers[id] = { id, appId: event.app ?? '', owner, recipient, state: 'pending', createdAt: at, updatedAt: at }
      return
    }
    case 'transfer.settled':
      return settleTransfer(state, event.data, at)
    case 'transfer.withdrawn':
      delete state.appTransfers[event.data.id]
      return
    case 'collaborator.added':
    case 'collaborator.changed':
    case 'collaborator.removed':
    case 'app.ownerChanged':
    case 'app.locked':
    case 'feature.changed':
      return foldOfApp(state, event)
    default:
      return foldTeam(state, event)
  }
}

type OfApp = EventOf<'collaborator.added' | 'collaborator.changed' | 'collaborator.removed' | 'app.ownerChanged' | 'app.locked' | 'feature.changed'>

function foldOfApp(state: PlatformState, event: OfApp): void {
  const { at } = event
  const app = state.apps[event.app ?? '']
  if (app === undefined) return
  const change = (to: readonly Collaborator[]): void => void (state.collaborators[app.id] = to)
  const before = state.collaborators[app.id] ?? []
  switch (event.type) {
    case 'collaborator.added':
      return change([...before.filter(({ email }) => email !== event.data.email), { ...event.data, createdAt: at, updatedAt: at }])
    case 'collaborator.changed':
      return change(before.map((one) => (one.email === event.data.email ? { ...one, ...event.data, updatedAt: at } : one)))
    case 'collaborator.removed':
      return change(before.filter(({ email }) => email !== event.data.email))
    case 'app.ownerChanged':
      state.apps[app.id] = { ...app, owner: event.data.to, updatedAt: at }
      if (event.data.teamId === null) delete state.teamApps[app.id]
      else state.teamApps[app.id] = { teamId: event.data.teamId, locked: false }
      return change(before.filter(({ email }) => email !== event.data.to))
    case 'app.locked': {
      const held = state.teamApps[app.id]
      if (held !== undefined) state.teamApps[app.id] = { ...held, locked: event.data.locked }
      return
    }
    case 'feature.changed':
      state.apps[app.id] = { ...app, features: { ...app.features, [event.data.name]: event.data.on }, updatedAt: at }
  }
}

type OfTeam = EventOf<'team.created' | 'team.changed' | 'team.destroyed' | 'member.added' | 'member.changed' | 'member.removed' | 'invitation.sent' | 'invitation.ended'>

function foldTeam(state: PlatformState, event: OfTeam): void {
  const { at } = event
  const { teamId } = event.data
  const change = (made: (team: Team) => Partial<Team>): void => {
    const team = state.teams[teamId]
    if (team !== undefined) state.teams[teamId] = { ...team, ...made(team), updatedAt: at }
  }
  switch (event.type) {
    case 'team.created':
      state.teams[teamId] = { id: teamId, name: event.data.team, createdAt: at, updatedAt: at, members: [], invitations: [], defaultRole: null }
      return
    case 'team.changed': {
      const { name, defaultRole } = event.data
      change(() => ({ ...(name === undefined ? {} : { name }), ...(defaultRole === undefined ? {} : { defaultRole }) }))
      if (name !== undefined) renameOwner(state, teamId, name)
      return
    }
    case 'team.destroyed':
      delete state.teams[teamId]
      return
    case 'member.added': {
      const { id, email, role } = event.data
      return change(({ members }) => ({ members: [...members, { id, email, role, createdAt: at, updatedAt: at }] }))
    }
    case 'member.changed':
      return change(({ members }) => ({ members: members.map((one) => (one.email === event.data.email ? { ...one, role: event.data.role, updatedAt: at } : one)) }))
    case 'member.removed':
      return change(({ members }) => ({ members: members.filter(({ email }) => email !== event.data.email) }))
    case 'invitation.sent': {
      const { id, email, role, by } = event.data
      return change(({ invitations }) => ({ invitations: [...invitations.filter((one) => one.email !== email), { id, email, role, by, createdAt: at }] }))
    }
    case 'invitation.ended':
      return change(({ invitations }) => ({ invitations: invitations.filter(({ id }) => id !== event.data.id) }))
  }
}

/** With an app goes who had a place in it. */
export function forgetPlaces(state: PlatformState, appId: string): void {
  delete state.collaborators[appId]
  delete state.teamApps[appId]
  dropAll(state.appTransfers, (transfer) => transfer.appId === appId)
}

function changePerson(state: PlatformState, { email, name, twoFactor }: { readonly email: string; readonly name?: string | null | undefined; readonly twoFactor?: boolean | undefined }, at: number): void {
  const before: Person = state.people[email] ?? { email, name: null, twoFactor: false, createdAt: at, updatedAt: at }
  state.people[email] = { ...before, ...(name === undefined ? {} : { name }), ...(twoFactor === undefined ? {} : { twoFactor }), updatedAt: at }
}

function forgetPerson(state: PlatformState, email: string): void {
  const isTheirs = (one: { readonly email: string }): boolean => one.email === email
  delete state.people[email]
  dropAll<Authorization>(state.authorizations, isTheirs)
  dropAll(state.oauthClients, isTheirs)
  dropAll(state.sshKeys, isTheirs)
  dropAll<AppTransfer>(state.appTransfers, (transfer) => transfer.owner === email || transfer.recipient === email)
  for (const [appId, list] of Object.entries(state.collaborators)) if (list.some(isTheirs)) state.collaborators[appId] = list.filter((one) => !isTheirs(one))
  for (const team of Object.values(state.teams)) {
    if (team.members.some(isTheirs) || team.invitations.some(isTheirs)) state.teams[team.id] = { ...team, members: team.members.filter((one) => !isTheirs(one)), invitations: team.invitations.filter((one) => !isTheirs(one)) }
  }
}

function settleTransfer(state: PlatformState, { id, state: settled }: { readonly id: string; readonly state: 'accepted' | 'declined' }, at: number): void {
  const transfer = state.appTransfers[id]
  if (transfer === undefined) return
  state.appTransfers[id] = { ...transfer, state: settled, updatedAt: at }
  const over = Object.values(state.appTransfers).filter((one) => one.state !== 'pending')
  for (const { id: old } of over.slice(0, Math.max(0, over.length - maxTransfersKept))) delete state.appTransfers[old]
}

function renameOwner(state: PlatformState, teamId: string, name: string): void {
  for (const [appId, held] of Object.entries(state.teamApps)) {
    const app = state.apps[appId]
    if (held.teamId === teamId && app !== undefined) state.apps[appId] = { ...app, owner: teamEmail(name) }
  }
}

/** What can be renewed stays. */
function dropExpired(state: PlatformState, at: number): void {
  dropAll(state.authorizations, ({ access, refresh }) => refresh === null && access.expiresAt !== null && access.expiresAt <= at)
}

function dropAll<T>(records: Record<string, T>, isOver: (one: T) => boolean): void {
  for (const [id, one] of Object.entries(records)) if (isOver(one)) delete records[id]
}
