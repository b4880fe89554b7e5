// Folds of saved searches and their alerts. They go with their add-on.

import { maxSavedSearches, type SavedSearch } from '../domain/log-search.ts'
import type { PlatformState } from '../domain/state.ts'
import type { EventOf } from '../protocol/events.ts'

type SearchEvent = EventOf<'search.saved' | 'search.forgotten' | 'search.alertSet' | 'search.alerted' | 'search.alertFailed'>

export function foldPapertrail(state: PlatformState, event: SearchEvent): void {
  const { addOnId, name } = event.data
  const searches = state.savedSearches[addOnId] ?? []
  switch (event.type) {
    case 'search.saved': {
      const before = searches.find((search) => search.name === name)
      const saved: SavedSearch = { name, query: event.data.query, alert: before?.alert ?? null }
      state.savedSearches[addOnId] = (before === undefined ? [...searches, saved] : searches.map((search) => (search === before ? saved : search))).slice(-maxSavedSearches)
      return
    }
    case 'search.forgotten':
      state.savedSearches[addOnId] = searches.filter((search) => search.name !== name)
      return
    case 'search.alertSet':
      return change(state, addOnId, name, ({ alert }) => (event.data.alert === null ? null : { ...event.data.alert, lastRaisedAt: alert?.lastRaisedAt ?? null, trouble: null }))
    case 'search.alerted':
      return change(state, addOnId, name, ({ alert }) => (alert === null ? null : { ...alert, lastRaisedAt: event.at, trouble: null }))
    case 'search.alertFailed':
      return change(state, addOnId, name, ({ alert }) => (alert === null ? null : { ...alert, trouble: event.data.why }))
  }
}

function change(state: PlatformState, addOnId: string, name: string, alertOf: (search: SavedSearch) => SavedSearch['alert']): void {
  state.savedSearches[addOnId] = (state.savedSearches[addOnId] ?? []).map((search) => (search.name === name ? { ...search, alert: alertOf(search) } : search))
}
