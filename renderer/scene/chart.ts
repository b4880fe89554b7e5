// What a chart over time is made of. All charts of a page share one window of time, so that a moment is at one place in each.

export type ChartUnit = 'rate' | 'ms' | 'count' | 'bytes' | 'percent'
export type ChartTone = 'main' | 'good' | 'bad' | 'warm' | 'faint' | `place-${number}`

export type ChartSeries = {
  readonly label: string
  readonly tone: ChartTone
  /** One a step of the window; null where nothing is known. */
  readonly values: readonly (number | null)[]
  readonly isFilled?: boolean
  readonly isDashed?: boolean
  /** The value holds until the next one. */
  readonly isStepped?: boolean
}

export type Chart = {
  readonly id: string
  readonly title: string
  readonly unit: ChartUnit
  /** Values are upper ends of buckets: said with ≤. */
  readonly isAtMost?: boolean
  readonly series: readonly ChartSeries[]
  readonly top: number
  /** The chart in a sentence or two. */
  readonly summary: string
}

/** Milliseconds since the epoch. */
export type TimeWindow = { readonly from: number; readonly to: number; readonly stepMs: number; /** Start of each step. */ readonly times: readonly number[] }

/** Columns of a page of charts; colours for places among dynos. */
export const placeTones = 8

/** The `rangeSeconds` that end with the second `until`. Steps begin at round times, so that a column keeps its place as time goes on. */
export function timeWindow(until: number, rangeSeconds: number, stepSeconds: number): TimeWindow {
  const stepMs = stepSeconds * 1000
  const to = Math.floor(until / 1000) * 1000 + 1000
  const last = Math.floor((to - 1) / stepMs) * stepMs
  const count = Math.ceil(rangeSeconds / stepSeconds)
  return { from: to - rangeSeconds * 1000, to, stepMs, times: Array.from({ length: count }, (_, index) => last - (count - 1 - index) * stepMs) }
}

/** The step that holds `at`, or -1. */
export function stepOf(window: TimeWindow, at: number): number {
  const index = Math.floor((at - (window.times[0] ?? at)) / window.stepMs)
  return at < window.to && index >= 0 && index < window.times.length ? index : -1
}

/** Seconds of a step that are over: all, but for the newest. */
export function secondsOf(window: TimeWindow, index: number): number {
  const start = window.times[index] ?? window.to
  return Math.min(window.stepMs, window.to - start) / 1000
}

/** The smallest of 1, 2, 4, ... times a megabyte that holds all: memory comes in powers of two. */
export function binaryTop(values: readonly (number | null)[], least: number): number {
  const greatest = values.reduce<number>((most, value) => Math.max(most, value ?? 0), least)
  return 2 ** Math.ceil(Math.log2(greatest))
}

export const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)
export const greatestOf = (values: readonly (number | null)[]): number => values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0)
