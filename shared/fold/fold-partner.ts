// Folds of partners and of what is known of their resources, which go with their add-ons.

import type { PartnerResource } from '../domain/partner.ts'
import type { PlatformState } from '../domain/state.ts'
import type { EventOf } from '../protocol/events.ts'

type PartnerEvent = EventOf<'partner.added' | 'partner.removed' | 'partner.answered' | 'partner.granted'>

export function foldPartner(state: PlatformState, event: PartnerEvent): void {
  switch (event.type) {
    case 'partner.added':
      state.partners[event.data.slug] = { ...event.data, addedAt: event.at }
      return
    case 'partner.removed':
      delete state.partners[event.data.slug]
      return
    case 'partner.answered':
      return update(state, event.data.addOnId, { providerId: event.data.providerId })
    case 'partner.granted':
      return update(state, event.data.addOnId, { refreshToken: event.data.refreshToken })
  }
}

function update(state: PlatformState, addOnId: string, change: Partial<PartnerResource>): void {
  if (state.addOns[addOnId] === undefined) return
  state.partnerResources[addOnId] = { addOnId, providerId: null, refreshToken: null, ...state.partnerResources[addOnId], ...change }
}
