// A server behind a dead network: it runs, and nothing passes from or to it: no client, no follower, no probe. It may believe that it is the
// primary still; that is why it has to be fenced.

import { defineFault, type Measure } from '../fault.ts'
import { aimedServer } from './on-server.ts'

export const addonPartition = defineFault({
  kind: 'addon-partition', title: 'Cut a server off', layer: 'addon', about: 'Nothing passes on any link of a server of an add-on, either way: clients, replication and probes. The server itself runs on.',
  targets: ['addon'], params: [], isMomentary: false, leadsTo: ['H12'],
  plan: (aim) => {
    const { server, name } = aimedServer(aim, 'Cut a server off')
    return server.links.flatMap((proxy) => (['upstream', 'downstream'] as const).map((stream): Measure => ({
      kind: 'toxic', proxy, toxic: { stream, toxicity: 1, settings: { type: 'timeout', timeoutMs: 0 } }, changed: `${name} is cut off: nothing passes on its links.`, restored: `${name} is reached again, or is gone.`,
    })))
  },
})
