// Readings of probes as lines with their bounds: where they ran, in which phase, and where they were out of bounds.

import type { ExperimentPhase, ProbeReading } from '../../shared/domain/experiment.ts'
import { niceTop } from './sparkline.ts'
import type { Bounds } from './experiment-plan.ts'

export type ProbeLine = {
  readonly probe: string
  readonly latest: ProbeReading
  readonly outside: number
  readonly count: number
  /** SVG path through the numbers; empty where the values are none. */
  readonly path: string
  /** The allowed band, as y from the top. */
  readonly band: { readonly y: number; readonly height: number } | null
  /** x of each reading out of bounds. */
  readonly outsideAt: readonly { readonly x: number; readonly y: number }[]
}

export type PhaseSpan = { readonly phase: ExperimentPhase; readonly x: number; readonly width: number }

export const probeBox = { width: 600, height: 36 } as const

/** In the order in which they were first read. `from`, `to`: the time that the box is wide, milliseconds since the epoch. */
export function probeLines(readings: readonly ProbeReading[], bounds: ReadonlyMap<string, Bounds | null>, from: number, to: number): readonly ProbeLine[] {
  const byProbe = new Map<string, ProbeReading[]>()
  for (const reading of readings) {
    const list = byProbe.get(reading.probe)
    if (list === undefined) byProbe.set(reading.probe, [reading])
    else list.push(reading)
  }
  return [...byProbe].map(([probe, list]) => lineOf(probe, list, bounds.get(probe) ?? null, from, to))
}

function lineOf(probe: string, list: readonly ProbeReading[], bounds: Bounds | null, from: number, to: number): ProbeLine {
  const numbers = list.map(({ value }) => numberIn(value))
  const top = niceTop([...numbers, bounds?.least ?? null, bounds?.most ?? null], 1)
  const x = (at: number): number => (to <= from ? 0 : Math.round(((at - from) / (to - from)) * probeBox.width * 10) / 10)
  const y = (value: number): number => Math.round((probeBox.height - (Math.min(value, top) / top) * probeBox.height) * 10) / 10
  let path = ''
  let isDrawing = false
  list.forEach((reading, index) => {
    const number = numbers[index] ?? null
    if (number === null) {
      isDrawing = false
      return
    }
    path += isDrawing ? `L${x(reading.at)} ${y(number)}` : `M${x(reading.at)} ${y(number)}h0.01`
    isDrawing = true
  })
  const outside = list.filter(({ isWithin }) => !isWithin)
  return {
    probe, latest: list.at(-1) as ProbeReading, outside: outside.length, count: list.length, path, band: bandOf(bounds, y),
    outsideAt: outside.map((reading) => ({ x: x(reading.at), y: y(numberIn(reading.value) ?? 0) })),
  }
}

function bandOf(bounds: Bounds | null, y: (value: number) => number): ProbeLine['band'] {
  if (bounds === null) return null
  const upper = bounds.most === null ? 0 : y(bounds.most)
  const lower = bounds.least === null ? probeBox.height : y(bounds.least)
  // One exact value is a line, and a line has to be seen.
  const height = Math.max(2, lower - upper)
  return { y: Math.max(0, Math.min(upper, probeBox.height - height)), height }
}

/** One span for each phase that was read in, as wide as its time. */
export function phaseSpans(readings: readonly ProbeReading[], from: number, to: number): readonly PhaseSpan[] {
  const spans: { phase: ExperimentPhase; from: number; to: number }[] = []
  for (const { at, phase } of readings) {
    const last = spans.at(-1)
    if (last?.phase === phase) last.to = at
    else {
      if (last !== undefined) last.to = at
      spans.push({ phase, from: at, to: at })
    }
  }
  if (spans[0] !== undefined) spans[0].from = from
  const last = spans.at(-1)
  if (last !== undefined) last.to = to
  const whole = Math.max(1, to - from)
  return spans.map((span) => ({ phase: span.phase, x: ((span.from - from) / whole) * 100, width: ((span.to - span.from) / whole) * 100 }))
}

/** `12 ms` is 12; `nothing to measure` is none. */
function numberIn(value: string): number | null {
  const found = /^-?\d+(?:\.\d+)?/.exec(value)?.[0]
  return found === undefined ? null : Number(found)
}
