// Folds of autoscaling and threshold alerts.

import type { Alert, Autoscale } from '../domain/autoscale.ts'
import type { PlatformState } from '../domain/state.ts'
import type { EventOf } from '../protocol/events.ts'

type ScalingEvent = EventOf<'autoscale.changed' | 'autoscale.decided' | 'alert.changed' | 'alert.raised' | 'alert.recovered'>

export function foldAutoscale(state: PlatformState, event: ScalingEvent): void {
  const app = event.app === null ? undefined : state.apps[event.app]
  if (app === undefined) return
  switch (event.type) {
    case 'autoscale.changed': {
      const { isOn, why, setting } = event.data
      const begun = app.autoscale?.isOn === true ? app.autoscale : null
      state.apps[app.id] = { ...app, autoscale: { ...setting, isOn, why, seq: event.seq, lastStep: app.autoscale?.lastStep ?? null, turns: begun?.turns ?? 0, hindrance: 'none', maxToldAt: app.autoscale?.maxToldAt ?? null } }
      return
    }
    case 'autoscale.decided':
      if (app.autoscale !== undefined) state.apps[app.id] = { ...app, autoscale: decided(app.autoscale, event) }
      return
    case 'alert.changed': {
      const { [event.data.kind]: before, ...others } = app.alerts ?? {}
      const { setting } = event.data
      state.apps[app.id] = { ...app, alerts: setting === null ? others : { ...others, [event.data.kind]: { ...setting, raised: before?.raised ?? null } } }
      return
    }
    case 'alert.raised':
    case 'alert.recovered': {
      const alert = app.alerts?.[event.data.kind]
      if (alert !== undefined) state.apps[app.id] = { ...app, alerts: { ...app.alerts, [event.data.kind]: told(alert, event) } }
    }
  }
}

function decided(before: Autoscale, { at, seq, data }: EventOf<'autoscale.decided'>): Autoscale {
  const { act, from, to, hindrance, isTurn } = data
  return {
    ...before, hindrance, turns: before.turns + Number(isTurn),
    ...(act === 'kept' ? {} : { lastStep: { seq, at, from, to } }),
    ...(hindrance === 'max' ? { maxToldAt: at } : {}),
  }
}

function told(alert: Alert, event: EventOf<'alert.raised' | 'alert.recovered'>): Alert {
  if (event.type === 'alert.recovered') return { ...alert, raised: null }
  const { value, reminder } = event.data
  return { ...alert, raised: { seq: alert.raised?.seq ?? event.seq, since: alert.raised?.since ?? event.at, value, toldAt: event.at, reminders: reminder } }
}
