import { bandWidth } from '../scene/map-sampling.ts'
import type { MapEdge } from '../scene/map-edges.ts'

type MapEdgesProps = {
  readonly edges: readonly MapEdge[]
  readonly width: number
  readonly height: number
  readonly rates: Readonly<Record<string, number>>
  readonly rate: number
  /** Single requests are too many to draw: the thickness of a line is its rate. */
  readonly hasBands: boolean
}

/** The ways of requests. The numbers beside them say the same. */
export function MapEdges({ edges, width, height, rates, rate, hasBands }: MapEdgesProps) {
  return (
    <svg className="map-edges" width={width} height={height} aria-hidden="true">
      {hasBands && edges.map((edge) => <path key={edge.id} className="map-band" d={edge.path} style={{ strokeWidth: bandWidth(rateOf(edge, rate, rates)) }} />)}
      {edges.map((edge) => <path key={edge.id} className={`map-edge map-edge-${edge.kind}`} d={edge.path} />)}
    </svg>
  )
}

function rateOf(edge: MapEdge, rate: number, rates: Readonly<Record<string, number>>): number {
  return edge.id === 'entry' ? rate : edge.dynoIds.reduce((sum, id) => sum + (rates[id] ?? 0), 0)
}
