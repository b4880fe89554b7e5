import { hosts as virtualHosts } from '../../shared/domain/host.ts'
import type { MapHostFrame, MapZone } from '../scene/map-scene.ts'
import { boxStyle } from './map-dyno.tsx'
import { FaultFlag, troubleWords, useMapTrouble } from './map-trouble.tsx'

const none: readonly string[] = []
const count = (dynos: number): string => (dynos === 0 ? 'no dynos' : `${dynos} ${dynos === 1 ? 'dyno' : 'dynos'}`)

/** A zone: hosts that fail together. A mark of its own only while the map is aimed at. */
export function MapZoneFrame({ zone }: { readonly zone: MapZone }) {
  const { afflictions, blast, aim } = useMapTrouble()
  const titles = afflictions.zones.get(zone.id) ?? none
  const isMarked = aim !== null && zoneHosts(zone.id).every((host) => blast.hosts.has(host))
  const fact = [`Zone ${zone.id}: hosts ${zoneHosts(zone.id).join(' and ')}, which fail together`, troubleWords(titles, isMarked)].filter(Boolean).join(', ')
  const line = <span className="map-zone-line small"><b>zone {zone.id}</b><FaultFlag titles={titles} isMarked={isMarked} /></span>
  const shared = { className: 'map-zone', style: boxStyle(zone), 'data-fault': titles.length > 0 || undefined, 'data-blast': isMarked || undefined, 'data-testid': `zone-${zone.id}` }
  if (aim === null) return <div {...shared}>{line}</div>
  return <button type="button" {...shared} tabIndex={-1} data-mark={`zone:${zone.id}`} data-fact={fact} aria-label={fact} aria-pressed={isMarked} onClick={() => aim({ kind: 'zone', zone: zone.id })}>{line}</button>
}

/** A virtual host: a name, not a machine. What it loses, it loses at once. */
export function MapPlacedHost({ host }: { readonly host: MapHostFrame }) {
  const { afflictions, blast, aim } = useMapTrouble()
  const titles = afflictions.hosts.get(host.id) ?? none
  const isMarked = blast.hosts.has(host.id)
  const fact = [`Host ${host.id} in zone ${host.zone ?? ''}: ${count(host.dynos.length)}`, troubleWords(titles, isMarked)].filter(Boolean).join(', ')
  const name = (
    <span className="map-placed-name small">
      <b className="mono">{host.id}</b>
      {host.dynos.length === 0 && titles.length === 0 && <span className="faint">empty</span>}
      <FaultFlag titles={titles} isMarked={isMarked} isShort={titles.length === 0} />
    </span>
  )
  const shared = { className: 'map-placed', style: boxStyle(host), 'data-fault': titles.length > 0 || undefined, 'data-blast': isMarked || undefined, 'data-testid': `host-${host.id}` }
  if (aim === null) return <div {...shared} data-fact={fact}>{name}</div>
  return <button type="button" {...shared} tabIndex={-1} data-mark={`host:${host.id}`} data-fact={fact} aria-label={fact} aria-pressed={isMarked} onClick={() => aim({ kind: 'host', host: host.id })}>{name}</button>
}

const zoneHosts = (zone: string): readonly string[] => virtualHosts.filter((host) => host.zone === zone).map((host) => host.id)
