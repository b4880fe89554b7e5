// Collaborators, transfers and locks of apps. Heroku's rules (devcenter collaborating, transferring-apps, heroku-teams): a collaborator may
// invite others and leave; only who may manage an app gives it away; a transfer to a person waits until they accept, and the one who gave
// stays as a collaborator; a locked app of a team is joined by nobody.

import { permissionsOn } from '../../../shared/domain/access.ts'
import { appFeatures, isFeatureOn } from '../../../shared/domain/app-features.ts'
import type { App } from '../../../shared/domain/app.ts'
import { isTeamEmail, maxCollaborators, permissions, teamEmail, usualPermissions, type AppTransfer, type Permission, type Team } from '../../../shared/domain/people.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { EventDraft } from '../../../shared/protocol/events.ts'
import type { CallContext, CallHandlers } from '../journal/room.ts'
import { requireApp } from '../platform/require-app.ts'
import { checkPermission, type Desk } from './deps.ts'
import { requireTeam } from './teams.ts'

export function collaboratorCalls(desk: Desk): CallHandlers {
  const { kernel, deps, who, act, appFor } = desk
  const { state, ids } = kernel

  const teamOf = (app: App): Team | null => state.teams[state.teamApps[app.id]?.teamId ?? ''] ?? null
  const collaboratorsOf = (app: App) => state.collaborators[app.id] ?? []

  /** On an app of a person whoever is on it; on a team's whoever manages it, and members for themselves while it is not locked. */
  function checkInvite(context: CallContext, app: App, { app: asked, email }: { readonly app: string; readonly email: string }): void {
    const team = teamOf(app)
    if (team === null) return checkPermission(state, { by: who(context), owner: deps.owner }, app, 'operate', asked)
    const isMember = team.members.some((one) => one.email === email && one.role === 'member')
    const isManager = permissionsOn(state, { by: who(context), owner: deps.owner }, app.id).includes('manage')
    if (isManager) return
    checkPermission(state, { by: who(context), owner: deps.owner }, app, 'view', asked)
    if (email !== who(context) || !isMember) throw new PlatformError('permission-missing', { app: app.name, permission: 'manage' })
    if (state.teamApps[app.id]?.locked === true) throw new PlatformError('app-locked', { app: app.name })
  }

  function requireCollaborator(app: App, email: string): void {
    if (!collaboratorsOf(app).some((one) => one.email === email)) throw new PlatformError('collaborator-not-found', { app: app.name, email })
  }

  function giveTo(app: App, to: string, teamId: string | null): EventDraft[] {
    const stays: EventDraft[] = isTeamEmail(app.owner) ? [] : [{ type: 'collaborator.added', app: app.id, data: { id: ids.next(), email: app.owner, permissions: [...usualPermissions] } }]
    return [{ type: 'app.ownerChanged', app: app.id, data: { from: app.owner, to, teamId } }, ...stays]
  }

  function requireTransfer(id: string): AppTransfer {
    const found = state.appTransfers[id]
    if (found === undefined) throw new PlatformError('transfer-not-found', { id })
    return found
  }

  function requirePending(transfer: AppTransfer): void {
    if (transfer.state !== 'pending') throw new PlatformError('transfer-settled', { state: transfer.state })
  }

  function transfer(app: App, recipient: string, context: CallContext): { seq: number; id: string | null } {
    if (recipient === app.owner) throw new PlatformError('transfer-to-owner', { app: app.name, recipient })
    const isTeam = isTeamEmail(recipient)
    if (isTeam || Object.values(state.teams).some(({ name }) => name === recipient)) {
      const team = requireTeam(state, recipient.replace(/@.*/, ''))
      if (who(context) !== deps.owner && !team.members.some(({ email, role }) => email === who(context) && (role === 'admin' || role === 'member'))) throw new PlatformError('team-not-found', { team: team.name })
      return { ...act(context.cause, giveTo(app, teamEmail(team.name), team.id)), id: null }
    }
    const known = desk.becomeKnown(recipient)
    const waiting = Object.values(state.appTransfers).find((one) => one.appId === app.id && one.state === 'pending')
    if (waiting !== undefined) throw new PlatformError('transfer-pending', { app: app.name, recipient: waiting.recipient })
    const id = ids.next()
    return { ...act(context.cause, [...known, { type: 'transfer.asked', app: app.id, data: { id, owner: app.owner, recipient } }]), id }
  }

  function lock(nameOrId: string, locked: boolean, context: CallContext): { seq: number } {
    const app = appFor(context, nameOrId, 'manage')
    const held = state.teamApps[app.id]
    if (held === undefined) throw new PlatformError('app-not-of-team', { app: app.name })
    return held.locked === locked ? { seq: state.seq } : act(context.cause, [{ type: 'app.locked', app: app.id, data: { locked } }])
  }

  return {
    'access:add': (args, context) => {
      const app = requireApp(state, args.app)
      checkInvite(context, app, args)
      if (args.email === app.owner) throw new PlatformError('collaborator-known', { app: app.name, email: args.email })
      const known = desk.becomeKnown(args.email)
      const before = collaboratorsOf(app)
      if (before.some(({ email }) => email === args.email)) throw new PlatformError('collaborator-known', { app: app.name, email: args.email })
      if (before.length >= maxCollaborators) throw new PlatformError('people-limit', { what: `${maxCollaborators} collaborators`, whose: app.name })
      const given = teamOf(app) === null ? usualPermissions : inOrder(args.permissions ?? usualPermissions)
      const id = ids.next()
      return { ...act(context.cause, [...known, { type: 'collaborator.added', app: app.id, data: { id, email: args.email, permissions: [...given] } }]), id }
    },
    'access:update': (args, context) => {
      const app = appFor(context, args.app, 'manage')
      requireCollaborator(app, args.email)
      if (teamOf(app) === null) throw new PlatformError('app-not-of-team', { app: app.name })
      return act(context.cause, [{ type: 'collaborator.changed', app: app.id, data: { email: args.email, permissions: [...inOrder(args.permissions)] } }])
    },
    'access:remove': (args, context) => {
      // Whoever may see it may leave it.
      const app = appFor(context, args.app, args.email === who(context) ? 'view' : teamOf(requireApp(state, args.app)) === null ? 'operate' : 'manage')
      requireCollaborator(app, args.email)
      return act(context.cause, [{ type: 'collaborator.removed', app: app.id, data: { email: args.email } }])
    },
    'apps:lock': ({ app }, context) => lock(app, true, context),
    'apps:unlock': ({ app }, context) => lock(app, false, context),
    'apps:transfer': ({ app, recipient }, context) => transfer(appFor(context, app, 'manage'), recipient, context),
    'apps:transfer:answer': ({ id, state: answer }, context) => {
      const found = requireTransfer(id)
      if (found.recipient !== who(context) && who(context) !== deps.owner) throw new PlatformError('transfer-not-found', { id })
      requirePending(found)
      const app = requireApp(state, found.appId)
      const settled: EventDraft = { type: 'transfer.settled', app: app.id, data: { id, recipient: found.recipient, state: answer } }
      return act(context.cause, answer === 'accepted' ? [settled, ...giveTo(app, found.recipient, null)] : [settled])
    },
    'apps:transfer:withdraw': ({ id }, context) => {
      const found = requireTransfer(id)
      if (found.owner !== who(context) && who(context) !== deps.owner) throw new PlatformError('transfer-not-found', { id })
      requirePending(found)
      return act(context.cause, [{ type: 'transfer.withdrawn', app: found.appId, data: { id, recipient: found.recipient } }])
    },
    'features:set': async ({ app: nameOrId, feature: named, on }, context) => {
      const app = appFor(context, nameOrId, 'operate')
      const feature = appFeatures.find(({ name }) => name === named)
      if (feature === undefined) throw new PlatformError('feature-not-found', { feature: named, known: appFeatures.map(({ name }) => name).join(', ') })
      if (isFeatureOn(app, feature) === on) return { seq: state.seq }
      if (feature.name === 'preboot') await deps.preboot(app.name, on, context)
      else if (feature.name === 'http-session-affinity') await deps.affinity(app.name, on, context)
      else act(context.cause, [{ type: 'feature.changed', app: app.id, data: { name: named, on } }])
      return { seq: state.seq }
    },
  }
}

/** As Heroku lists them; whoever may anything may see it. */
const inOrder = (given: readonly Permission[]): readonly Permission[] => permissions.filter((one) => one === 'view' || given.includes(one))
