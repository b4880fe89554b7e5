// Switches of the platform and of one app. Setting what is set already changes nothing and leaves no trace, as on Heroku.
// Maintenance answers every request with a page; preboot starts new web dynos beside the old ones (Standard and Performance only);
// the era chooses between the 2018 and the current list of dyno sizes and prices.

import type { App } from '../../../shared/domain/app.ts'
import { findDynoSize, type Era } from '../../../shared/domain/dyno-sizes.ts'
import { containerStack } from '../../../shared/domain/stacks.ts'
import { runtimeOf, type PlatformState } from '../../../shared/domain/state.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { EventDraft } from '../../../shared/protocol/events.ts'
import { requireApp } from './require-app.ts'
import { checkImagesRun, checkStack } from './stacks.ts'

export function decideEra(state: PlatformState, era: Era): EventDraft[] {
  return state.era === era ? [] : [{ type: 'era.changed', app: null, data: { era } }]
}

export function decideMaintenance(state: PlatformState, nameOrId: string, on: boolean): EventDraft[] {
  const app = requireApp(state, nameOrId)
  return app.maintenance === on ? [] : [{ type: 'maintenance.changed', app: app.id, data: { on } }]
}

export function decidePreboot(state: PlatformState, nameOrId: string, on: boolean): EventDraft[] {
  const app = requireApp(state, nameOrId)
  if (app.preboot === on) return []
  if (on) checkPrebootSize(app.name, app.formation)
  return [{ type: 'preboot.changed', app: app.id, data: { on } }]
}

/** Heroku's dyno tiers: preboot for Standard and Performance (dyno-tiers, 2025-04-07). */
export function checkPrebootSize(app: string, formation: App['formation']): void {
  const size = findDynoSize(formation['web']?.size ?? '')
  if (size === null || size.tier === 'standard' || size.tier === 'performance') return
  throw new PlatformError('preboot-size', { app, size: size.label })
}

export function decideStack(state: PlatformState, nameOrId: string, stack: string): EventDraft[] {
  const app = requireApp(state, nameOrId)
  checkStack(stack)
  if (stack === containerStack) checkImagesRun(app.name, runtimeOf(state, app))
  return app.stack === stack ? [] : [{ type: 'stack.changed', app: app.id, data: { stack } }]
}
