// An app that does not end when it is asked to: 30 s later it is killed (R12), with whatever it was doing.

import { defineFault } from '../fault.ts'
import { atLaunch } from './at-launch.ts'

export const ignoresSigterm = defineFault({
  kind: 'ignores-sigterm', title: 'Ignores SIGTERM', layer: 'dyno', about: 'The dynos are restarted, and SIGTERM does not reach them any more. Every restart, release or scale down then takes 30 s and ends with SIGKILL.',
  targets: ['type', 'dynos'], isMomentary: false, leadsTo: ['R12'], params: [],
  plan: (aim) => [atLaunch(aim, { title: 'Ignores SIGTERM', trouble: { ignoresTerm: true }, restartsAtEnd: 'all', changed: (who) => `SIGTERM does not reach ${who}.` })],
})
