// Two by chance, and of those the less busy one (Mitzenmacher, 1996): nearly as good as looking at all of them, at the price of two.
// Several routers that do it do not all run to the same dyno, as they would with least connections and old counts. Not Heroku's.

import type { Candidate, Strategy } from '../../ports/http-edge.ts'

export const powerOfTwo: Strategy = { name: 'power-of-two', pick: lessBusyOfTwo }

function lessBusyOfTwo(candidates: readonly Candidate[], draw: () => number): number {
  const count = candidates.length
  if (count === 1) return 0
  const one = Math.floor(draw() * count)
  const step = 1 + Math.floor(draw() * (count - 1))
  const other = (one + step) % count
  return (candidates[other]?.inFlight ?? Infinity) < (candidates[one]?.inFlight ?? Infinity) ? other : one
}
