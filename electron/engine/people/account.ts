// Accounts: the owner's, and those of other people of this machine. On Heroku people sign up; here the owner adds them, or they become
// known by being invited. An email stays as it is, because releases and logs name people by it.

import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { CallHandlers } from '../journal/room.ts'
import { isKnown, type Desk } from './deps.ts'

export function accountCalls(desk: Desk): CallHandlers {
  const { kernel, deps, who, act, requireOwner } = desk
  const { state } = kernel
  const requireKnown = (email: string): void => {
    if (!isKnown(state, deps.owner, email)) throw new PlatformError('person-not-found', { email })
  }

  return {
    'people:list': (_args, context) => {
      requireOwner(context)
      return { people: Object.values(state.people) }
    },
    'people:add': ({ email, name }, context) => {
      requireOwner(context)
      if (isKnown(state, deps.owner, email)) throw new PlatformError('person-known', { email })
      desk.becomeKnown(email)
      return act(context.cause, [{ type: 'person.added', app: null, data: { email, name: name ?? null } }])
    },
    'people:remove': async ({ email }, context) => {
      requireOwner(context)
      if (email === deps.owner) throw new PlatformError('person-is-owner', { email })
      requireKnown(email)
      const apps = Object.values(state.apps).filter(({ owner }) => owner === email).map(({ name }) => name)
      const teams = Object.values(state.teams).filter(({ members }) => members.filter(({ role }) => role === 'admin').every((one) => one.email === email)).map(({ name }) => name)
      if (apps.length + teams.length > 0) throw new PlatformError('person-has-apps', { email, what: [...apps, ...teams].join(', ') })
      const done = act(context.cause, [{ type: 'person.removed', app: null, data: { email } }])
      await deps.passwords.set(email, null)
      await deps.passwords.dropSecondFactor(email)
      return done
    },
    'people:password': async ({ email, password }, context) => {
      if (email !== who(context)) requireOwner(context)
      requireKnown(email)
      await deps.passwords.set(email, password)
      return { seq: state.seq }
    },
    'account:update': ({ name }, context) => {
      const email = who(context)
      return (state.people[email]?.name ?? null) === name ? { seq: state.seq } : act(context.cause, [{ type: 'person.changed', app: null, data: { email, name } }])
    },
    '2fa:enable': async ({ code }, context) => {
      const email = who(context)
      if (code === undefined) {
        const secret = await deps.passwords.offerSecondFactor(email)
        return { seq: state.seq, secret, url: `otpauth://totp/Dynarium:${encodeURIComponent(email)}?secret=${secret}&issuer=Dynarium` }
      }
      if (!(await deps.passwords.confirm(email, code, kernel.clock.now()))) throw new PlatformError('two-factor-wrong', {})
      return { ...act(context.cause, [{ type: 'person.changed', app: null, data: { email, twoFactor: true } }]), secret: null, url: null }
    },
    '2fa:disable': async ({ code }, context) => {
      const email = who(context)
      if (state.people[email]?.twoFactor !== true) return { seq: state.seq }
      if (!(await deps.passwords.isCode(email, code, kernel.clock.now()))) throw new PlatformError('two-factor-wrong', {})
      await deps.passwords.dropSecondFactor(email)
      return act(context.cause, [{ type: 'person.changed', app: null, data: { email, twoFactor: false } }])
    },
  }
}
