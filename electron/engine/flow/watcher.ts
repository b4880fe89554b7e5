// One reader of the flow: what it is owed since the last item. Its allowance fills up evenly, `perSecond` requests a second and at
// most one second's worth, so that a few requests at once after a quiet moment are all shown, and a flood as a fair sample.

import type { AppId } from '../../../shared/domain/app.ts'
import type { RequestReport } from '../../../shared/domain/route.ts'
import type { AppLoad } from '../../../shared/domain/traffic.ts'
import type { StreamItem } from '../../../shared/protocol/streams.ts'
import type { Random } from '../ports/clock.ts'
import { createFairSample, joinSamples, type FairSample } from './fair-sample.ts'

export type FlowItem = StreamItem<'flow'>

export type WatcherOptions = {
  /** null: all apps. */
  readonly appId: AppId | null
  readonly perSecond: number
  readonly random: Random
  readonly now: number
}

export type Watcher = {
  readonly appId: AppId | null
  /** `flushAt`: when the item that it will be in leaves. */
  offer(report: RequestReport, flushAt: number): void
  /** Ended, but nothing else is known of them. */
  lost(count: number): void
  load(load: AppLoad): void
  /** null when there is nothing to tell. */
  take(now: number): FlowItem | null
}

export function createWatcher({ appId, perSecond, random, now: since }: WatcherOptions): Watcher {
  let allowance = perSecond
  let countedAt = since
  let sample: FairSample<RequestReport> | null = null
  let lostCount = 0
  let loads = new Map<AppId, AppLoad>()

  const allowedAt = (at: number): number => Math.min(perSecond, allowance + (perSecond * Math.max(0, at - countedAt)) / 1000)

  function offer(report: RequestReport, flushAt: number): void {
    sample ??= createFairSample(Math.floor(allowedAt(flushAt)), random)
    sample.offer(report)
  }

  function take(now: number): FlowItem | null {
    if (sample === null && lostCount === 0 && loads.size === 0) return null
    const requests = sample === null ? [] : inOrder(sample.chosen)
    const item = { requests, ended: (sample?.offered ?? 0) + lostCount, loads: [...loads.values()] }
    allowance = Math.max(0, allowedAt(now) - requests.length)
    countedAt = now
    sample = null
    lostCount = 0
    loads = new Map()
    return item
  }

  return { appId, offer, lost: (count) => void (lostCount += count), load: (load) => void loads.set(load.appId, load), take }
}

/** For a reader that is behind: one item that says as much, with no more requests than a second may have. */
export function joinItems(older: FlowItem, newer: FlowItem, most: number, random: Random): FlowItem {
  const requests = joinSamples({ chosen: older.requests, offered: older.ended }, { chosen: newer.requests, offered: newer.ended }, most, random)
  const loads = new Map([...older.loads, ...newer.loads].map((load) => [load.appId, load]))
  return { requests: inOrder(requests), ended: older.ended + newer.ended, loads: [...loads.values()] }
}

const inOrder = (requests: readonly RequestReport[]): RequestReport[] => [...requests].sort((a, b) => a.at - b.at)
