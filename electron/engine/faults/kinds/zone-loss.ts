// A whole data centre goes: all its hosts at once. What is left has to carry the traffic.

import { defineFault } from '../fault.ts'
import { lossOf } from './host-loss.ts'

export const zoneLoss = defineFault({
  kind: 'zone-loss', title: 'Loss of a zone', layer: 'host', about: 'Kills every dyno in a zone at once. While it lasts no dyno is placed on any host of it.',
  targets: ['zone'], params: [], isMomentary: false, isForLateDynos: true, leadsTo: ['H10', 'H13', 'H18', 'H20'],
  plan: (aim) => (aim.target.kind === 'zone' ? lossOf(aim, `zone ${aim.target.zone}`) : []),
})
