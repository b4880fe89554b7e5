// Charts of the last minutes: the requests and latencies of each second, as paths in a box.

import { latencyQuantile, type RequestSecond } from '../../shared/domain/metrics.ts'

export type Traffic = {
  /** One entry a second, oldest first, gaps filled with zero. */
  readonly ok: readonly number[]
  /** Null where none failed, so that a chart is not underlined by them. */
  readonly failed: readonly (number | null)[]
  readonly p50: readonly (number | null)[]
  readonly p95: readonly (number | null)[]
}

/** The `seconds` before and with the second `until` (milliseconds since the epoch, a whole second). */
export function trafficOf(ring: readonly RequestSecond[], until: number, seconds: number): Traffic {
  const bySecond = new Map(ring.map((entry) => [Math.floor(entry.at / 1000), entry]))
  const last = Math.floor(until / 1000)
  const at = Array.from({ length: seconds }, (_, index) => bySecond.get(last - seconds + 1 + index))
  return {
    ok: at.map((entry) => entry?.ok ?? 0),
    failed: at.map((entry) => entry?.failed || null),
    p50: at.map((entry) => (entry === undefined ? null : latencyQuantile(entry.latency, 0.5))),
    p95: at.map((entry) => (entry === undefined ? null : latencyQuantile(entry.latency, 0.95))),
  }
}

/** Requests a second over the newest `seconds` of the ring. */
export function requestRate(traffic: Traffic, seconds: number): number {
  const failed = traffic.failed.slice(-seconds)
  const recent = traffic.ok.slice(-seconds).map((ok, index) => ok + (failed[index] ?? 0))
  return recent.length === 0 ? 0 : recent.reduce((sum, count) => sum + count, 0) / recent.length
}

/** Requests a second that each dyno was given, over the `seconds` before and with the second `until`. */
export function ratesByDyno(ring: readonly RequestSecond[], until: number, seconds: number): Readonly<Record<string, number>> {
  const rates: Record<string, number> = {}
  for (const entry of ring) {
    if (entry.at > until || entry.at <= until - seconds * 1000) continue
    for (const [dynoId, count] of Object.entries(entry.byDyno ?? {})) rates[dynoId] = (rates[dynoId] ?? 0) + count / seconds
  }
  return rates
}

/** `12`, `3.4`, `0`. */
export const rateNumber = (rate: number): string => (rate === 0 || rate >= 10 ? String(Math.round(rate)) : rate.toFixed(1))

/** A line through the values; null breaks it. `top` maps to y 0. */
export function linePath(values: readonly (number | null)[], box: { readonly width: number; readonly height: number }, top: number): string {
  const step = values.length < 2 ? 0 : box.width / (values.length - 1)
  let path = ''
  let isDrawing = false
  values.forEach((value, index) => {
    if (value === null) {
      isDrawing = false
      return
    }
    const y = top === 0 ? box.height : box.height - (Math.min(value, top) / top) * box.height
    const point = `${round(index * step)} ${round(y)}`
    // A lone point gets a short stroke, else it would not show.
    path += isDrawing ? `L${point}` : `M${point}h0.01`
    isDrawing = true
  })
  return path
}

/** A round number at or above the greatest value, so that the scale does not jitter. */
export function niceTop(values: readonly (number | null)[], least: number): number {
  const greatest = values.reduce<number>((most, value) => Math.max(most, value ?? 0), least)
  const magnitude = 10 ** Math.floor(Math.log10(greatest))
  return [1, 2, 5, 10].map((factor) => factor * magnitude).find((top) => top >= greatest) ?? greatest
}

const round = (value: number): number => Math.round(value * 10) / 10
