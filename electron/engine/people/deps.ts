// What the rooms of people are made with, and the few questions all of them ask.

import { permissionsOn } from '../../../shared/domain/access.ts'
import type { App } from '../../../shared/domain/app.ts'
import { emailPattern, maxPeople, type Permission } from '../../../shared/domain/people.ts'
import type { PlatformState } from '../../../shared/domain/state.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { Cause, EventDraft } from '../../../shared/protocol/events.ts'
import type { Kernel } from '../journal/kernel.ts'
import type { CallContext } from '../journal/room.ts'
import { requireApp } from '../platform/require-app.ts'
import type { Passwords } from '../ports/passwords.ts'

export type PeopleDeps = {
  readonly owner: string
  /** The platform's own: the owner's password until one was set. */
  readonly token: string
  readonly passwords: Passwords
  preboot(app: string, on: boolean, context: CallContext): Promise<unknown>
  affinity(app: string, on: boolean, context: CallContext): Promise<unknown>
}

export type Desk = {
  readonly kernel: Kernel
  readonly deps: PeopleDeps
  who(context: CallContext): string
  act(cause: Cause, drafts: readonly EventDraft[]): { seq: number }
  requireOwner(context: CallContext): void
  /** The app, if who asks may do so much with it. */
  appFor(context: CallContext, nameOrId: string, permission: Permission): App
  /** What makes somebody known, nothing if they are. */
  becomeKnown(email: string): EventDraft[]
}

export function createDesk(kernel: Kernel, deps: PeopleDeps): Desk {
  const { state } = kernel
  const who = ({ by }: CallContext): string => (by === '' ? deps.owner : by)

  function becomeKnown(email: string): EventDraft[] {
    checkEmail(email)
    if (isKnown(state, deps.owner, email)) return []
    if (Object.keys(state.people).length >= maxPeople) throw new PlatformError('people-limit', { what: `${maxPeople} people`, whose: 'this platform' })
    return [{ type: 'person.added', app: null, data: { email, name: null } }]
  }

  function appFor(context: CallContext, nameOrId: string, permission: Permission): App {
    const app = requireApp(state, nameOrId)
    checkPermission(state, { by: who(context), owner: deps.owner }, app, permission, nameOrId)
    return app
  }

  return {
    kernel, deps, who, becomeKnown, appFor,
    act: (cause, drafts) => {
      kernel.commit(cause, drafts)
      return { seq: state.seq }
    },
    requireOwner: (context) => {
      if (who(context) !== deps.owner) throw new PlatformError('owner-only', { owner: deps.owner })
    },
  }
}

export const isKnown = (state: PlatformState, owner: string, email: string): boolean => email === owner || state.people[email] !== undefined

/** No access at all is told in Heroku's words, and by what was asked for: who has only an id does not learn the name. */
export function checkPermission(state: PlatformState, asker: { readonly by: string; readonly owner: string }, app: App, permission: Permission, asked: string): void {
  const held = permissionsOn(state, asker, app.id)
  if (held.includes(permission)) return
  throw held.includes('view') ? new PlatformError('permission-missing', { app: app.name, permission }) : new PlatformError('no-access', { app: asked })
}

function checkEmail(email: string): void {
  if (!emailPattern.test(email)) throw new PlatformError('email-invalid', { email })
}
