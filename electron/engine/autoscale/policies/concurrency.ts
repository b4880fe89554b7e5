// So many dynos that each has no more than the target of requests under way, on average over the last minute. Not on Heroku; serverless
// platforms scale so. Requests that pile up count as well, so an overload is answered with more dynos than it will need.

import { noReadings, type Policy } from './policy.ts'
import { sharedOut } from './shared-out.ts'

export const concurrency: Policy<'concurrency'> = {
  kind: 'concurrency',
  wish: ({ target }, { inFlight, quantity }) => {
    if (inFlight === null) return noReadings('no request came since the engine started')
    const count = sharedOut(inFlight, target, quantity)
    return { count, reason: `${Math.round(inFlight * 10) / 10} requests are under way; at ${target} for each dyno ${count} will do` }
  },
}
