// The one place where a call of somebody who is not the owner is let through or refused: by the app, add-on, dyno or pipeline that it
// names and what it does. What is not listed is an operation; what names nothing of an app is the owner's, but for a few.

import { maySeePipeline, permissionsOn, type Asker } from '../../../shared/domain/access.ts'
import { findAddOn } from '../../../shared/domain/add-on.ts'
import type { App } from '../../../shared/domain/app.ts'
import { isTeamEmail, type Permission } from '../../../shared/domain/people.ts'
import { pipelineStages } from '../../../shared/domain/pipeline.ts'
import { findApp, findPipeline, pipelineOf, type PlatformState } from '../../../shared/domain/state.ts'
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
/** Whatever app they name: they reach beyond the platform. */
const ownersAlone: ReadonlySet<string> = new Set<CallName>(['shell:open'])
const looks = /:(info|list|show|jobs|look)$/
/** They name nothing of an app, and anybody may. The calls of people decide for themselves. */
const open: ReadonlySet<string> = new Set<string>(['addons:services', 'apps:create', 'pipelines:create', ...Object.keys(peopleCalls)] satisfies (CallName | string)[])

/** Throws PlatformError `no-access`, `permission-missing`, `paid-add-on`, `owner-only`. `planNamed` reads a service or plan as people write it. */
export function checkCall(state: PlatformState, asker: Asker, name: CallName, input: unknown, planNamed: (service: string) => string | null): void {
  // Only people have tokens; what the platform does by itself goes by other names.
  if (asker.by === asker.owner || state.people[asker.by] === undefined || open.has(name) && !('app' in (input as Input))) return
  if (Object.hasOwn(peopleCalls, name)) return
  if (ownersAlone.has(name)) throw new PlatformError('owner-only', { owner: asker.owner })
  const args = input as Input
  const [first, ...others] = appsOf(state, name, args)
  if (first !== undefined) {
    checkPermission(state, asker, first.app, permissionFor(name), first.named)
    checkPaid(state, asker, name, args, first.app, planNamed)
  }
  for (const { app, named } of others) checkPermission(state, asker, app, permissionFor(name), named)
  if (sourceOf(args)['kind'] === 'folder') throw new PlatformError('owner-only', { owner: asker.owner })
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

type Named = { readonly app: App; /** As it was asked for: a refusal tells no more. */ readonly named: string }

/** Every app that the call names, itself or by something of it: who may change one may not reach into another through it. */
function appsOf(state: PlatformState, name: CallName, args: Input): readonly Named[] {
  const { app, addOn, dynoId, to, apps, options } = args
  const paying = (named: string): App | null => state.apps[findAddOn(state, named)?.appId ?? ''] ?? null
  const first = typeof app === 'string' ? findApp(state, app) : null
  return [
    ...namedIn([app, ...listed(to), ...listed(apps), sourceOf(args)['app']], (named) => findApp(state, named)),
    ...namedIn([addOn, ...(isRecord(options) ? Object.values(options) : [])], paying),
    ...namedIn([dynoId], (named) => state.apps[state.dynos[named]?.appId ?? ''] ?? null),
    ...(name === 'pipelines:promote' && to === undefined && first !== null ? nextApps(state, first).map((next) => ({ app: next, named: 'of the next stage' })) : []),
  ]
}

function namedIn(values: readonly unknown[], find: (named: string) => App | null): Named[] {
  return values.flatMap((named) => {
    const app = typeof named === 'string' ? find(named) : null
    return app === null ? [] : [{ app, named: String(named) }]
  })
}

/** Where a promotion goes that does not say where. */
function nextApps(state: PlatformState, app: App): readonly App[] {
  const couplings = pipelineOf(state, app.id)?.couplings ?? []
  const stage = couplings.find(({ appId }) => appId === app.id)?.stage
  const next = stage === undefined ? undefined : pipelineStages[pipelineStages.indexOf(stage) + 1]
  return couplings.filter((coupling) => coupling.stage === next).flatMap(({ appId }) => state.apps[appId] ?? [])
}

const isRecord = (value: unknown): value is Input => typeof value === 'object' && value !== null
const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const sourceOf = ({ source }: Input): Input => (isRecord(source) ? source : {})

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
