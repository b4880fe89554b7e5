// SIGTERM alone, as an operating system sends it before it goes down. Heroku sends it too, but then it asked for the exit; here nobody did.

import { defineFault } from '../fault.ts'
import { eachDyno } from './each-dyno.ts'

export const dynoTerm = defineFault({
  kind: 'dyno-term', title: 'Ask a dyno to end', layer: 'dyno', about: 'Sends SIGTERM to every process of the dyno, with nothing after it. A good app ends what it has begun, then exits; the exit counts as a crash.',
  targets: ['type', 'dynos'], params: [], isMomentary: true, leadsTo: ['H10', 'H13', 'H20'],
  plan: (aim) => eachDyno(aim, 'Ask a dyno to end', (dyno) => ({ trouble: { kind: 'signal', signal: 'SIGTERM' }, changed: `${dyno.name} was sent SIGTERM.` })),
})
