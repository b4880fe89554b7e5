// Charts of the dynos: memory against the quota of their size, processor time, and how many were up. A line is a place (web.1),
// which lives on while the dyno in it changes.

import { findDynoSize } from '../../shared/domain/dyno-sizes.ts'
import type { Dyno } from '../../shared/domain/dyno.ts'
import type { DynoSample } from '../../shared/domain/metrics.ts'
import type { PlatformEvent } from '../../shared/protocol/events.ts'
import { byteSize } from '../../shared/text/amounts.ts'
import { binaryTop, greatestOf, placeTones, stepOf, type Chart, type ChartSeries, type TimeWindow } from './chart.ts'
import { niceTop } from './sparkline.ts'

const leastBytes = 64 * 1024 * 1024
/** Room above a quota, so that its line is seen and what goes over it too. */
const overQuota = 1.25
const wholeCore = 100
const leastUp = 2
const linesShown = placeTones

type Line = { readonly name: string; readonly values: readonly (number | null)[]; readonly last: number }

/** Sizes of the process types now: their quotas are what memory is held against. */
export function dynoCharts(samples: readonly DynoSample[], window: TimeWindow, sizes: readonly string[]): readonly [Chart, Chart] {
  return [memory(linesOf(samples, window, (sample) => sample.memoryBytes), window, sizes), processor(linesOf(samples, window, (sample) => sample.cpuPercent))]
}

function memory(lines: readonly Line[], window: TimeWindow, sizes: readonly string[]): Chart {
  const quotas = [...new Set(sizes)].flatMap((size) => findDynoSize(size) ?? [])
  const shown = largest(lines)
  const present = lines.filter(({ values }) => isPresent(values))
  const whole = present.reduce((sum, { last }) => sum + last, 0)
  const series: ChartSeries[] = shown.map(({ name, values }, index) => ({ label: name, tone: `place-${index}`, values }))
  for (const quota of quotas) series.push({ label: `quota ${quota.label}`, tone: 'faint', values: window.times.map(() => quota.memoryBytes), isDashed: true })
  const quotaWords = quotas.length === 1 ? ` Each may use ${byteSize(quotas[0]?.memoryBytes ?? 0)}.` : ''
  const largestNow = present.reduce<Line | null>((most, line) => (most === null || line.last > most.last ? line : most), null)
  return {
    id: 'memory', title: 'Memory', unit: 'bytes', series: shown.length === 0 ? [] : series,
    top: Math.max(binaryTop(shown.flatMap(({ values }) => values), leastBytes), ...quotas.map((quota) => quota.memoryBytes * overQuota)),
    summary: largestNow === null ? 'No dyno was measured in this time.' : `${count(present.length)} ${present.length === 1 ? 'uses' : 'together use'} ${byteSize(whole)}${present.length === 1 ? '' : `, most in ${largestNow.name}: ${byteSize(largestNow.last)}`}.${quotaWords}${leftOut(lines, shown)}`,
  }
}

function processor(lines: readonly Line[]): Chart {
  const shown = largest(lines)
  const busiest = lines.reduce<{ readonly name: string; readonly most: number } | null>((best, { name, values }) => {
    const most = greatestOf(values)
    return best === null || most > best.most ? { name, most } : best
  }, null)
  const present = lines.filter(({ values }) => isPresent(values))
  const whole = present.reduce((sum, { last }) => sum + last, 0)
  return {
    id: 'processor', title: 'Processor, of one core', unit: 'percent', top: niceTop(shown.flatMap(({ values }) => values), wholeCore),
    series: shown.map(({ name, values }, index) => ({ label: name, tone: `place-${index}`, values })),
    summary: busiest === null ? 'No dyno was measured in this time.' : `${count(present.length)} ${present.length === 1 ? 'takes' : 'together take'} ${Math.round(whole)} % of a core; the busiest moment was ${Math.round(busiest.most)} % in ${busiest.name}.${leftOut(lines, shown)}`,
  }
}

