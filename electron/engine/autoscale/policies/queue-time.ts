// One more dyno when requests wait too long before a dyno takes them (p95 of the last minute), one fewer when none waits. Not on Heroku.
// What is seen is the wait at the router, while dynos start or refuse, and for the connection; what waits within a dyno that has taken
// its connection shows as response time, and p95 or concurrency see it.

import { duration } from '../../../../shared/text/time.ts'
import { quantileWithin } from '../quantile.ts'
import { noReadings, type Minute, type Policy } from './policy.ts'

/** What counts as no wait. */
const noWaitMs = 1

export const queueTime: Policy<'queue-time'> = {
  kind: 'queue-time',
  wish: ({ target }, { minutes, quantity }) => {
    const last = minutes[minutes.length - 1] as Minute
    const wait = quantileWithin(last.waited, 0.95)
    if (wait === null) return noReadings('no request ended in the last minute')
    const said = `requests wait ${duration(wait)} for a dyno (p95)`
    if (wait > target) return { count: quantity + 1, reason: `${said}, over ${duration(target)}: one more` }
    if (wait <= noWaitMs) return { count: Math.max(1, quantity - 1), reason: `${said}: one fewer may do` }
    return { count: quantity, reason: `${said}, under ${duration(target)}` }
  },
}
