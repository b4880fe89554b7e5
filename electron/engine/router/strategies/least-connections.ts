// The one with the fewest requests under way, as HAProxy's leastconn and nginx's least_conn. A slow dyno fills up and is passed over.
// It looks at all of them for each request. Among equals chance decides: by order, the first of idle dynos would get everything.
// Not Heroku's: a router that knows only its own requests does not know how busy a dyno is. Here there is one router, so it does.

import type { Candidate, Strategy } from '../../ports/http-edge.ts'

export const leastConnections: Strategy = { name: 'least-connections', pick: leastBusy }

function leastBusy(candidates: readonly Candidate[], draw: () => number): number {
  let best = 0
  let fewest = Infinity
  let equals = 0
  for (let index = 0; index < candidates.length; index++) {
    const inFlight = candidates[index]?.inFlight ?? Infinity
    if (inFlight > fewest) continue
    equals = inFlight < fewest ? 1 : equals + 1
    fewest = inFlight
    // The k-th of equals takes the place with a chance of 1/k: in the end each is as likely.
    if (equals === 1 || draw() * equals < 1) best = index
  }
  return best
}
