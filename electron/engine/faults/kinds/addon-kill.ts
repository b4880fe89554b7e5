// The machine of a database or cache is lost: all its processes are gone in one moment, with what they had not written.

import { defineFault } from '../fault.ts'
import { aimedServer } from './on-server.ts'

export const addonKill = defineFault({
  kind: 'addon-kill', title: 'Kill a server', layer: 'addon', about: 'Ends every process of a server of an add-on at once, as if its machine were lost. One with a standby fails over; another one is started again and recovers.',
  targets: ['addon'], params: [], isMomentary: true, leadsTo: [],
  plan: (aim) => {
    const { addOnId, server, name } = aimedServer(aim, 'Kill a server')
    return [{ kind: 'server', act: 'kill', addOnId, serverId: server.id, changed: `${name} was killed.`, restored: '' }]
  },
})
