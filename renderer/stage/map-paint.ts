// Draws single requests on a canvas: a dot that asks, and after the answer a dot, a ring or a cross. Shapes of one look are drawn in
// one stroke.

import { place, type Look, type Particles, type Spot } from '../scene/map-particles.ts'
import type { MapTracks } from '../scene/map-track.ts'
import { answerWord } from '../scene/map-words.ts'

export type Paints = Readonly<Record<Look, string>> & { readonly ground: string; readonly font: string }

const looks = ['asking', 'ok', 'refused', 'failed'] as const satisfies readonly Look[]
const radius = 3.5
const armLength = 4
/** Failures that have their code beside them, in one frame; one that would cover another's has none. */
const codesAtMost = 10
const codeRoom = { width: 34, height: 12 }
const codeSpots = new Float32Array(codesAtMost * 2)
const spot: Spot = { x: 0, y: 0, look: 'asking', isWaiting: false }

/** The theme's own colours, as they are now. */
export function readPaints(element: Element): Paints {
  const style = getComputedStyle(element)
  const color = (name: string): string => style.getPropertyValue(name).trim()
  return { asking: color('--accent'), ok: color('--up'), refused: color('--draining'), failed: color('--crashed'), ground: color('--ground'), font: `600 11px ${color('--font-mono')}` }
}

export function paint(context: CanvasRenderingContext2D, particles: Particles, tracks: MapTracks, now: number, paints: Paints): void {
  for (const look of looks) paintLook(context, particles, tracks, now, paints, look)
}

function paintLook(context: CanvasRenderingContext2D, particles: Particles, tracks: MapTracks, now: number, paints: Paints, look: Look): void {
  let codes = 0
  context.beginPath()
  for (let index = 0; index < particles.count; index++) {
    if (!place(particles, index, tracks, now, spot) || spot.look !== look) continue
    const { x, y } = spot
    if (look === 'failed') {
      context.moveTo(x - armLength, y - armLength)
      context.lineTo(x + armLength, y + armLength)
      context.moveTo(x + armLength, y - armLength)
      context.lineTo(x - armLength, y + armLength)
      const report = particles.reports[index]
      if (report !== null && report !== undefined && codes < codesAtMost && isFree(x, y, codes)) {
        codeSpots[codes * 2] = x
        codeSpots[codes * 2 + 1] = y
        codes += 1
        code(context, answerWord(report), x, y, paints)
      }
      continue
    }
    context.moveTo(x + radius, y)
    context.arc(x, y, radius, 0, Math.PI * 2)
  }
  if (look === 'failed' || look === 'refused') {
    // A rim in the colour of the ground keeps it readable on the lines.
    context.lineCap = 'round'
    context.strokeStyle = paints.ground
    context.lineWidth = 4.5
    context.stroke()
    context.strokeStyle = paints[look]
    context.lineWidth = 2
    context.stroke()
  } else {
    context.strokeStyle = paints.ground
    context.lineWidth = 2
    context.stroke()
    context.fillStyle = paints[look]
    context.fill()
  }
}

function isFree(x: number, y: number, codes: number): boolean {
  for (let index = 0; index < codes; index++) {
    if (Math.abs((codeSpots[index * 2] as number) - x) < codeRoom.width && Math.abs((codeSpots[index * 2 + 1] as number) - y) < codeRoom.height) return false
  }
  return true
}

function code(context: CanvasRenderingContext2D, text: string, x: number, y: number, paints: Paints): void {
  context.font = paints.font
  context.lineWidth = 3
  context.strokeStyle = paints.ground
  context.strokeText(text, x - 9, y + 17)
  context.fillStyle = paints.failed
  context.fillText(text, x - 9, y + 17)
}
