// A split network: the router sees some of the dynos and not the others, which run on and know nothing of it.

import { defineFault } from '../fault.ts'
import { named, someDynos } from './each-dyno.ts'

export const partition = defineFault({
  kind: 'partition', title: 'Partition', layer: 'network', about: 'The router can not reach some of the dynos, as if the network between them were split. The dynos themselves run on.',
  targets: ['type', 'dynos'], isMomentary: false, leadsTo: ['H19'],
  params: [{ name: 'cutPercent', title: 'Cut off', kind: 'number', unit: '% of the dynos', min: 1, max: 100, value: 50, whole: true }],
  touches: (aimed, { cutPercent }) => aimed.slice(0, Math.ceil((aimed.length * cutPercent) / 100)),
  plan: (aim) => {
    const dynos = someDynos(aim, 'Partition')
    const who = named(dynos)
    return [{ kind: 'edge', effect: { kind: 'unreachable' }, appId: aim.appId, dynoIds: dynos.map(({ id }) => id), share: 1, changed: `The router can not reach ${who}.`, restored: `The router reaches ${who} again.` }]
  },
})
