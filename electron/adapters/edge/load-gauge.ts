// How many requests of each app are under way, waiting and at each dyno, told to the engine: only what changed, a few times a second,
// and not before it took what it was told last. A change that is undone within that time is not told at all.

import type { AppLoad } from '../../../shared/domain/traffic.ts'

type AtDyno = { readonly target: { readonly dynoId: string }; readonly inFlight: number; isCounted: boolean }

/** Counted where requests come and go; `told` is what the engine knows. `busy`: dynos that have or had something since. */
export type LoadCount = { readonly appId: string; inFlight: number; held: number; readonly busy: Set<AtDyno>; told: string; isChanged: boolean }

export type LoadGauge = {
  changed(count: LoadCount): void
  /** The other side took what it was told. */
  taken(): void
  stop(): void
}

const tellMs = 100
const idle = JSON.stringify([0, 0, []])

export const emptyLoad = (appId: string): LoadCount => ({ appId, inFlight: 0, held: 0, busy: new Set(), told: idle, isChanged: false })

export function createLoadGauge(send: (loads: readonly AppLoad[]) => void): LoadGauge {
  const changed = new Set<LoadCount>()
  let isOnTheWay = false
  let timer: ReturnType<typeof setTimeout> | null = null

  function arm(): void {
    if (!isOnTheWay && changed.size > 0) timer ??= setTimeout(tell, tellMs)
  }

  function tell(): void {
    timer = null
    const loads = [...changed].flatMap(newsOf)
    changed.clear()
    if (loads.length === 0) return
    isOnTheWay = true
    send(loads)
  }

  return {
    changed: (count) => {
      if (count.isChanged) return
      count.isChanged = true
      changed.add(count)
      arm()
    },
    taken: () => {
      isOnTheWay = false
      arm()
    },
    stop: () => {
      if (timer !== null) clearTimeout(timer)
      if (changed.size > 0) tell()
    },
  }
}

function newsOf(count: LoadCount): AppLoad[] {
  count.isChanged = false
  const byDyno = new Map<string, number>()
  for (const dyno of count.busy) {
    // Two of one dyno: the one before its address changed is still at work.
    if (dyno.inFlight > 0) byDyno.set(dyno.target.dynoId, (byDyno.get(dyno.target.dynoId) ?? 0) + dyno.inFlight)
    else {
      dyno.isCounted = false
      count.busy.delete(dyno)
    }
  }
  const now = JSON.stringify([count.inFlight, count.held, [...byDyno].sort()])
  if (now === count.told) return []
  count.told = now
  return [{ appId: count.appId, inFlight: count.inFlight, held: count.held, byDyno: Object.fromEntries(byDyno) }]
}
