// A router goes away and another takes its place: what was under way is lost (H24). Heroku has many routers and drains each; here there is one.

import { defineFault } from '../fault.ts'

export const routerRestart = defineFault({
  kind: 'router-restart', title: 'Restart the router', layer: 'router', about: 'Ends every request that is under way, and begins anew on the same port a moment later.', targets: ['router'], params: [], isMomentary: true, leadsTo: ['H24'],
  plan: () => [{ kind: 'restart-router', changed: 'The router was restarted; requests that were under way were ended.' }],
})
