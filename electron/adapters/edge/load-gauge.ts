// How many requests of each app are under way, waiting and at each dyno, told to the engine: only what changed, a few times a second,
// and not before it took what it was told last. A change that is undone within that time is not told at all.

import type { AppLoad } from '../../../shared/domain/traffic.ts'

/** Counted where requests come and go; `told` is what the engine knows. */
export type LoadCount = { readonly appId: string; inFlight: number; held: number; readonly byDyno: Map<string, number>; told: string }

export type LoadGauge = {
  changed(count: LoadCount): void
  /** The other side took what it was told. */
  taken(): void
  stop(): void
}

const tellMs = 100
const idle = JSON.stringify([0, 0, []])

export const emptyLoad = (appId: string): LoadCount => ({ appId, inFlight: 0, held: 0, byDyno: new Map(), told: idle })

export function createLoadGauge(send: (loads: readonly AppLoad[]) => void): LoadGauge {
  const changed = new Set<LoadCount>()
  let isOnTheWay = false
  let timer: ReturnType<typeof setTimeout> | null = null

  function arm(): void {
    if (!isOnTheWay && changed.size > 0) timer ??= setTimeout(tell, tellMs)
  }

  function tell(): void {
    timer = null
    const loads = [...changed].filter(isNews).map(({ appId, inFlight, held, byDyno }) => ({ appId, inFlight, held, byDyno: Object.fromEntries(byDyno) }))
    changed.clear()
    if (loads.length === 0) return
    isOnTheWay = true
    send(loads)
  }

  return {
    changed: (count) => {
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

function isNews(count: LoadCount): boolean {
  const now = JSON.stringify([count.inFlight, count.held, [...count.byDyno].sort()])
  if (now === count.told) return false
  count.told = now
  return true
}
