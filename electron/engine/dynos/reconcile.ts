// The formation reconciler: from whatever dynos there are to the ones the formation asks for. Pure; run after every event that
// could matter. Heroku: a release or scale starts the new dynos at the moment the old ones get SIGTERM (dyno-shutdown-behavior);
// with preboot the old web dynos stay until the new ones have the traffic (changelog 1121).

import { emptyPoolOf } from '../../../shared/billing/pools.ts'
import { findDynoSize } from '../../../shared/domain/dyno-sizes.ts'
import { dynoName, type Dyno, type StopReason } from '../../../shared/domain/dyno.ts'
import type { RuntimeKind } from '../../../shared/domain/runtime.ts'
import { findRelease, runtimeOf, type PlatformState } from '../../../shared/domain/state.ts'

export type Place = {
  readonly name: string
  readonly type: string
  readonly number: number
  readonly size: string
  readonly command: string
  readonly version: number
  readonly runtime: RuntimeKind
  /** Crashes in a row to carry over. */
  readonly crashes: number
}

export type FormationPlan = {
  readonly stop: readonly { readonly dyno: Dyno; readonly why: StopReason }[]
  /** Have no process: they only leave the state. */
  readonly remove: readonly Dyno[]
  readonly start: readonly Place[]
}

export function planFormation(state: PlatformState, appId: string, now: number): FormationPlan {
  const wanted = wantedPlaces(state, appId)
  const stop: { dyno: Dyno; why: StopReason }[] = []
  const remove: Dyno[] = []
  const held = new Set<string>()
  const crashes = new Map<string, number>()

  for (const dyno of Object.values(state.dynos)) {
    if (dyno.appId !== appId || dyno.kind !== 'formation' || dyno.stopping !== null) continue
    const place = wanted.get(dyno.name)
    const why = place === undefined ? 'scale' : reasonToReplace(state, dyno, place)
    if (why === 'wait') continue
    if (why === null && !dueToRestart(dyno, now)) {
      held.add(dyno.name)
      continue
    }
    if (why === null) crashes.set(dyno.name, dyno.crashes)
    if (hasProcess(dyno)) stop.push({ dyno, why: why ?? 'restart' })
    else remove.push(dyno)
  }
  const app = state.apps[appId]
  // Nothing starts on hours that are used up.
  const hasHours = ({ size }: Place): boolean => app === undefined || emptyPoolOf(state, app, size) === null
  const start = [...wanted.values()].filter((place) => !held.has(place.name) && hasHours(place)).map((place) => ({ ...place, crashes: crashes.get(place.name) ?? 0 }))
  return { stop, remove, start }
}

export function hasProcess(dyno: Dyno): boolean {
  return dyno.state.kind === 'starting' || dyno.state.kind === 'up'
}

/** True while old web dynos keep the traffic and the new ones boot beside them. */
export function handingOver(state: PlatformState, appId: string): boolean {
  const app = state.apps[appId]
  return app !== undefined && app.routedVersion !== 0 && app.routedVersion !== app.currentVersion
}

function wantedPlaces(state: PlatformState, appId: string): Map<string, Place> {
  const places = new Map<string, Place>()
  const app = state.apps[appId]
  const release = app === undefined ? null : findRelease(state, appId, app.currentVersion)
  const slug = release?.slugId == null ? undefined : state.slugs[release.slugId]
  if (app === undefined || release === null || slug === undefined) return places
  for (const [type, { quantity, size }] of Object.entries(app.formation)) {
    const command = Object.hasOwn(slug.processTypes, type) ? slug.processTypes[type] : undefined
    if (command === undefined || type === 'release') continue
    for (let number = 1; number <= quantity; number++) {
      const name = dynoName(type, number)
      places.set(name, { name, type, number, size, command, version: release.version, runtime: runtimeOf(state, app), crashes: 0 })
    }
  }
  return places
}

/** `wait`: an old web dyno that serves until the hand-over ends. null: it is the one that is wanted. */
function reasonToReplace(state: PlatformState, dyno: Dyno, place: Place): StopReason | 'wait' | null {
  if (dyno.version !== place.version) {
    const serves = dyno.type === 'web' && dyno.state.kind === 'up' && canPreboot(dyno)
    return serves && handingOver(state, dyno.appId) ? 'wait' : 'release'
  }
  if (dyno.runtime !== place.runtime) return 'runtime'
  return dyno.size === place.size ? null : 'scale'
}

function dueToRestart(dyno: Dyno, now: number): boolean {
  if (dyno.state.kind === 'down') return true
  return dyno.state.kind === 'crashed' && dyno.state.restartAt !== null && dyno.state.restartAt <= now
}

/** Standard and performance only (preboot, 2023-05-24). */
export function canPreboot(dyno: Pick<Dyno, 'size'>): boolean {
  const tier = findDynoSize(dyno.size)?.tier
  return tier === 'standard' || tier === 'performance'
}
