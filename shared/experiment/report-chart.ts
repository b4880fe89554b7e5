// Charts of the report as SVG in the page itself: a probe over time with its bounds, and requests by the second. The time of a fault is
// shaded in both. Colours are the page's, so that it reads in light and in dark.

import { escaped } from './report-escape.ts'
import type { RunRecord } from './run-record.ts'

const width = 720
const height = 150
const left = 52
const right = 8
const top = 10
const bottom = 22
/** Points drawn of one line at most. */
const maxPoints = 700

type Scale = { x(ms: number): number; y(value: number): number; readonly endMs: number; readonly most: number }

export function probeChart(record: RunRecord, index: number): string {
  const probe = record.probes[index]
  const own = record.readings.filter(([, one, number]) => one === index && number !== null)
  if (probe === undefined || own.length < 2) return ''
  const scale = scaleOf(record, Math.max(1, ...own.map(([, , number]) => number ?? 0), ...probe.bounds))
  const points = thinned(own).map(([ms, , number]) => `${scale.x(ms)},${scale.y(number ?? 0)}`).join(' ')
  const out = thinned(own.filter(([, , , isWithin]) => isWithin === 0)).map(([ms, , number]) => `<circle class="out" cx="${scale.x(ms)}" cy="${scale.y(number ?? 0)}" r="2.5"/>`).join('')
  const bounds = probe.bounds.map((bound) => `<line class="bound" x1="${left}" x2="${width - right}" y1="${scale.y(bound)}" y2="${scale.y(bound)}"/>`).join('')
  return frame(record, scale, `${probe.name}: ${probe.words}`, '', `${bounds}<polyline class="line" points="${points}"/>${out}`)
}

export function requestChart(record: RunRecord): string {
  const { seconds } = record
  if (seconds.length < 2) return ''
  const scale = scaleOf(record, Math.max(1, ...seconds.map(([, ok, failed]) => ok + failed)))
  const step = Math.max(1, ((width - left - right) * 1000) / scale.endMs)
  const bar = (kind: string, ms: number, from: number, to: number): string =>
    to <= from ? '' : `<rect class="${kind}" x="${scale.x(ms)}" width="${round(step)}" y="${scale.y(to)}" height="${round(scale.y(from) - scale.y(to))}"/>`
  const bars = thinned(seconds).map(([ms, ok, failed]) => bar('failed', ms, 0, failed) + bar('ok', ms, failed, failed + ok)).join('')
  return frame(record, scale, 'Requests a second, those that failed at the foot', 'requests/s', bars)
}

function scaleOf({ startedAt, endedAt, readings, seconds }: RunRecord, most: number): Scale {
  const endMs = Math.max(1000, (endedAt ?? startedAt) - startedAt, readings.at(-1)?.[0] ?? 0, seconds.at(-1)?.[0] ?? 0)
  const top1 = most * 1.08
  return {
    endMs, most,
    x: (ms) => round(left + ((width - left - right) * Math.min(endMs, Math.max(0, ms))) / endMs),
    y: (value) => round(height - bottom - ((height - top - bottom) * Math.max(0, value)) / top1),
  }
}

function frame(record: RunRecord, scale: Scale, title: string, unit: string, inside: string): string {
  const shades = record.faults.map(({ title: fault, startedAt, endedAt }) => {
    const from = scale.x(startedAt - record.startedAt)
    const to = scale.x((endedAt ?? record.endedAt ?? startedAt) - record.startedAt)
    return `<rect class="fault" x="${from}" width="${round(Math.max(2, to - from))}" y="${top}" height="${height - top - bottom}"><title>${escaped(fault)}</title></rect>`
  }).join('')
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const ms = scale.endMs * part
    const anchor = part === 0 ? 'start' : part === 1 ? 'end' : 'middle'
    return `<text class="tick" x="${scale.x(ms)}" y="${height - 6}" text-anchor="${anchor}">${Math.round(ms / 1000)} s</text>`
  }).join('')
  const heights = [0, scale.most].map((value) => `<text class="tick" x="${left - 6}" y="${round(scale.y(value) + 4)}" text-anchor="end">${shortNumber(value)}</text>`).join('')
  const foot = `<line class="axis" x1="${left}" x2="${width - right}" y1="${scale.y(0)}" y2="${scale.y(0)}"/>`
  return `<figure><figcaption>${escaped(title)}${unit === '' ? '' : ` <span class="unit">${escaped(unit)}</span>`}</figcaption><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">${shades}${foot}${inside}${ticks}${heights}</svg></figure>`
}

/** Every nth, and the last. */
function thinned<T>(points: readonly T[]): T[] {
  const every = Math.ceil(points.length / maxPoints)
  return points.filter((_, index) => index % every === 0 || index === points.length - 1)
}

const round = (value: number): number => Math.round(value * 10) / 10
const shortNumber = (value: number): string => (value >= 10_000 ? `${Math.round(value / 1000)}k` : String(round(value)))
