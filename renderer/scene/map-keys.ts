// Where the arrow keys lead on the map: to the nearest mark in that direction.

export type Place = { readonly id: string; readonly x: number; readonly y: number }
export type Direction = 'left' | 'right' | 'up' | 'down'

/** What stands beside the way counts so much more than what stands on it. */
const asideCost = 3

export function nextMark(places: readonly Place[], from: string, direction: Direction): string {
  const start = places.find((place) => place.id === from)
  if (start === undefined) return places[0]?.id ?? from
  let best = from
  let least = Infinity
  for (const place of places) {
    const [dx, dy] = [place.x - start.x, place.y - start.y]
    const ahead = direction === 'left' ? -dx : direction === 'right' ? dx : direction === 'up' ? -dy : dy
    const aside = Math.abs(direction === 'left' || direction === 'right' ? dy : dx)
    const cost = ahead + aside * asideCost
    if (place.id === from || ahead < 1 || cost >= least) continue
    least = cost
    best = place.id
  }
  return best
}
