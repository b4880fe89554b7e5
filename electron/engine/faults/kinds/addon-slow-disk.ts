// A disk that takes long to keep what it is given: every commit waits for it, reads from memory do not.

import { defineFault } from '../fault.ts'
import { aimedServer } from './on-server.ts'

export const addonSlowDisk = defineFault({
  kind: 'addon-slow-disk', title: 'Slow the disk of a server', layer: 'addon', about: 'Each time a database writes its log to the disk, as every commit must, takes so much longer. It is PostgreSQL that waits, holding what it holds for a slow disk; reading is not slowed.',
  targets: ['addon'], isMomentary: false, leadsTo: ['H12'],
  params: [{ name: 'flushMs', title: 'Longer by', kind: 'number', unit: 'ms', min: 1, max: 100, value: 50, whole: true }],
  plan: (aim, { flushMs }) => {
    const { addOnId, server, name } = aimedServer(aim, 'Slow the disk of a server')
    return [{ kind: 'server-trouble', trouble: { kind: 'slow-disk', flushMs }, addOnId, serverId: server.id, changed: `Commits on ${name} take ${flushMs} ms longer.`, restored: `Commits on ${name} take as long as before, or it is gone.` }]
  },
})
