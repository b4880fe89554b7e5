// One after the other, the way nginx does it when nothing else is said. Shares of requests are equal to the last one; shares of work
// are not, when requests or dynos differ. Not Heroku's: many routers, each with a turn of its own, are random again.

import type { Strategy } from '../../ports/http-edge.ts'

export const roundRobin: Strategy = {
  name: 'round-robin',
  pick: (candidates, _draw, turn) => turn % candidates.length,
}
