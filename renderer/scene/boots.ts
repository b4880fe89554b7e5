// How the dynos of a release came up, read from the events: who started when, and when all of them were there.

import type { PlatformEvent } from '../../shared/protocol/events.ts'

export type Boot = {
  readonly dynoId: string
  readonly name: string
  readonly createdAt: number
  /** Null: it is not up yet, or never was. */
  readonly upAt: number | null
  readonly bootMs: number | null
  /** When it crashed or ended; null while it runs. */
  readonly endedAt: number | null
  readonly hasCrashed: boolean
}

/** Formation dynos of one release in the order of their start. `events` oldest first. */
export function bootsOf(events: readonly PlatformEvent[], version: number): Boot[] {
  const boots = new Map<string, Boot>()
  const change = (id: string, part: Partial<Boot>): void => {
    const boot = boots.get(id)
    if (boot !== undefined) boots.set(id, { ...boot, ...part })
  }
  for (const event of events) {
    if (event.type === 'dyno.created') {
      const { dynoId, name, kind } = event.data
      if (kind === 'formation' && event.data.version === version) boots.set(dynoId, { dynoId, name, createdAt: event.at, upAt: null, bootMs: null, endedAt: null, hasCrashed: false })
    } else if (event.type === 'dyno.up') change(event.data.dynoId, { upAt: event.at, bootMs: event.data.bootMs })
    else if (event.type === 'dyno.crashed') change(event.data.dynoId, { endedAt: event.at, hasCrashed: true })
    else if (event.type === 'dyno.exited') change(event.data.dynoId, { endedAt: event.at })
  }
  return [...boots.values()]
}

/** The first moment at which every dyno that had been started was up; null when it did not come. */
export function allUpAt(boots: readonly Boot[]): number | null {
  const moments = boots.flatMap(({ upAt }) => (upAt === null ? [] : [upAt])).sort((a, b) => a - b)
  return moments.find((at) => boots.every((boot) => boot.createdAt > at || (boot.upAt !== null && boot.upAt <= at))) ?? null
}

/** One crashed before it was up, and all were never there. */
export const hasNeverBeenUp = (boots: readonly Boot[]): boolean => allUpAt(boots) === null && boots.some(({ upAt, hasCrashed }) => hasCrashed && upAt === null)

/** The starts the release itself led to: later ones are restarts and scalings. */
export function firstBoots(boots: readonly Boot[]): Boot[] {
  const until = allUpAt(boots)
  const seen = new Set<string>()
  return boots.filter((boot) => {
    if (seen.has(boot.name) || (until !== null && boot.createdAt > until)) return false
    seen.add(boot.name)
    return true
  })
}
