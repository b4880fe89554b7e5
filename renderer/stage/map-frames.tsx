import { useMemo } from 'react'
import { byteSize } from '../../shared/text/amounts.ts'
import type { MapHostFrame, MapScene } from '../scene/map-scene.ts'
import { useMetrics } from '../store/metrics.ts'
import { useMirror } from '../store/mirror.ts'
import { boxStyle } from './map-dyno.tsx'
import { MapPlacedHost, MapZoneFrame } from './map-placed.tsx'

/** What stands behind the marks: the names of the columns, the hosts, the groups, and the place of add-ons. */
export function MapFrames({ scene }: { readonly scene: MapScene }) {
  const { visitors, router, hosts, heads, zones, addOns, services, links } = scene
  const isBeside = addOns.y === (heads[0] === undefined || zones.length === 0 ? hosts[0]?.y : heads[0].y)
  const hasAny = services.length + links.shown.length + links.more > 0
  return (
    <>
      <Title x={visitors.x} text="Visitors" />
      <Title x={router.x} text="Router" />
      <Title x={hosts[0]?.x ?? 0} text="Hosts and dynos" />
      {isBeside && <Title x={addOns.x} text={hasAny && services.length === 0 ? 'Links' : 'Add-ons'} />}
      {zones.map((zone) => <MapZoneFrame key={zone.id} zone={zone} />)}
      {hosts.map((host) => (host.zone === null ? <HostFrame key={host.id} host={host} /> : <MapPlacedHost key={host.id} host={host} />))}
      {heads.map((group, index) => <div key={`${index}/${group.type}`} className="map-group-frame" data-staged={group.isStaged || undefined} style={boxStyle(group)} />)}
      {!hasAny && <p className="map-add-ons small faint" style={boxStyle(addOns)}>{isBeside ? 'Databases' : 'Add-ons: databases'} and caches will stand here. The page Add-ons has them.</p>}
      {links.more > 0 && <p className="map-links-more small faint" style={boxStyle(addOns)}>and {links.more} more</p>}
    </>
  )
}

function Title({ x, text }: { readonly x: number; readonly text: string }) {
  return <h2 className="map-title" style={{ transform: `translate(${x}px, 0)` }}>{text}</h2>
}

function HostFrame({ host }: { readonly host: MapHostFrame }) {
  const machine = useMirror((mirror) => mirror.info?.machine ?? null)
  return (
    <div className="map-host" style={boxStyle(host)}>
      <p className="map-host-line small">
        <b>this machine</b>
        {machine !== null && <span className="map-host-size faint ellipsis"><span className="mono">{host.name}</span>, {machine.cores} {machine.cores === 1 ? 'core' : 'cores'}, {byteSize(machine.memoryBytes)}</span>}
        <HostUse host={host} />
      </p>
    </div>
  )
}

/** What the dynos of this host use together, as last measured. */
function HostUse({ host }: { readonly host: MapHostFrame }) {
  const samples = useMetrics((metrics) => metrics.samples)
  const use = useMemo(() => {
    let [memoryBytes, cpuPercent, count] = [0, 0, 0]
    for (const dyno of host.dynos) {
      const last = dyno.pid === null ? undefined : samples[dyno.id]?.at(-1)
      if (last === undefined) continue
      memoryBytes += last.memoryBytes
      cpuPercent += last.cpuPercent
      count += 1
    }
    return { memoryBytes, cpuPercent, count }
  }, [host.dynos, samples])
  if (use.count === 0) return null
  return <span className="map-host-use soft">dynos use <span className="mono">{byteSize(use.memoryBytes)}</span>, <span className="mono">{Math.round(use.cpuPercent)} %</span> of a core</span>
}
