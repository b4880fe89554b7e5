// Custom domains: host names that reach an app besides its own <name>.localhost. One host name belongs to one app; the first
// label may be a wildcard. Heroku asks for a DNS record as well; on one machine a line in the hosts file, or a name below
// localhost, does that. A name directly below localhost belongs to the app of that name, whether it exists yet or not.

import { hostnamePattern, type App } from '../../../shared/domain/app.ts'
import { findApp, type PlatformState } from '../../../shared/domain/state.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { EventDraft } from '../../../shared/protocol/events.ts'
import { requireApp } from './require-app.ts'

export function decideAddDomain(state: PlatformState, nameOrId: string, wanted: string, id: string): EventDraft[] {
  const app = requireApp(state, nameOrId)
  const hostname = wanted.trim().toLowerCase()
  if (!hostnamePattern.test(hostname) || belongsToAnotherApp(state, app, hostname)) {
    throw new PlatformError('domain-invalid', { hostname })
  }
  const owner = Object.values(state.apps).find((other) => has(other, hostname))
  if (owner !== undefined) throw new PlatformError('domain-taken', { hostname, app: owner.name })
  return [{ type: 'domain.added', app: app.id, data: { id, hostname } }]
}

export function decideRemoveDomain(state: PlatformState, nameOrId: string, wanted: string): EventDraft[] {
  const app = requireApp(state, nameOrId)
  const hostname = wanted.trim().toLowerCase()
  if (!has(app, hostname)) throw new PlatformError('domain-not-found', { hostname })
  return [{ type: 'domain.removed', app: app.id, data: { hostname } }]
}

const has = (app: App, hostname: string): boolean => app.domains.some((domain) => domain.hostname === hostname)

function belongsToAnotherApp(state: PlatformState, app: App, hostname: string): boolean {
  if (!hostname.endsWith('.localhost')) return false
  const labels = hostname.split('.')
  const other = findApp(state, labels[labels.length - 2] ?? '')
  return labels.length === 2 || (other !== null && other.id !== app.id)
}
