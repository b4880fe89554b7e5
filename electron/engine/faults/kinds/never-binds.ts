// The most common mistake of all: the app listens on a port of its own choice and not on $PORT. After 60 s: R10.

import { defineFault } from '../fault.ts'
import { atLaunch } from './at-launch.ts'

export const neverBinds = defineFault({
  kind: 'never-binds', title: 'Never binds its port', layer: 'dyno', about: 'The dynos are restarted with another PORT than the one that the platform watches, so they never seem to come up.',
  targets: ['type', 'dynos'], isMomentary: false, leadsTo: ['R10', 'H20', 'H10'], params: [],
  plan: (aim) => [atLaunch(aim, { title: 'Never binds its port', trouble: { isDeaf: true }, restartsAtEnd: 'not-up', changed: (who) => `PORT of ${who} is not the one that is watched.` })],
})
