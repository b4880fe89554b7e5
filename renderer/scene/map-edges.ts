// The ways of requests on the map: one line to the router, from there one to each line of web dynos.

import type { App } from '../../shared/domain/app.ts'
import type { Box, EdgeShape } from './app-scene.ts'
import type { MapDyno, MapGroup } from './map-scene.ts'

export type Point = { readonly x: number; readonly y: number }
export type MapEdge = {
  readonly id: string
  readonly path: string
  readonly kind: EdgeShape['kind']
  readonly from: Point
  /** Where the curve ends; from there a rail leads along the line of dynos. */
  readonly to: Point
  /** The right end of the rail, or null where the curve ends at a dyno. */
  readonly railTo: number | null
  readonly dynoIds: readonly string[]
}

/** How far above its tiles or dots a rail runs, in pixels: in the gap between two lines. */
const railAbove = 4

export function entryEdge(app: App, visitors: Box, router: Box): MapEdge {
  const y = router.y + router.height / 2
  const from = { x: visitors.x + visitors.width, y }
  const to = { x: router.x, y }
  return { id: 'entry', path: `M${from.x} ${y}H${to.x}`, kind: app.maintenance ? 'closed' : 'open', from, to, railTo: null, dynoIds: [] }
}

export function webEdges(router: Box, groups: readonly MapGroup[]): MapEdge[] {
  const from = { x: router.x + router.width, y: router.y + router.height / 2 }
  return groups.flatMap((group) => linesOf(group.dynos).map((line) => lineEdge(from, group, line)))
}

/** The dynos that stand side by side. */
function linesOf(dynos: readonly MapDyno[]): MapDyno[][] {
  const lines: MapDyno[][] = []
  for (const dyno of dynos) {
    const line = lines.at(-1)
    if (line !== undefined && line[0]?.y === dyno.y) line.push(dyno)
    else lines.push([dyno])
  }
  return lines
}

function lineEdge(from: Point, group: MapGroup, line: readonly MapDyno[]): MapEdge {
  const first = line[0] as MapDyno
  const last = line.at(-1) as MapDyno
  const isAlone = first.form === 'card' || first.form === 'row'
  const to = isAlone ? { x: first.x, y: first.y + first.height / 2 } : { x: group.x, y: first.y - railAbove / 2 }
  const railTo = isAlone ? null : last.x + last.width / 2
  const path = curve(from, to) + (railTo === null ? '' : `H${railTo}`)
  return { id: isAlone ? first.dyno.id : `line-${first.dyno.id}`, path, kind: kindOf(line), from, to, railTo, dynoIds: line.map((shape) => shape.dyno.id) }
}

function kindOf(shapes: readonly MapDyno[]): MapEdge['kind'] {
  if (shapes.some((shape) => shape.mark.kind === 'up')) return 'open'
  return shapes.some((shape) => shape.mark.kind === 'starting' || shape.mark.kind === 'draining') ? 'waiting' : 'closed'
}

function curve(from: Point, to: Point): string {
  const middle = (from.x + to.x) / 2
  return `M${from.x} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`
}
