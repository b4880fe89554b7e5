import { useMemo } from 'react'
import { useMapTrouble } from './map-trouble.tsx'
import type { MapEdge } from '../scene/map-edges.ts'
import { bandWidth } from '../scene/map-sampling.ts'
import type { MapScene } from '../scene/map-scene.ts'
import { edgeFact } from '../scene/map-words.ts'

type MapEdgesProps = {
  readonly scene: MapScene
  readonly rates: Readonly<Record<string, number>>
  readonly rate: number
  /** Single requests are too many to draw: the thickness of a line is its rate. */
  readonly hasBands: boolean
}

/** The ways of requests. A wider stroke that is not seen takes the pointer; the marks at both ends say the same. */
export function MapEdges({ scene, rates, rate, hasBands }: MapEdgesProps) {
  const { edges, ties, width, height } = scene
  const { afflictions } = useMapTrouble()
  const names = useMemo(() => new Map(scene.hosts.flatMap(({ dynos }) => dynos.map((dyno) => [dyno.id, dyno.name] as const))), [scene])
  return (
    <svg className="map-edges" width={width} height={height} aria-hidden="true">
      {ties.map((tie) => <path key={tie.addOnId} className={`map-edge map-edge-${tie.kind} map-tie`} d={tie.path} />)}
      {hasBands && edges.map((edge) => <path key={edge.id} className="map-band" d={edge.path} style={{ strokeWidth: bandWidth(rateOf(edge, rate, rates)) }} />)}
      {edges.map((edge) => <path key={edge.id} className={`map-edge map-edge-${edge.kind} ${edge.dynoIds.some((id) => afflictions.links.has(id)) ? 'map-edge-fault' : ''}`} d={edge.path} />)}
      {edges.map((edge) => <path key={edge.id} className="map-edge-reach" d={edge.path} data-fact={[edgeFact(edge, edge.dynoIds.map((id) => names.get(id) ?? id), rateOf(edge, rate, rates)), ...edge.dynoIds.flatMap((id) => (afflictions.links.has(id) ? (afflictions.dynos.get(id) ?? []) : []))].join(', fault: ')} />)}
    </svg>
  )
}

function rateOf(edge: MapEdge, rate: number, rates: Readonly<Record<string, number>>): number {
  return edge.id === 'entry' ? rate : edge.dynoIds.reduce((sum, id) => sum + (rates[id] ?? 0), 0)
}
