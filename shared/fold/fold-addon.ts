// Folds of add-ons and attachments. An add-on leaves the state when it is destroyed, and its attachments with it.

import type { AddOn } from '../domain/add-on.ts'
import type { PlatformState } from '../domain/state.ts'
import { forgetServer } from './fold-addon-server.ts'
import type { EventOf } from '../protocol/events.ts'
import { forgetJobs } from './fold-scheduler.ts'

type AddOnEvent = EventOf<
  | 'addon.created' | 'addon.provisioned' | 'addon.errored' | 'addon.configured' | 'addon.planChanged' | 'addon.renamed' | 'addon.deprovisioning' | 'addon.destroyed'
  | 'attachment.added' | 'attachment.removed'
>

export function foldAddOn(state: PlatformState, event: AddOnEvent): void {
  switch (event.type) {
    case 'addon.created': {
      const { addOnId: id, name, service, plan, options, by } = event.data
      state.addOns[id] = { id, name, service, plan, appId: event.app ?? '', state: 'provisioning', message: null, config: {}, options, by, createdAt: event.at, provisionedAt: null }
      return
    }
    case 'addon.provisioned':
      return update(state, event.data.addOnId, (addOn) => ({ state: 'provisioned', config: event.data.config, message: event.data.message, provisionedAt: addOn.provisionedAt ?? event.at }))
    case 'addon.errored':
      return update(state, event.data.addOnId, () => ({ state: 'errored', message: event.data.message }))
    case 'addon.configured':
      return update(state, event.data.addOnId, () => ({ config: event.data.config }))
    case 'addon.planChanged':
      return update(state, event.data.addOnId, () => ({ plan: event.data.to, message: event.data.message }))
    case 'addon.renamed':
      return update(state, event.data.addOnId, () => ({ name: event.data.to }))
    case 'addon.deprovisioning':
      return update(state, event.data.addOnId, () => ({ state: 'deprovisioning' }))
    case 'addon.destroyed':
      delete state.addOns[event.data.addOnId]
      forgetJobs(state, event.data.addOnId)
      delete state.partnerResources[event.data.addOnId]
      forgetServer(state, event.data.addOnId)
      delete state.savedSearches[event.data.addOnId]
      for (const attachment of Object.values(state.attachments)) if (attachment.addOnId === event.data.addOnId) delete state.attachments[attachment.id]
      return
    case 'attachment.added': {
      const { attachmentId: id, addOnId, name, credential } = event.data
      state.attachments[id] = { id, addOnId, appId: event.app ?? '', name, credential, createdAt: event.at }
      return
    }
    case 'attachment.removed':
      delete state.attachments[event.data.attachmentId]
  }
}

/** Of an app that is gone. Its own add-ons are destroyed after it, each by an event of its own. */
export function detachAll(state: PlatformState, appId: string): void {
  for (const attachment of Object.values(state.attachments)) if (attachment.appId === appId) delete state.attachments[attachment.id]
}

function update(state: PlatformState, id: string, change: (addOn: AddOn) => Partial<AddOn>): void {
  const addOn = state.addOns[id]
  if (addOn !== undefined) state.addOns[id] = { ...addOn, ...change(addOn) }
}
