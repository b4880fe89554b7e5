import { useCallback, useEffect, useMemo, useState } from 'react'
import type { App, FormationEntry } from '../../../shared/domain/app.ts'
import { noBlast } from '../../scene/afflictions.ts'
import { mapScene } from '../../scene/map-scene.ts'
import { MapStage } from '../../stage/map-stage.tsx'
import { useDrawMode } from '../../stage/use-draw-mode.ts'
import { MapTroubleContext, type MapTrouble } from '../../stage/map-trouble.tsx'
import { useSize } from '../../stage/use-size.ts'
import { useAppAddOns } from '../../store/addons.ts'
import { followFlow } from '../../store/flow.ts'
import { followLinks } from '../../store/links.ts'
import { followMetrics } from '../../store/metrics.ts'
import { useAfflictions, useFreeLinks, useMapHosts } from '../../store/map-places.ts'
import { useBuilds, useCurrentSlug, useDynos } from '../../store/selectors.ts'
import { showPage, useUi } from '../../store/ui.ts'
import { usePace } from '../../store/use-pace.ts'
import { formationEntry, isSameEntry } from '../../store/use-scale-wish.ts'
import { FirstDeploy } from '../overview/first-deploy.tsx'
import { LastPush } from '../overview/last-push.tsx'
import { MapHead } from './map-head.tsx'
import { MapLegend } from './map-legend.tsx'
import { MapTwin } from './map-twin.tsx'

/** Narrower than this the map is scrolled instead. */
const leastWidth = 540

/** The app as it works: who asks, what routes, what runs, and how much of it there should be. */
export function MapView({ app }: { readonly app: App }) {
  const builds = useBuilds(app.id)
  const slug = useCurrentSlug(app)
  if (slug !== null || builds.length > 0) return <LiveMap app={app} />
  return <EmptyMap app={app} />
}

function EmptyMap({ app }: { readonly app: App }) {
  useEscapeToWorld(nothingToDrop)
  return (
    <div className="view">
      <div className="view-head"><h1>{app.name}</h1></div>
      <FirstDeploy app={app} />
    </div>
  )
}

function LiveMap({ app }: { readonly app: App }) {
  const [body, size] = useSize<HTMLDivElement>()
  const [isText, setText] = useState(false)
  const dynos = useDynos(app.id)
  const slug = useCurrentSlug(app)
  const types = useMemo(() => Object.keys(slug?.processTypes ?? {}).filter((type) => type !== 'release'), [slug])
  const hosts = useMapHosts(dynos)
  const links = useFreeLinks()
  const addOns = useAppAddOns(app.id)
  const afflictions = useAfflictions(app)
  const trouble = useMemo<MapTrouble>(() => ({ afflictions, blast: noBlast, aim: null, hasScaling: true }), [afflictions])
  const { wishes, setWish, dropWishes } = useWishes(app)
  useEscapeToWorld(dropWishes)
  useEffect(() => followFlow(app.id), [app.id])
  useEffect(() => followMetrics(app.id), [app.id])
  useEffect(followLinks, [])
  const pace = usePace()
  const mode = useDrawMode(pace.rate ?? 0, pace.failed)
  const width = Math.max(leastWidth, size.width)
  const scene = useMemo(() => mapScene({ app, hosts, types, wishes, addOns, links, width, height: size.height }), [app, hosts, types, wishes, addOns, links, width, size.height])
  return (
    <MapTroubleContext.Provider value={trouble}>
      <div className="view view-fixed map-view">
        <MapHead app={app} isText={isText} onText={setText} />
        <div ref={body} className="map-body">
          {!isText && size.width > 0 && <MapStage app={app} scene={scene} types={types} wishes={wishes} setWish={setWish} dropWishes={dropWishes} pace={pace} mode={mode} />}
          <MapTwin app={app} scene={scene} pace={pace} isShown={isText} addOns={addOns} links={links} />
        </div>
        {!isText && <MapLegend mode={mode} />}
        <LastPush app={app} />
      </div>
    </MapTroubleContext.Provider>
  )
}

type Wishes = {
  readonly wishes: Readonly<Record<string, FormationEntry>>
  setWish(type: string, wish: FormationEntry | null): void
  /** False when there is none. */
  dropWishes(): boolean
}

/** By process type; a wish for what is there already is none. */
function useWishes(app: App): Wishes {
  const [drafts, setDrafts] = useState<Readonly<Record<string, FormationEntry>>>({})
  const setWish = useCallback((type: string, wish: FormationEntry | null) => setDrafts((drafts) => Object.fromEntries([...Object.entries(drafts).filter(([key]) => key !== type), ...(wish === null ? [] : [[type, wish] as const])])), [])
  const wishes = useMemo(() => Object.fromEntries(Object.entries(drafts).filter(([type, wish]) => !isSameEntry(wish, formationEntry(app, type)))), [drafts, app])
  const dropWishes = useCallback(() => {
    setDrafts({})
    return Object.keys(wishes).length > 0
  }, [wishes])
  return { wishes, setWish, dropWishes }
}

const nothingToDrop = (): boolean => false

/** Esc takes wishes back, else goes out to the world, when nothing nearer had a use for it. */
function useEscapeToWorld(dropWishes: () => boolean): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isBusy = event.target instanceof HTMLElement && event.target.closest('input, textarea, select, dialog, [role=dialog]') !== null
      const { selection, isPaletteOpen } = useUi.getState()
      if (event.key !== 'Escape' || event.defaultPrevented || isBusy || isPaletteOpen || dropWishes()) return
      if (selection === null) showPage('map')
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [dropWishes])
}
