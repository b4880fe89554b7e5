// Dynos of each app in their order, worked out once for all who ask: sorted anew only when dynos changed, and the same list as
// before for an app whose own did not.

import type { Dyno } from '../../shared/domain/dyno.ts'
import { dynosOf, type PlatformState } from '../../shared/domain/state.ts'

const none: readonly Dyno[] = []

export function createDynoLists(): (state: PlatformState, appId: string) => readonly Dyno[] {
  let dynos: PlatformState['dynos'] | null = null
  let lists = new Map<string, readonly Dyno[]>()
  let before = new Map<string, readonly Dyno[]>()
  return (state, appId) => {
    if (state.dynos !== dynos) {
      dynos = state.dynos
      before = lists
      lists = new Map()
    }
    const known = lists.get(appId)
    if (known !== undefined) return known
    const fresh = dynosOf(state, appId)
    const old = before.get(appId) ?? none
    const list = old.length === fresh.length && old.every((dyno, index) => dyno === fresh[index]) ? old : fresh
    lists.set(appId, list)
    return list
  }
}
