// Saved searches and their alerts: what is refused, and the events that they leave.

import { maxSavedSearches, type SavedSearch } from '../../../../shared/domain/log-search.ts'
import type { PlatformState } from '../../../../shared/domain/state.ts'
import { readDrainAddress, shownAddress } from '../../../../shared/drains/drain-address.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import type { EventData, EventDraft } from '../../../../shared/protocol/events.ts'

type Named = { readonly addOnId: string; readonly appId: string; readonly name: string }

export function decideSave(state: PlatformState, { addOnId, appId, name: given, query }: Named & { readonly query: string }): EventDraft[] {
  const name = given.trim()
  const searches = state.savedSearches[addOnId] ?? []
  const before = searches.find((search) => search.name === name)
  if (name === '') throw new PlatformError('search-name-invalid', { name: given })
  if (before === undefined && searches.length >= maxSavedSearches) throw new PlatformError('search-limit', { max: maxSavedSearches })
  return before?.query === query ? [] : [{ type: 'search.saved', app: appId, data: { addOnId, name, query } }]
}

export function decideForget(state: PlatformState, { addOnId, appId, name }: Named): EventDraft[] {
  require(state, addOnId, name)
  return [{ type: 'search.forgotten', app: appId, data: { addOnId, name } }]
}

export function decideAlert(state: PlatformState, { addOnId, appId, name, alert }: Named & Pick<EventData<'search.alertSet'>, 'alert'>): EventDraft[] {
  const search = require(state, addOnId, name)
  if (alert === null && search.alert === null) return []
  if (alert?.webhook != null) checkWebhook(alert.webhook)
  return [{ type: 'search.alertSet', app: appId, data: { addOnId, name, alert } }]
}

function require(state: PlatformState, addOnId: string, name: string): SavedSearch {
  const found = state.savedSearches[addOnId]?.find((search) => search.name === name)
  if (found === undefined) throw new PlatformError('search-not-found', { name })
  return found
}

function checkWebhook(url: string): void {
  const read = readDrainAddress(url)
  if (!('address' in read)) throw new PlatformError('webhook-invalid', { url: shownAddress(url), why: read.why })
  if (read.address.kind !== 'http' && read.address.kind !== 'https') throw new PlatformError('webhook-invalid', { url: shownAddress(url), why: 'it is not http:// or https://' })
}
