// The ways that requests take, as points at even distances, so that a place on the way is one look into an array.

import type { Box } from './app-scene.ts'
import type { Point } from './map-edges.ts'
import type { MapScene } from './map-scene.ts'

/** x and y of `trackPoints` points, one after the other. */
export type Track = Float32Array

export type MapTracks = {
  readonly entry: Track
  /** From the router to each dyno that a line leads to. */
  readonly byDyno: ReadonlyMap<string, Track>
  /** Where held requests wait. */
  readonly queue: Point
}

export const trackPoints = 48
/** How far into a tile or a dot its way leads: to its edge, so that its name and mark stay readable. */
const insetPixels = 1
/** Of a curve, before its length is measured. */
const curveSteps = 24

export function mapTracks(scene: Pick<MapScene, 'edges' | 'hosts' | 'router'>): MapTracks {
  const boxes = new Map<string, Box>()
  for (const host of scene.hosts) for (const group of host.groups) for (const shape of group.dynos) boxes.set(shape.dyno.id, shape)
  const byDyno = new Map<string, Track>()
  let entry: Track = evenly([{ x: 0, y: 0 }])
  for (const edge of scene.edges) {
    if (edge.id === 'entry') entry = evenly([edge.from, edge.to])
    for (const id of edge.dynoIds) {
      const box = boxes.get(id)
      if (box === undefined) continue
      const rail = edge.railTo === null ? [] : [{ x: box.x + box.width / 2, y: edge.to.y }, { x: box.x + box.width / 2, y: box.y + insetPixels }]
      byDyno.set(id, evenly([...curvePoints(edge.from, edge.to), ...rail]))
    }
  }
  return { entry, byDyno, queue: { x: scene.router.x + 10, y: scene.router.y + scene.router.height / 2 } }
}

/** The same control points as the drawn path. */
function curvePoints(from: Point, to: Point): Point[] {
  const middle = (from.x + to.x) / 2
  return Array.from({ length: curveSteps + 1 }, (_, step) => {
    const t = step / curveSteps
    const [a, b, c, d] = [(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t ** 2, t ** 3]
    return { x: a * from.x + (b + c) * middle + d * to.x, y: (a + b) * from.y + (c + d) * to.y }
  })
}

function evenly(points: readonly Point[]): Track {
  const lengths = [0]
  for (let index = 1; index < points.length; index++) lengths.push((lengths[index - 1] ?? 0) + distance(points[index - 1] as Point, points[index] as Point))
  const whole = lengths.at(-1) ?? 0
  const track = new Float32Array(trackPoints * 2)
  let segment = 1
  for (let index = 0; index < trackPoints; index++) {
    const wanted = (whole * index) / (trackPoints - 1)
    while (segment < points.length - 1 && (lengths[segment] ?? 0) < wanted) segment++
    const [before, after] = [points[segment - 1] as Point, points[Math.min(segment, points.length - 1)] as Point]
    const [start, end] = [lengths[segment - 1] ?? 0, lengths[segment] ?? 0]
    const share = end === start ? 0 : Math.min(1, (wanted - start) / (end - start))
    track[index * 2] = before.x + (after.x - before.x) * share
    track[index * 2 + 1] = before.y + (after.y - before.y) * share
  }
  return track
}

const distance = (a: Point, b: Point): number => Math.hypot(b.x - a.x, b.y - a.y)
