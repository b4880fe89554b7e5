// A server that hangs: its processes are held still, connections stay open, and nobody answers them. The hardest failure to tell from slowness.

import { defineFault } from '../fault.ts'
import { aimedServer } from './on-server.ts'

export const addonFreeze = defineFault({
  kind: 'addon-freeze', title: 'Freeze a server', layer: 'addon', about: 'Holds every process of a server of an add-on still (SIGSTOP). Connections stay open and are still taken, and nothing is answered.',
  targets: ['addon'], params: [], isMomentary: false, leadsTo: ['H12'],
  plan: (aim) => {
    const { addOnId, server, name } = aimedServer(aim, 'Freeze a server')
    return [{ kind: 'server', act: 'freeze', addOnId, serverId: server.id, changed: `${name} is held still.`, restored: `${name} goes on, or is gone.` }]
  },
})
