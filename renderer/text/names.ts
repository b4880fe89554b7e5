// Events speak of dynos and builds by id; people know them by name. Names are learned from the state and from the events at hand.

import type { PlatformState } from '../../shared/domain/state.ts'
import type { PlatformEvent } from '../../shared/protocol/events.ts'

export type Names = {
  app(id: string | null): string
  dyno(id: string): string
  addOn(id: string): string
}

export function namesFrom(state: PlatformState, events: readonly PlatformEvent[]): Names {
  const apps = new Map<string, string>()
  const dynos = new Map<string, string>()
  const addOns = new Map<string, string>()
  for (const event of events) {
    if (event.type === 'addon.created' || event.type === 'addon.destroyed') addOns.set(event.data.addOnId, event.data.name)
    if (event.type === 'dyno.created') dynos.set(event.data.dynoId, event.data.name)
    if (event.type === 'app.created' && event.app !== null) apps.set(event.app, event.data.name)
    if (event.type === 'app.destroyed' && event.app !== null) apps.set(event.app, event.data.name)
  }
  for (const dyno of Object.values(state.dynos)) dynos.set(dyno.id, dyno.name)
  for (const app of Object.values(state.apps)) apps.set(app.id, app.name)
  for (const addOn of Object.values(state.addOns)) addOns.set(addOn.id, addOn.name)
  return {
    addOn: (id) => addOns.get(id) ?? 'that is gone',
    app: (id) => (id === null ? 'the platform' : (apps.get(id) ?? 'an app')),
    dyno: (id) => dynos.get(id) ?? 'a dyno',
  }
}
