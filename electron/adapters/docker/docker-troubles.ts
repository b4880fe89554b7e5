// What troubles there are for a dyno in a container.

import type Docker from 'dockerode'
import type { Container } from 'dockerode'
import type { Relief } from '../../engine/ports/dyno-runtime.ts'
import { endedNow } from '../parts/not-running.ts'
import { createTroubleLeases, type DynoTroubles, type InForce as LeasedInForce, type Lasting, type Strike } from '../parts/trouble-leases.ts'
import { asSentence, wordsOf } from './docker-error.ts'
import { limitCpu } from './trouble/cpu-limit.ts'
import { hogCpu } from './trouble/cpu-hog.ts'
import { takeDiskRoom } from './trouble/disk-room.ts'
import { hogMemory } from './trouble/memory-hog.ts'
import { cutNetwork } from './trouble/network-cut.ts'
import { runInside } from './run-inside.ts'

export type Afflicted = {
  /** As people name it, e.g. `web.1`. */
  readonly name: string
  readonly docker: Docker
  readonly container: Container
  /** Of each kind of hold that several leases may have at once: how many do. */
  readonly holds: Map<string, number>
  /** Quotas in force, in percent of a core. */
  readonly quotas: number[]
  /** Where it was on the network, while it is not. */
  cutFrom: { readonly network: string; readonly address: string; readonly port: string } | null
  /** It is reached at the address of its container. */
  readonly isDirect: boolean
  isFrozen(): boolean
}

/** When the container ends, everything of it ends with it. */
export type InForce = Omit<LeasedInForce, 'end'>

export function createDockerTroubles(name: string, docker: Docker, container: Container, isDirect: boolean): DynoTroubles {
  const holds = new Map<string, number>()
  const dyno: Afflicted = { name, docker, container, holds, quotas: [], cutFrom: null, isDirect, isFrozen: () => (holds.get('freeze') ?? 0) > 0 }
  const leases = createTroubleLeases(name, putInWords)

  /** With what Docker refuses said in words: at once, or as what is left. */
  async function putInWords(trouble: Lasting): Promise<LeasedInForce> {
    const { changed, undo } = await put(trouble).catch((error: unknown) => {
      throw new Error(asSentence(wordsOf(error)), { cause: error })
    })
    return {
      changed,
      undo: () => undo().catch((error: unknown): Relief => ({ restored: [], residue: leases.hasEnded() ? [] : [`${name}: ${asSentence(wordsOf(error))}`] })),
      end: () => {},
    }
  }

  function put(trouble: Lasting): Promise<InForce> {
    switch (trouble.kind) {
      case 'freeze': return freeze(dyno)
      case 'memory': return hogMemory(dyno, trouble)
      case 'cpu-hog': return hogCpu(dyno, trouble.workers)
      case 'cpu-limit': return limitCpu(dyno, trouble.percent)
      case 'disk-full': return takeDiskRoom(dyno)
      case 'network-cut': return cutNetwork(dyno)
    }
  }

  /** The init in front of a program passes signals on to it and all it started, but for those that are its own kind of crash. */
  async function strike(signal: Strike): Promise<readonly string[]> {
    try {
      if (crashes.has(signal) && !dyno.isFrozen()) await runInside(docker, container, ['bash', '-c', 'kill -s "$1" -- -1', 'dynarium', signal.slice(3)])
      else await container.kill({ signal })
    } catch (error) {
      throw leases.hasEnded() ? endedNow(name) : error
    }
    return [`${name}: ${signal} was sent to all its processes.`]
  }

  return {
    afflict: (leaseId, trouble) => (trouble.kind === 'signal' ? strike(trouble.signal) : leases.begin(leaseId, trouble)),
    relieve: leases.relieve,
    end: leases.end,
  }
}

const crashes: ReadonlySet<string> = new Set(['SIGABRT', 'SIGSEGV'])

/** True for the first to hold it. */
export function hold({ holds }: Afflicted, what: string): boolean {
  const before = holds.get(what) ?? 0
  holds.set(what, before + 1)
  return before === 0
}

/** True for the last to let go. */
export function letGo({ holds }: Afflicted, what: string): boolean {
  const left = (holds.get(what) ?? 1) - 1
  holds.set(what, left)
  return left === 0
}

async function freeze(dyno: Afflicted): Promise<InForce> {
  const { name, container } = dyno
  if (hold(dyno, 'freeze')) {
    await container.pause().catch((error: unknown) => {
      letGo(dyno, 'freeze')
      throw error
    })
  }
  return {
    changed: [`${name}: its container is paused; none of its processes gets a turn.`],
    undo: async () => {
      if (!letGo(dyno, 'freeze')) return { restored: [`${name}: this fault is over, but another still holds it frozen.`], residue: [] }
      await container.unpause()
      return { restored: [`${name}: its container goes on.`], residue: [] }
    },
  }
}
