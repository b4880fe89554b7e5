// Turning autoscaling and alerts on and off: what is refused, and what becomes of it. Heroku: web only, min at least 1, p95 for Performance
// and up, alerts for Standard and up. The other policies are ours and take any size that scales out.

import { autoscalesByP95, hasAlerts, type AutoscaleSetting } from '../../../shared/domain/autoscale.ts'
import type { App } from '../../../shared/domain/app.ts'
import { findDynoSize, type DynoSize } from '../../../shared/domain/dyno-sizes.ts'
import type { PlatformState } from '../../../shared/domain/state.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { CallArgs } from '../../../shared/protocol/calls.ts'
import type { EventDraft } from '../../../shared/protocol/events.ts'
import { checkFormation } from '../platform/formation-limits.ts'
import { knownTypes, releaseType } from '../platform/process-types.ts'
import { requireApp } from '../platform/require-app.ts'

export function decideEnable(state: PlatformState, { app: nameOrId, ...setting }: CallArgs<'ps:autoscale:enable'>): EventDraft[] {
  const app = requireApp(state, nameOrId)
  const types = knownTypes(state, app).filter((type) => type !== releaseType)
  if (!types.includes('web')) throw new PlatformError('type-not-found', { type: 'web', known: types.join(', ') || 'none' })
  const { min, max, policy, anySize } = setting
  if (max < min) throw new PlatformError('autoscale-range', { min, max })
  const size = webSize(app)
  if (policy.kind === 'p95' && !anySize && size !== null && !autoscalesByP95(size)) throw new PlatformError('autoscale-size', { app: app.name, size: size.label })
  // Room for all that it may do, so that it is not refused later for what was known now.
  checkFormation(app.name, { ...app.formation, ...(app.formation['web'] === undefined ? {} : { web: { ...app.formation['web'], quantity: max } }) })
  if (app.autoscale?.isOn === true && isSame(app.autoscale, setting)) return []
  return [{ type: 'autoscale.changed', app: app.id, data: { isOn: true, why: 'asked', setting: settingOf(setting) } }]
}

export function decideDisable(state: PlatformState, nameOrId: string): EventDraft[] {
  const app = requireApp(state, nameOrId)
  if (app.autoscale?.isOn !== true) throw new PlatformError('autoscale-off', { app: app.name })
  return turnedOff(app, 'asked')
}

export function turnedOff(app: App, why: 'asked' | 'scaled-by-hand' | 'size'): EventDraft[] {
  return app.autoscale === undefined ? [] : [{ type: 'autoscale.changed', app: app.id, data: { isOn: false, why, setting: settingOf(app.autoscale) } }]
}

/** A size it is not offered for came under it. */
export function isSizeUnfit(app: App): boolean {
  const size = webSize(app)
  return size !== null && app.autoscale !== undefined && ((app.autoscale.policy.kind === 'p95' && !app.autoscale.anySize && !autoscalesByP95(size)) || app.autoscale.max > size.maxPerType)
}

export function decideAlert(state: PlatformState, { app: nameOrId, kind, setting }: CallArgs<'alerts:set'>): EventDraft[] {
  const app = requireApp(state, nameOrId)
  const size = webSize(app)
  if (setting !== null && size !== null && !hasAlerts(size)) throw new PlatformError('alerts-size', { app: app.name, size: size.label })
  const now = app.alerts?.[kind]
  const isSet = now !== undefined && setting !== null && now.over === setting.over && now.sensitivity === setting.sensitivity && now.remindMinutes === setting.remindMinutes
  return isSet || (now === undefined && setting === null) ? [] : [{ type: 'alert.changed', app: app.id, data: { kind, setting } }]
}

const webSize = (app: App): DynoSize | null => findDynoSize(app.formation['web']?.size ?? '')

const settingOf = ({ policy, min, max, downAfterMinutes, anySize }: AutoscaleSetting): AutoscaleSetting => ({ policy, min, max, downAfterMinutes, anySize })

const isSame = (a: AutoscaleSetting, b: AutoscaleSetting): boolean => JSON.stringify(settingOf(a)) === JSON.stringify(settingOf(b))
