// As many dynos as bring the processor time of each down to the target, in percent of one core. Heroku has dyno load on its charts and
// scales by it only outside of the Common Runtime; the rule is that of most autoscalers elsewhere: all that is used, divided by the target.

import { noReadings, type Policy } from './policy.ts'
import { sharedOut } from './shared-out.ts'

export const cpu: Policy<'cpu'> = {
  kind: 'cpu',
  wish: ({ target }, { cpuPercent, quantity }) => {
    if (cpuPercent === null) return noReadings('no web dyno was measured in the last minute')
    const count = sharedOut(cpuPercent, target, quantity)
    return { count, reason: `web dynos take ${Math.round(cpuPercent)} % of a core together; at ${target} % each ${count} will do` }
  },
}
