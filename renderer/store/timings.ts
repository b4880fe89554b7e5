// How long single requests took at each dyno, for as long as somebody looks: what the router's charts need and no counter keeps.

import { create } from 'zustand'
import type { RequestReport } from '../../shared/domain/route.ts'
import type { Timing } from '../scene/charts-of-shares.ts'
import { followFlow, onRequests, useFlow } from './flow.ts'

export type Timings = {
  readonly appId: string | null
  /** Oldest first. */
  readonly timings: readonly Timing[]
  /** All that ended and those that were told one by one, since it was opened. */
  readonly ended: number
  readonly told: number
}

/** Kept for so long, in milliseconds, and at most so many. */
const keptMs = 900_000
const keptAtMost = 30_000
/** Views read at most this often, in milliseconds. */
const drawEveryMs = 1000

export const useTimings = create<Timings>(() => ({ appId: null, timings: [], ended: 0, told: 0 }))

export function followTimings(appId: string): () => void {
  if (useTimings.getState().appId !== appId) useTimings.setState({ appId, timings: timingsOf(useFlow.getState().requests.filter((report) => report.appId === appId)), ended: 0, told: 0 })
  let waiting: Timing[] = []
  let [ended, told] = [0, 0]
  const unfollow = followFlow(appId)
  const unhear = onRequests((requests, count) => {
    waiting.push(...timingsOf(requests))
    ended += count
    told += requests.length
  })
  const timer = setInterval(() => {
    if (ended === 0) return
    const [fresh, freshEnded, freshTold] = [waiting, ended, told]
    waiting = []
    ended = told = 0
    useTimings.setState((held) => ({ appId, timings: kept([...held.timings, ...fresh]), ended: held.ended + freshEnded, told: held.told + freshTold }))
  }, drawEveryMs)
  return () => {
    clearInterval(timer)
    unhear()
    unfollow()
  }
}

/** 1 while every request is told. */
export const oneInOf = ({ ended, told }: Pick<Timings, 'ended' | 'told'>): number => (told === 0 || told >= ended ? 1 : Math.max(2, Math.round(ended / told)))

function timingsOf(requests: readonly RequestReport[]): Timing[] {
  return requests.flatMap((report) => (report.dyno === null || report.serviceMs === null ? [] : [{ at: report.at, dyno: report.dyno, ms: report.serviceMs }]))
}

function kept(timings: readonly Timing[]): readonly Timing[] {
  const newest = timings.at(-1)?.at ?? 0
  return timings.slice(-keptAtMost).filter(({ at }) => at > newest - keptMs)
}
