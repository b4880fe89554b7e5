// Teams: people who share apps. Heroku's roles (devcenter heroku-teams): admins may everything, members see the team's apps and join those
// that are not locked, collaborators see what they were invited to. A team has an admin at all times, and nobody is billed apart.

import { maxMembers, maxTeams, teamEmail, teamNamePattern, type Team, type TeamInvitation } from '../../../shared/domain/people.ts'
import type { PlatformState } from '../../../shared/domain/state.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { EventDraft } from '../../../shared/protocol/events.ts'
import type { CallContext, CallHandlers } from '../journal/room.ts'
import type { Desk } from './deps.ts'

export function requireTeam(state: PlatformState, nameOrId: string): Team {
  const found = Object.values(state.teams).find(({ id, name }) => id === nameOrId || name === nameOrId)
  if (found === undefined) throw new PlatformError('team-not-found', { team: nameOrId })
  return found
}

export function teamCalls(desk: Desk): CallHandlers {
  const { kernel, deps, who, act } = desk
  const { state, ids } = kernel

  /** Who is not in it is told that there is no such team. */
  function teamFor(context: CallContext, nameOrId: string): Team {
    const team = requireTeam(state, nameOrId)
    const by = who(context)
    const role = team.members.find(({ email }) => email === by)?.role
    if (by === deps.owner || role === 'admin') return team
    if (role === undefined) throw new PlatformError('team-not-found', { team: nameOrId })
    throw new PlatformError('team-admin-only', { team: team.name })
  }

  function checkName(name: string): void {
    if (!teamNamePattern.test(name)) throw new PlatformError('team-name-invalid', { name })
    if (Object.values(state.teams).some((team) => team.name === name)) throw new PlatformError('team-name-taken', { name })
  }

  function freshName(): string {
    for (let number = Object.keys(state.teams).length + 1; ; number++) if (!Object.values(state.teams).some(({ name }) => name === `team-${number}`)) return `team-${number}`
  }

  const named = (team: Team) => ({ teamId: team.id, team: team.name })

  function checkRoom(team: Team): void {
    if (team.members.length + team.invitations.length >= maxMembers) throw new PlatformError('people-limit', { what: `${maxMembers} members`, whose: team.name })
  }

  function checkAdminLeft(team: Team, leaving: string): void {
    if (!team.members.some(({ email, role }) => role === 'admin' && email !== leaving)) throw new PlatformError('team-last-admin', { team: team.name, email: leaving })
  }

  function invitationOf(id: string): { readonly team: Team; readonly invitation: TeamInvitation } {
    for (const team of Object.values(state.teams)) {
      const invitation = team.invitations.find((one) => one.id === id)
      if (invitation !== undefined) return { team, invitation }
    }
    throw new PlatformError('invitation-not-found', { id })
  }

  return {
    'teams:create': ({ name: wanted }, context) => {
      if (Object.keys(state.teams).length >= maxTeams) throw new PlatformError('people-limit', { what: `${maxTeams} teams`, whose: 'this platform' })
      const name = wanted ?? freshName()
      checkName(name)
      const [id, by] = [ids.next(), who(context)]
      const drafts: EventDraft[] = [
        { type: 'team.created', app: null, data: { teamId: id, team: name, by } },
        { type: 'member.added', app: null, data: { teamId: id, team: name, id: ids.next(), email: by, role: 'admin' } },
      ]
      return { ...act(context.cause, drafts), id, name }
    },
    'teams:update': ({ team: wanted, name, defaultRole }, context) => {
      const team = teamFor(context, wanted)
      const isNew = name !== undefined && name !== team.name
      if (isNew) checkName(name)
      const data = { ...named(team), ...(isNew ? { name } : {}), ...(defaultRole === undefined ? {} : { defaultRole }) }
      return act(context.cause, [{ type: 'team.changed', app: null, data }])
    },
    'teams:destroy': ({ team: wanted }, context) => {
      const team = teamFor(context, wanted)
      const apps = Object.values(state.apps).filter(({ owner }) => owner === teamEmail(team.name)).map(({ name }) => name)
      if (apps.length > 0) throw new PlatformError('team-has-apps', { team: team.name, apps: apps.join(', ') })
      return act(context.cause, [{ type: 'team.destroyed', app: null, data: named(team) }])
    },
    'members:set': ({ team: wanted, email, role: given }, context) => {
      const team = teamFor(context, wanted)
      const role = given ?? team.defaultRole ?? 'member'
      const before = team.members.find((one) => one.email === email)
      if (before === undefined) {
        checkRoom(team)
        const id = ids.next()
        const drafts: EventDraft[] = [...desk.becomeKnown(email), { type: 'member.added', app: null, data: { ...named(team), id, email, role } }]
        return { ...act(context.cause, drafts), id }
      }
      if (before.role === role) return { seq: state.seq, id: before.id }
      if (before.role === 'admin') checkAdminLeft(team, email)
      return { ...act(context.cause, [{ type: 'member.changed', app: null, data: { ...named(team), email, role } }]), id: before.id }
    },
    'members:remove': ({ team: wanted, email }, context) => {
      const team = email === who(context) ? requireTeam(state, wanted) : teamFor(context, wanted)
      const member = team.members.find((one) => one.email === email || one.id === email)
      if (member === undefined) throw new PlatformError('member-not-found', { team: team.name, email })
      if (member.role === 'admin') checkAdminLeft(team, member.email)
      return act(context.cause, [{ type: 'member.removed', app: null, data: { ...named(team), email: member.email } }])
    },
    'members:invite': ({ team: wanted, email, role }, context) => {
      const team = teamFor(context, wanted)
      if (team.members.some((one) => one.email === email)) throw new PlatformError('member-known', { team: team.name, email })
      checkRoom(team)
      const id = ids.next()
      const drafts: EventDraft[] = [...desk.becomeKnown(email), { type: 'invitation.sent', app: null, data: { ...named(team), id, email, role: role ?? team.defaultRole ?? 'member', by: who(context) } }]
      return { ...act(context.cause, drafts), id }
    },
    'members:accept': ({ id }, context) => {
      const { team, invitation } = invitationOf(id)
      const { email, role } = invitation
      if (email !== who(context)) throw new PlatformError('invitation-not-found', { id })
      const isMember = team.members.some((one) => one.email === email)
      const drafts: EventDraft[] = [{ type: 'invitation.ended', app: null, data: { ...named(team), id, email, accepted: true } }]
      return act(context.cause, isMember ? drafts : [...drafts, { type: 'member.added', app: null, data: { ...named(team), id: ids.next(), email, role } }])
    },
    'members:uninvite': ({ id }, context) => {
      const { team, invitation } = invitationOf(id)
      if (invitation.email !== who(context)) teamFor(context, team.id)
      return act(context.cause, [{ type: 'invitation.ended', app: null, data: { ...named(team), id, email: invitation.email, accepted: false } }])
    },
  }
}
