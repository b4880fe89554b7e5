// The theme's colours and type for what is drawn on a canvas, where CSS does not reach.

import { useEffect, useState } from 'react'
import type { ChartTone } from '../scene/chart.ts'

export type Palette = {
  readonly text: string
  readonly line: string
  readonly font: string
  /** The size of text against the ordinary one. */
  readonly scale: number
  color(tone: ChartTone): string
  wash(tone: ChartTone): string
}

const ordinaryPixels = 12
const names: Readonly<Record<string, string>> = { main: '--accent', good: '--up', bad: '--crashed', warm: '--draining', faint: '--ink-faint' }

/** `zoom`: how much larger than the layout's pixels the canvas is drawn. */
export function readPalette(zoom = 1): Palette {
  const style = getComputedStyle(document.documentElement)
  const read = (name: string): string => style.getPropertyValue(name).trim()
  const rem = Number.parseFloat(style.fontSize) || 16
  const pixels = (Number.parseFloat(read('--text-12')) || 0.75) * rem * zoom
  const color = (tone: ChartTone): string => read(names[tone] ?? `--ps-${tone.slice('place-'.length)}`)
  return {
    text: read('--ink-faint'),
    line: read('--line'),
    font: `${pixels}px ${read('--font-text')}`,
    scale: pixels / ordinaryPixels,
    color,
    wash: (tone) => `color-mix(in srgb, ${color(tone)} 14%, transparent)`,
  }
}

/** Another number whenever the theme or the scale of the document became another. */
export function useThemeTurn(): number {
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    const observer = new MutationObserver(() => setTurn((before) => before + 1))
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'style', 'data-scale'] })
    return () => observer.disconnect()
  }, [])
  return turn
}
