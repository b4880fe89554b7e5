// Nobody listens: each connection is refused at once. The router tries other dynos, then answers H21.

import { defineFault } from '../fault.ts'
import { atTheEdge, percentParam, whoIs } from './at-the-edge.ts'

export const refuse = defineFault({
  kind: 'refuse', title: 'Refuse connections', layer: 'network', about: 'Connections to the dyno, or over the link, are refused at once. Nothing reaches the app, so the router may safely try another dyno.',
  targets: ['type', 'dynos', 'proxy'], params: [percentParam], isMomentary: false, leadsTo: ['H21'],
  plan: (aim, { percent }) =>
    aim.target.kind === 'proxy'
      ? [{ kind: 'unplug', proxy: aim.target.proxy, changed: `Connections over ${whoIs(aim)} are refused.`, restored: `Connections over ${whoIs(aim)} are taken again.` }]
      : [atTheEdge(aim, { kind: 'refuse' }, percent, { changed: (who) => `Connections to ${who} are refused.`, restored: (who) => `Connections to ${who} are taken again.` })],
})
