import { useEffect, useMemo } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import type { Blast } from '../../scene/afflictions.ts'
import type { Aimed } from '../../scene/fault-draft.ts'
import { mapScene } from '../../scene/map-scene.ts'
import { MapStage } from '../../stage/map-stage.tsx'
import { MapTroubleContext, type MapTrouble } from '../../stage/map-trouble.tsx'
import { useDrawMode } from '../../stage/use-draw-mode.ts'
import { useSize } from '../../stage/use-size.ts'
import { followFlow } from '../../store/flow.ts'
import { followLinks } from '../../store/links.ts'
import { useAfflictions, useMapHosts, useMapLinks } from '../../store/map-places.ts'
import { followMetrics } from '../../store/metrics.ts'
import { useDynos } from '../../store/selectors.ts'
import { usePace } from '../../store/use-pace.ts'
import { MapTwin } from '../map/map-twin.tsx'

type FaultMapProps = { readonly app: App; readonly types: readonly string[]; readonly blast: Blast; readonly aim: ((at: Aimed) => void) | null }

const leastWidth = 516
const noWishes = {}
const nothing = (): void => {}
const none = (): boolean => false

/** The live map as a place to aim at: a press on a mark takes it as a target, and what would be hit is ringed. */
export function FaultMap({ app, types, blast, aim }: FaultMapProps) {
  const [body, size] = useSize<HTMLDivElement>()
  const dynos = useDynos(app.id)
  const hosts = useMapHosts(dynos)
  const links = useMapLinks()
  const afflictions = useAfflictions(app)
  useEffect(() => followFlow(app.id), [app.id])
  useEffect(() => followMetrics(app.id), [app.id])
  useEffect(followLinks, [])
  const pace = usePace()
  const mode = useDrawMode(pace.rate ?? 0, pace.failed)
  const width = Math.max(leastWidth, size.width)
  const scene = useMemo(() => mapScene({ app, hosts, types, wishes: noWishes, links, width, height: size.height }), [app, hosts, types, links, width, size.height])
  const trouble = useMemo<MapTrouble>(() => ({ afflictions, blast, aim, hasScaling: false }), [afflictions, blast, aim])
  return (
    <MapTroubleContext.Provider value={trouble}>
      <div ref={body} className="map-body fault-map" data-testid="fault-map">
        <MapTwin app={app} scene={scene} pace={pace} isShown={false} />
        {size.width > 0 && <MapStage app={app} scene={scene} types={types} wishes={noWishes} setWish={nothing} dropWishes={none} pace={pace} mode={mode} />}
      </div>
    </MapTroubleContext.Provider>
  )
}
