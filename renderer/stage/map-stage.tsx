import { useCallback, useMemo, useRef, type MouseEvent, type PointerEvent } from 'react'
import type { App, FormationEntry } from '../../shared/domain/app.ts'
import { maxDynosPerApp } from '../../shared/domain/dyno-sizes.ts'
import type { DrawMode } from '../scene/map-sampling.ts'
import type { MapDyno, MapScene } from '../scene/map-scene.ts'
import { mapTracks } from '../scene/map-track.ts'
import { requestFact } from '../scene/map-words.ts'
import { chooseRequest } from '../store/flow.ts'
import type { Pace } from '../store/use-pace.ts'
import { formationEntry } from '../store/use-scale-wish.ts'
import { MapAddOnMark } from './map-addon.tsx'
import { MapDynoMark, MapGhostMark } from './map-dyno.tsx'
import { MapEdges } from './map-edges.tsx'
import { MapFrames } from './map-frames.tsx'
import { MapGroupHead } from './map-group-head.tsx'
import { MapLinkMark } from './map-links.tsx'
import { MapRouter } from './map-router.tsx'
import { MapVisitors } from './map-visitors.tsx'
import { useMapTrouble } from './map-trouble.tsx'
import { pageZoom } from './page-zoom.ts'
import { useLingering } from './use-lingering.ts'
import { useMapKeys } from './use-map-keys.ts'
import { useMapTip } from './use-map-tip.ts'
import { useParticles } from './use-particles.ts'
import { useReducedMotion } from './use-reduced-motion.ts'

export type MapStageProps = {
  readonly app: App
  readonly scene: MapScene
  readonly types: readonly string[]
  readonly wishes: Readonly<Record<string, FormationEntry>>
  readonly pace: Pace
  readonly mode: DrawMode
  setWish(type: string, wish: FormationEntry | null): void
  /** False when there is none. */
  dropWishes(): boolean
}

/** How long a dyno that is gone fades, in milliseconds. */
const fadeMs = 220
const keyOfDyno = (shape: MapDyno): string => shape.dyno.id

/** The live map of one app. */
export function MapStage({ app, scene, types, wishes, pace, mode, setWish, dropWishes }: MapStageProps) {
  const root = useRef<HTMLDivElement>(null)
  const isStill = useReducedMotion()
  const tracks = useMemo(() => mapTracks(scene), [scene])
  const size = useMemo(() => ({ width: scene.width, height: scene.height }), [scene.width, scene.height])
  const { aim } = useMapTrouble()
  const groups = scene.heads
  const dynos = useLingering(useMemo(() => scene.hosts.flatMap((host) => host.groups.flatMap((group) => group.dynos)), [scene]), keyOfDyno, fadeMs)
  const layer = useParticles(tracks, mode, size, isStill)
  const { tip, handlers, showAt, hide } = useMapTip(root)
  const onKeyDown = useMapKeys(root, {
    step: (type, by) => {
      const wish = wishes[type] ?? formationEntry(app, type)
      setWish(type, { ...wish, quantity: Math.max(0, Math.min(maxDynosPerApp, wish.quantity + by)) })
    },
    dropWishes,
  })
  const requestAt = useCallback((event: MouseEvent) => {
    const frame = root.current?.getBoundingClientRect()
    return frame === undefined ? null : layer.at((event.clientX - frame.left) / pageZoom(), (event.clientY - frame.top) / pageZoom())
  }, [layer])
  const onPointerMove = (event: PointerEvent): void => {
    const report = requestAt(event)
    const frame = root.current?.getBoundingClientRect()
    root.current?.toggleAttribute('data-on-request', report !== null)
    if (report !== null && frame !== undefined) showAt(requestFact(report), (event.clientX - frame.left) / pageZoom(), (event.clientY - frame.top) / pageZoom())
    else if (event.target === root.current) hide()
  }
  const onClickCapture = (event: MouseEvent): void => {
    const report = requestAt(event)
    if (report === null || aim !== null || isControl(event.target)) return
    event.stopPropagation()
    chooseRequest(report)
  }
  return (
    <div ref={root} className="map-stage" data-aiming={aim !== null || undefined} style={size} role="group" aria-label={`Map of ${app.name}`} onKeyDown={onKeyDown} onPointerMove={onPointerMove} onClickCapture={onClickCapture} {...handlers}>
      <MapFrames scene={scene} />
      <MapEdges scene={scene} rate={pace.rate ?? 0} rates={pace.byDyno} hasBands={mode.kind === 'bands'} />
      <MapVisitors app={app} box={scene.visitors} rate={pace.rate} failed={pace.failed} isCounting={isStill} />
      <MapRouter app={app} box={scene.router} />
      {groups.map((group) => <MapGroupHead key={group.type} app={app} group={group} types={types} rates={pace.byDyno} draft={wishes[group.type] ?? null} setDraft={(draft) => setWish(group.type, draft)} />)}
      {groups.flatMap((group) => group.ghosts.map((ghost) => <MapGhostMark key={ghost.name} ghost={ghost} />))}
      {dynos.map(({ item, isLeaving }) => <MapDynoMark key={item.dyno.id} shape={item} isLeaving={isLeaving} rate={pace.rate === null ? null : (pace.byDyno[item.dyno.id] ?? 0)} />)}
      {scene.services.map((mark) => <MapAddOnMark key={mark.addOn.id} mark={mark} />)}
      {scene.links.shown.map((place) => <MapLinkMark key={place.name} place={place} />)}
      <canvas ref={layer.canvas} className="map-canvas" style={size} aria-hidden="true" />
      <div ref={tip} className="map-tip" hidden aria-hidden="true" />
    </div>
  )
}

/** A press on a button or a field means that, whatever flies over it. */
const isControl = (target: EventTarget): boolean => target instanceof Element && target.closest('input, .stepper, .map-wish, .map-visit, .map-last') !== null
