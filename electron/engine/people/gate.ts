// The one place where a call of somebody who is not the owner is let through or refused: by the app, add-on, dyno or pipeline that it
// names and what it does. What is not listed is an operation; what names nothing of an app is the owner's, but for a few.

import { maySeePipeline, permissionsOn, type Asker } from '../../../shared/domain/access.ts'
import { findAddOn } from '../../../shared/domain/add-on.ts'
import type { App } from '../../../shared/domain/app.ts'
import { isTeamEmail, type Permission } from '../../../shared/domain/people.ts'
import { findApp, findPipeline, type PlatformState } from '../../../shared/domain/state.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { CallName } from '../../../shared/protocol/calls.ts'
import { addOnPrice } from '../../../shared/billing/price-book.ts'
import { peopleCalls } from '../../../shared/protocol/people.ts'
import { checkPermission } from './deps.ts'

type Input = Readonly<Record<string, unknown>>

const manages: ReadonlySet<string> = new Set<CallName>(['apps:destroy', 'apps:rename'])
const deploys: ReadonlySet<string> = new Set<CallName>([
  'builds:create', 'builds:cancel', 'builds:cache:purge', 'releases:rollback', 'releases:config', 'config:get', 'config:set', 'buildpacks:set', 'stack:set', 'addons:create', 'addons:destroy', 'addons:upgrade',
  'addons:attach', 'addons:detach', 'addons:rename', 'addons:config',
])
const looks = /:(info|list|show|jobs|look)$/
/** They name nothing of an app, and anybody may. The calls of people decide for themselves. */
const open: ReadonlySet<string> = new Set<string>(['addons:services', 'apps:create', 'pipelines:create', ...Object.keys(peopleCalls)] satisfies (CallName | string)[])

/** Throws PlatformError `no-access`, `permission-missing`, `paid-add-on`, `owner-only`. `planNamed` reads a service or plan as people write it. */
export function checkCall(state: PlatformState, asker: Asker, name: CallName, input: unknown, planNamed: (service: string) => string | null): void {
  // Only people have tokens; what the platform does by itself goes by other names.
  if (asker.by === asker.owner || state.people[asker.by] === undefined || open.has(name) && !('app' in (input as Input))) return
  if (Object.hasOwn(peopleCalls, name)) return
  const args = input as Input
  const app = appOf(state, args)
  if (app !== null) {
    checkPermission(state, asker, app, permissionFor(name), String(args['app'] ?? args['addOn'] ?? args['dynoId']))
    checkPaid(state, asker, name, args, app, planNamed)
  }
  const pipeline = typeof args['pipeline'] === 'string' ? findPipeline(state, args['pipeline']) : null
  if (pipeline !== null && !maySeePipeline(state, asker, pipeline.id)) throw new PlatformError('no-access', { app: String(args['pipeline']) })
  const isNamed = ['app', 'addOn', 'dynoId', 'pipeline'].some((key) => typeof args[key] === 'string')
  // What names something that is not there is refused by its room, in its words.
  if (!isNamed) throw new PlatformError('owner-only', { owner: asker.owner })
}

function permissionFor(name: CallName): Permission {
  if (manages.has(name)) return 'manage'
  if (deploys.has(name)) return 'deploy'
  return looks.test(name) ? 'view' : 'operate'
}

function appOf(state: PlatformState, args: Input): App | null {
  if (typeof args['app'] === 'string') return findApp(state, args['app'])
  if (typeof args['addOn'] === 'string') return state.apps[findAddOn(state, args['addOn'])?.appId ?? ''] ?? null
  if (typeof args['dynoId'] === 'string') return state.apps[state.dynos[args['dynoId']]?.appId ?? ''] ?? null
  return null
}

/** On an app of a person its owner's alone; in a team for whoever may operate. */
function checkPaid(state: PlatformState, asker: Asker, name: CallName, args: Input, app: App, planNamed: (service: string) => string | null): void {
  if (name !== 'addons:create' && name !== 'addons:upgrade' && name !== 'addons:destroy') return
  const addOn = typeof args['addOn'] === 'string' ? findAddOn(state, args['addOn']) : null
  const now = addOn === null ? null : `${addOn.service}:${addOn.plan}`
  const wanted = name === 'addons:create' ? String(args['service']) : name === 'addons:upgrade' ? String(args['plan']) : null
  const named = wanted !== null && !wanted.includes(':') && addOn !== null ? `${addOn.service}:${wanted}` : wanted
  const plans = [now, named === null ? null : planNamed(named)].flatMap((plan) => (plan === null ? [] : [plan]))
  const isPaid = plans.some((plan) => state.prices !== null && (addOnPrice(state.prices.book, state.era, plan) ?? 0) > 0)
  if (!isPaid) return
  const needed: Permission = isTeamEmail(app.owner) ? 'operate' : 'manage'
  if (!permissionsOn(state, asker, app.id).includes(needed)) throw new PlatformError('paid-add-on', { app: app.name })
}