/** How many dynos of the formation were up, from what the journal says of each. `events` oldest first. */
export function upChart(events: readonly PlatformEvent[], dynos: readonly Dyno[], window: TimeWindow): Chart {
  const changes = upChanges(events, dynos)
  let at = 0
  let up = 0
  const values = window.times.map((start) => {
    for (let change = changes[at]; change !== undefined && change.at < Math.min(start + window.stepMs, window.to); change = changes[++at]) up += change.by
    return up
  })
  const [least, most] = [Math.min(...values), greatestOf(values)]
  const now = values.at(-1) ?? 0
  return {
    id: 'up', title: 'Dynos up', unit: 'count', top: niceTop(values, leastUp),
    series: [{ label: 'up', tone: 'good', values, isStepped: true, isFilled: true }],
    summary: `${count(now)} ${now === 1 ? 'is' : 'are'} up${least === most ? ', as in all of this time' : `; between ${least} and ${most} in this time`}.`,
  }
}

type Change = { readonly at: number; readonly by: 1 | -1 }
type Life = { isFormation: boolean; wasCreated: boolean; upAt: number | null; downAt: number | null }

function upChanges(events: readonly PlatformEvent[], dynos: readonly Dyno[]): readonly Change[] {
  const lives = new Map<string, Life>()
  const life = (id: string): Life => {
    const known = lives.get(id) ?? { isFormation: true, wasCreated: false, upAt: null, downAt: null }
    lives.set(id, known)
    return known
  }
  for (const event of events) {
    if (event.type === 'dyno.created') Object.assign(life(event.data.dynoId), { isFormation: event.data.kind === 'formation', wasCreated: true })
    if (event.type === 'dyno.up') life(event.data.dynoId).upAt ??= event.at
    if (event.type === 'dyno.exited' || event.type === 'dyno.crashed' || event.type === 'dyno.idled' || event.type === 'dyno.removed') life(event.data.dynoId).downAt ??= event.at
  }
  for (const dyno of dynos) if (dyno.state.kind === 'up' || lives.has(dyno.id)) life(dyno.id).isFormation = dyno.kind === 'formation'
  return [...lives.values()].flatMap(({ isFormation, wasCreated, upAt, downAt }): Change[] => {
    // Older than the events at hand and ended since: it was up before them.
    const from = upAt ?? (wasCreated ? null : -Infinity)
    if (!isFormation || from === null) return []
    return downAt === null ? [{ at: from, by: 1 }] : [{ at: from, by: 1 }, { at: Math.max(from, downAt), by: -1 }]
  }).sort((a, b) => (a.at === b.at ? 0 : a.at - b.at))
}

function linesOf(samples: readonly DynoSample[], window: TimeWindow, read: (sample: DynoSample) => number): readonly Line[] {
  const lines = new Map<string, { values: (number | null)[]; last: number }>()
  for (const sample of samples) {
    const index = stepOf(window, sample.at)
    if (index < 0) continue
    const line = lines.get(sample.name) ?? { values: window.times.map(() => null), last: 0 }
    lines.set(sample.name, line)
    line.last = read(sample)
    line.values[index] = Math.max(line.values[index] ?? 0, line.last)
  }
  return [...lines].map(([name, line]) => ({ name, ...line })).sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
}

/** Those with the greatest values, in the order of their names. */
function largest(lines: readonly Line[]): readonly Line[] {
  if (lines.length <= linesShown) return lines
  const kept = new Set([...lines].sort((a, b) => greatestOf(b.values) - greatestOf(a.values)).slice(0, linesShown))
  return lines.filter((line) => kept.has(line))
}

/** Measured in one of the newest steps. */
const isPresent = (values: readonly (number | null)[]): boolean => values.slice(-3).some((value) => value !== null)
const leftOut = (lines: readonly Line[], shown: readonly Line[]): string => (lines.length === shown.length ? '' : ` Lines are drawn for the ${shown.length} largest of ${lines.length}.`)
const count = (dynos: number): string => `${dynos} ${dynos === 1 ? 'dyno' : 'dynos'}`
