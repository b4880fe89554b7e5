// Where the arrow keys lead on the map: to the nearest mark on that side, one that stands level before one that does not.

import type { Box } from './app-scene.ts'

export type Place = Box & { readonly id: string }
export type Direction = 'left' | 'right' | 'up' | 'down'

/** What stands beside the way counts so much more than what stands on it. */
const asideCost = 3
/** More than any way on a map. */
const notLevelCost = 100_000

export function nextMark(places: readonly Place[], from: string, direction: Direction): string {
  const start = places.find((place) => place.id === from)
  if (start === undefined) return places[0]?.id ?? from
  const isAcross = direction === 'left' || direction === 'right'
  let best = from
  let least = Infinity
  for (const place of places) {
    const [dx, dy] = [middleX(place) - middleX(start), middleY(place) - middleY(start)]
    const ahead = direction === 'left' ? -dx : direction === 'right' ? dx : direction === 'up' ? -dy : dy
    const isLevel = isAcross ? overlaps(place.y, place.height, start.y, start.height) : overlaps(place.x, place.width, start.x, start.width)
    const cost = ahead + Math.abs(isAcross ? dy : dx) * asideCost + (isLevel ? 0 : notLevelCost)
    if (place.id === from || ahead < 1 || cost >= least) continue
    least = cost
    best = place.id
  }
  return best
}

const middleX = ({ x, width }: Box): number => x + width / 2
const middleY = ({ y, height }: Box): number => y + height / 2
const overlaps = (a: number, aLength: number, b: number, bLength: number): boolean => a < b + bLength && b < a + aLength
