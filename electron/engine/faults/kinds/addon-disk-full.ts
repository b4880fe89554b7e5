// The disk of a database or cache is full: it goes on answering, and refuses whatever would have to be written.

import { defineFault } from '../fault.ts'
import { aimedServer } from './on-server.ts'

export const addonDiskFull = defineFault({
  kind: 'addon-disk-full', title: 'Fill the disk of a server', layer: 'addon', about: 'A server of an add-on refuses what it would have to write; reading goes on. A database is made read-only, as managed ones are before their disk is full; redis-server can really not write its file any more (Linux). Its receipt says which.',
  targets: ['addon'], params: [], isMomentary: false, leadsTo: [],
  plan: (aim) => {
    const { addOnId, server, name } = aimedServer(aim, 'Fill the disk of a server')
    return [{ kind: 'server-trouble', trouble: { kind: 'disk-full' }, addOnId, serverId: server.id, changed: `${name} refuses writes: no space is left.`, restored: `${name} takes writes again, or is gone.` }]
  },
})
