// An app that dies soon after every start. Heroku restarts it once at once, then waits longer and longer; when all web dynos wait, H10.

import { defineFault } from '../fault.ts'
import { atLaunch } from './at-launch.ts'

export const crashLoop = defineFault({
  kind: 'crash-loop', title: 'Crash loop', layer: 'dyno', about: 'The dynos are restarted, and end with status 1 soon after each start. The platform waits longer before each restart.',
  targets: ['type', 'dynos'], isMomentary: false, leadsTo: ['H10', 'H13', 'H20'],
  params: [{ name: 'afterMs', title: 'Ends after', kind: 'number', unit: 'ms', min: 0, max: 60_000, value: 500, whole: true }],
  plan: (aim, { afterMs }) => [
    atLaunch(aim, { title: 'Crash loop', trouble: { crashAfterMs: afterMs }, restartsAtEnd: 'all', changed: (who) => `Each of ${who} ends with status 1, ${afterMs} ms after it began to work.` }),
  ],
})
