// The troubles of one running dyno, by the lease that put them there. What a lease changed is put back in reverse order; when the
// dyno ends first, everything of it ends with it.

import { constants } from 'node:os'
import type { DynoTrouble, Relief } from '../../../engine/ports/dyno-runtime.ts'
import type { Afflicted, InForce } from './afflicted.ts'
import { hogCpu } from './cpu-hog.ts'
import { limitCpu } from './cpu-limit.ts'
import { takeDiskRoom } from './disk-room.ts'
import { freeze } from './freeze.ts'
import { hogMemory } from './memory-hog.ts'

export type DynoTroubles = {
  afflict(leaseId: string, trouble: DynoTrouble): Promise<readonly string[]>
  relieve(leaseId: string): Promise<Relief>
  end(): void
}

type Signal = Extract<DynoTrouble, { kind: 'signal' }>['signal']

export function createDynoTroubles(dyno: Afflicted, send: (signal: Signal) => boolean): DynoTroubles {
  const leases = new Map<string, Promise<InForce | null>[]>()
  const inForce = new Set<InForce>()
  let isOver = false

  async function afflict(leaseId: string, trouble: DynoTrouble): Promise<readonly string[]> {
    if (trouble.kind === 'signal') return strike(trouble.signal)
    const beginning = begin(trouble)
    leases.set(leaseId, [...(leases.get(leaseId) ?? []), beginning.catch(() => null)])
    const begun = await beginning
    return begun.changed
  }

  async function begin(trouble: Exclude<DynoTrouble, { kind: 'signal' }>): Promise<InForce> {
    const begun = await put(trouble).catch((error: unknown) => {
      throw isOver ? endedNow() : error
    })
    if (isOver) {
      begun.end()
      throw endedNow()
    }
    inForce.add(begun)
    return begun
  }

  const endedNow = (): Error => new Error(`${dyno.name} ended at this moment.`)

  function put(trouble: Exclude<DynoTrouble, { kind: 'signal' }>): Promise<InForce> {
    switch (trouble.kind) {
      case 'freeze': return freeze(dyno)
      case 'memory': return hogMemory(dyno, trouble)
      case 'cpu-hog': return hogCpu(dyno, trouble.workers)
      case 'cpu-limit': return limitCpu(dyno, trouble.percent)
      case 'disk-full': return takeDiskRoom(dyno)
      case 'network-cut': return Promise.reject(new Error(`${dyno.name} is a plain process and shares this machine's network, which can not be cut for it alone. Use Unreachable, which cuts it off from the router, or run the app in Docker.`))
    }
  }

  function strike(signal: Signal): readonly string[] {
    if (process.platform === 'win32' && signal !== 'SIGKILL') throw new Error(`Windows has no ${signal}. SIGKILL ends a dyno there.`)
    if (constants.signals[signal] === undefined) throw new Error(`This machine has no ${signal}.`)
    return [send(signal) ? `${dyno.name}: ${signal} was sent to all its processes.` : `${dyno.name}: ${signal} did not reach it, as another fault keeps that from it.`]
  }

  /** Waits for what is still beginning: nothing of the lease comes after its relief. */
  async function relieve(leaseId: string): Promise<Relief> {
    const begun = await Promise.all(leases.get(leaseId) ?? [])
    leases.delete(leaseId)
    const restored: string[] = []
    const residue: string[] = []
    for (const one of begun.reverse()) {
      if (one === null || !inForce.delete(one)) continue
      const relief = await one.undo()
      restored.push(...relief.restored)
      residue.push(...relief.residue)
    }
    return { restored, residue }
  }

  return {
    afflict, relieve,
    end: () => {
      isOver = true
      for (const one of inForce) one.end()
      inForce.clear()
      leases.clear()
      dyno.stillness.end()
    },
  }
}
