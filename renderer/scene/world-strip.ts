// One app of the world map, small: a line from its visitors to the router, and from there to its web dynos as dots, the others below.

import type { Dyno } from '../../shared/domain/dyno.ts'
import { markOf, type MarkKind } from './dyno-mark.ts'

export type StripDot = { readonly id: string; readonly name: string; readonly kind: MarkKind; readonly x: number; readonly y: number }
export type WorldStrip = { readonly height: number; readonly middle: number; readonly web: readonly StripDot[]; readonly others: readonly StripDot[]; readonly left: number }

export const strip = { width: 300, entry: 44, router: 56, routerHeight: 34, dots: 158, dot: 14, step: 18 } as const
/** Dots of one strip; what is beyond them is counted. */
export const dotsAtMost = 48
const columns = Math.floor((strip.width - strip.dots) / strip.step)
const leastRows = 2

export function worldStrip(dynos: readonly Dyno[]): WorldStrip {
  const shown = dynos.slice(0, dotsAtMost)
  const web = shown.filter((dyno) => dyno.kind === 'formation' && dyno.type === 'web')
  const others = shown.filter((dyno) => !web.includes(dyno))
  const webRows = Math.max(leastRows, Math.ceil(web.length / columns))
  const otherRows = Math.ceil(others.length / columns)
  const gap = otherRows === 0 ? 0 : strip.step / 2
  return {
    height: (webRows + otherRows) * strip.step + gap, middle: (webRows * strip.step) / 2,
    web: dots(web, 0, webRows), others: dots(others, webRows * strip.step + gap, otherRows), left: dynos.length - shown.length,
  }
}

/** A few stand in the middle of their lines, level with the router. */
function dots(dynos: readonly Dyno[], top: number, rows: number): StripDot[] {
  const used = Math.ceil(dynos.length / columns)
  const above = ((rows - used) * strip.step) / 2
  return dynos.map((dyno, index) => ({
    id: dyno.id, name: dyno.name, kind: markOf(dyno, null).kind,
    x: strip.dots + (index % columns) * strip.step, y: top + above + Math.floor(index / columns) * strip.step + (strip.step - strip.dot) / 2,
  }))
}
