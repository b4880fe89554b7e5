// An app that takes long to start: requests wait in the router for it, up to 75 s (H20); over 60 s the platform gives up on the dyno (R10).

import { defineFault } from '../fault.ts'
import { atLaunch } from './at-launch.ts'

export const slowBoot = defineFault({
  kind: 'slow-boot', title: 'Slow boot', layer: 'dyno', about: 'The dynos are restarted, and their command begins only after a while. With more than 60 s a web dyno is killed before it is up.',
  targets: ['type', 'dynos'], isMomentary: false, leadsTo: ['H20', 'R10', 'H10'],
  params: [{ name: 'delayMs', title: 'Begins after', kind: 'number', unit: 'ms', min: 100, max: 600_000, value: 30_000, whole: true }],
  plan: (aim, { delayMs }) => [
    atLaunch(aim, { title: 'Slow boot', trouble: { delayMs }, restartsAtEnd: 'not-up', changed: (who) => `The commands of ${who} begin ${delayMs / 1000} s after they are started.` }),
  ],
})
