// The requests that fly over a map: taken from the flow, drawn on a canvas by one loop that runs only while something flies and
// the page is visible. React draws nothing for a request.

import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react'
import type { RequestReport } from '../../shared/domain/route.ts'
import { admit, createParticles, nearest, outcomeOf, reroute, sweep } from '../scene/map-particles.ts'
import { isDrawn, type DrawMode } from '../scene/map-sampling.ts'
import type { MapTracks } from '../scene/map-track.ts'
import { onRequests } from '../store/flow.ts'
import { paint, readPaints } from './map-paint.ts'
import type { Size } from './use-size.ts'

/** How far from a flying mark a press still means it, in pixels. */
const reachPixels = 9

export type ParticleLayer = {
  readonly canvas: RefObject<HTMLCanvasElement | null>
  /** The request drawn at a point of the map now. */
  at(x: number, y: number): RequestReport | null
}

/** `isStill`: draw none, because less motion was asked for. */
export function useParticles(tracks: MapTracks, mode: DrawMode, size: Size, isStill: boolean): ParticleLayer {
  const canvas = useRef<HTMLCanvasElement>(null)
  const particles = useRef(createParticles()).current
  const now = useRef({ tracks, mode, size })
  now.current = { tracks, mode, size }

  useLayoutEffect(() => reroute(particles, tracks), [particles, tracks])

  useLayoutEffect(() => {
    const element = canvas.current
    if (element === null) return
    const ratio = window.devicePixelRatio || 1
    element.width = Math.round(size.width * ratio)
    element.height = Math.round(size.height * ratio)
  }, [size])

  useEffect(() => {
    if (isStill) return
    let frame: number | null = null
    const context = canvas.current?.getContext('2d') ?? null
    let paints = canvas.current === null ? null : readPaints(canvas.current)

    function draw(time: number): void {
      frame = null
      if (context === null || paints === null) return
      const { tracks, size } = now.current
      sweep(particles, time)
      const ratio = window.devicePixelRatio || 1
      context.setTransform(ratio, 0, 0, ratio, 0, 0)
      context.clearRect(0, 0, size.width, size.height)
      paint(context, particles, tracks, time, paints)
      if (particles.count > 0) frame = requestAnimationFrame(draw)
    }

    const unsubscribe = onRequests((requests, ended) => {
      if (document.hidden) return
      const { tracks, mode } = now.current
      const share = requests.length === 0 ? 1 : Math.min(1, requests.length / Math.max(1, ended))
      const shown = requests.filter((report) => (mode.kind !== 'bands' || outcomeOf(report) === 'failed') && isDrawn(report.requestId, mode.kind === 'each' ? 1 : mode.oneIn, share))
      if (shown.length === 0) return
      admit(particles, shown, tracks, performance.now())
      if (frame !== null || canvas.current === null) return
      // The theme may have changed since the last flight.
      paints = readPaints(canvas.current)
      frame = requestAnimationFrame(draw)
    })
    return () => {
      unsubscribe()
      if (frame !== null) cancelAnimationFrame(frame)
      particles.count = 0
      context?.clearRect(0, 0, now.current.size.width, now.current.size.height)
    }
  }, [particles, isStill])

  const at = (x: number, y: number): RequestReport | null => (particles.count === 0 ? null : nearest(particles, now.current.tracks, performance.now(), x, y, reachPixels))
  return { canvas, at }
}
