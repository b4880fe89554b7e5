// What troubles there are for a dyno that is a tree of processes.

import { constants } from 'node:os'
import { createTroubleLeases, type DynoTroubles, type InForce, type Lasting, type Strike } from '../../parts/trouble-leases.ts'
import type { Afflicted } from './afflicted.ts'
import { hogCpu } from './cpu-hog.ts'
import { limitCpu } from './cpu-limit.ts'
import { takeDiskRoom } from './disk-room.ts'
import { freeze } from './freeze.ts'
import { hogMemory } from './memory-hog.ts'

export function createProcessTroubles(dyno: Afflicted, send: (signal: Strike) => boolean): DynoTroubles {
  const leases = createTroubleLeases(dyno.name, put)

  function put(trouble: Lasting): Promise<InForce> {
    switch (trouble.kind) {
      case 'freeze': return freeze(dyno)
      case 'memory': return hogMemory(dyno, trouble)
      case 'cpu-hog': return hogCpu(dyno, trouble.workers)
      case 'cpu-limit': return limitCpu(dyno, trouble.percent)
      case 'disk-full': return takeDiskRoom(dyno)
      case 'network-cut': return Promise.reject(new Error(`${dyno.name} is a plain process and shares this machine's network, which can not be cut for it alone. Use Unreachable, which cuts it off from the router, or run the app in Docker.`))
    }
  }

  function strike(signal: Strike): readonly string[] {
    if (process.platform === 'win32' && signal !== 'SIGKILL') throw new Error(`Windows has no ${signal}. SIGKILL ends a dyno there.`)
    if (constants.signals[signal] === undefined) throw new Error(`This machine has no ${signal}.`)
    return [send(signal) ? `${dyno.name}: ${signal} was sent to all its processes.` : `${dyno.name}: ${signal} did not reach it, as another fault keeps that from it.`]
  }

  return {
    afflict: async (leaseId, trouble) => (trouble.kind === 'signal' ? strike(trouble.signal) : leases.begin(leaseId, trouble)),
    relieve: leases.relieve,
    end: () => {
      leases.end()
      dyno.stillness.end()
    },
  }
}
