// Where links to services stand on the map: in the column that add-ons will have, or in lines below the hosts where there is no such column.

import type { Box } from './app-scene.ts'

/** `flat`: two lines, else all below each other. */
export type MapLink = Box & { readonly name: string; readonly form: 'tall' | 'flat' }
/** `more`: links that have no room; the table of links has them all. */
export type MapLinks = { readonly shown: readonly MapLink[]; readonly more: number }

const tall = { height: 92, gap: 8 }
const flat = { width: 208, height: 48, gap: 8, linesAtMost: 3 }
/** What a ring around a link needs where the map ends. */
const ringWidth = 4
/** A line that says how many more there are. */
const moreHeight = 20

/** Below each other in a column. */
export function linksBeside(names: readonly string[], column: Box): MapLinks {
  const fit = (height: number): number => Math.floor((height + tall.gap) / (tall.height + tall.gap))
  const count = names.length <= fit(column.height) ? names.length : fit(column.height - moreHeight - tall.gap)
  const shown = names.slice(0, count).map((name, index) => ({ name, form: 'tall' as const, x: column.x, y: column.y + index * (tall.height + tall.gap), width: column.width - ringWidth, height: tall.height }))
  return { shown, more: names.length - count }
}

/** As many side by side as the line holds. */
export function linksBelow(names: readonly string[], { x, y, width }: Omit<Box, 'height'>): MapLinks {
  const columns = columnsIn(width)
  const each = Math.floor((width - ringWidth + flat.gap) / columns) - flat.gap
  const shown = names.slice(0, columns * flat.linesAtMost).map((name, index) => ({
    name, form: 'flat' as const, x: x + (index % columns) * (each + flat.gap), y: y + Math.floor(index / columns) * (flat.height + flat.gap), width: each, height: flat.height,
  }))
  return { shown, more: names.length - shown.length }
}

/** What all of them take below each other. */
export const heightBeside = (count: number): number => Math.max(0, count * (tall.height + tall.gap) - tall.gap)

/** What `linksBelow` takes. */
export function heightBelow(count: number, width: number): number {
  const lines = Math.ceil(count / columnsIn(width))
  return Math.min(lines, flat.linesAtMost) * (flat.height + flat.gap) - flat.gap + ringWidth + (lines > flat.linesAtMost ? flat.gap + moreHeight : 0)
}

const columnsIn = (width: number): number => Math.max(1, Math.floor((width - ringWidth + flat.gap) / (flat.width + flat.gap)))
