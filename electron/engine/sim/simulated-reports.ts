// What a simulated edge tells the engine of its requests: reports in batches, and the load of each app where it changed, ten times
// a second at most, as the real one does. Nothing is told while nothing happens.

import type { RequestReport } from '../../../shared/domain/route.ts'
import type { Clock } from '../ports/clock.ts'
import type { SimulatedEdge } from './simulated-edge.ts'

export type SimulatedReports = {
  arrived(appId: string | null): void
  held(appId: string | null, by: 1 | -1): void
  at(appId: string | null, dynoId: string, by: 1 | -1): void
  ended(report: RequestReport): void
  /** Requests of the app that arrived and have not ended. */
  underWay(appId: string | null): number
  stop(): void
}

type Count = { inFlight: number; held: number; readonly byDyno: Map<string, number>; told: string }

const tellMs = 100
const idle = JSON.stringify([0, 0, []])

export function createSimulatedReports(clock: Clock, edge: SimulatedEdge): SimulatedReports {
  const counts = new Map<string, Count>()
  const changed = new Set<string>()
  let reports: RequestReport[] = []
  let isArmed = false
  let isStopped = false

  function change(appId: string | null, by: (count: Count) => void): void {
    if (appId === null) return
    const count = counts.get(appId) ?? { inFlight: 0, held: 0, byDyno: new Map(), told: idle }
    counts.set(appId, count)
    by(count)
    changed.add(appId)
    arm()
  }

  function arm(): void {
    if (isArmed) return
    isArmed = true
    clock.after(tellMs, tell)
  }

  function tell(): void {
    isArmed = false
    if (isStopped) return
    const batch = reports
    reports = []
    if (batch.length > 0) edge.report(batch)
    const loads = [...changed].flatMap((appId) => loadOf(appId))
    changed.clear()
    if (loads.length > 0) edge.load(loads)
  }

  function loadOf(appId: string) {
    const count = counts.get(appId)
    if (count === undefined) return []
    const { inFlight, held, byDyno, told } = count
    if (inFlight === 0) counts.delete(appId)
    count.told = JSON.stringify([inFlight, held, [...byDyno].sort()])
    return count.told === told ? [] : [{ appId, inFlight, held, byDyno: Object.fromEntries(byDyno) }]
  }

  return {
    arrived: (appId) => change(appId, (count) => void (count.inFlight += 1)),
    held: (appId, by) => change(appId, (count) => void (count.held += by)),
    at: (appId, dynoId, by) =>
      change(appId, ({ byDyno }) => {
        const number = (byDyno.get(dynoId) ?? 0) + by
        if (number > 0) byDyno.set(dynoId, number)
        else byDyno.delete(dynoId)
      }),
    ended: (report) => {
      change(report.appId, (count) => void (count.inFlight -= 1))
      reports.push(report)
      arm()
    },
    underWay: (appId) => (appId === null ? 0 : (counts.get(appId)?.inFlight ?? 0)),
    stop: () => {
      isStopped = true
    },
  }
}
