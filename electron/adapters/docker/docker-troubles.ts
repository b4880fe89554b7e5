// The troubles of one dyno in a container, by the lease that put them there. What a lease changed is put back in reverse order; when
// the container ends first, everything of it ends with it.

import type Docker from 'dockerode'
import type { Container } from 'dockerode'
import type { DynoTrouble, Relief } from '../../engine/ports/dyno-runtime.ts'
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

export type InForce = {
  /** Sentences. */
  readonly changed: readonly string[]
  undo(): Promise<Relief>
}

export type DockerTroubles = {
  afflict(leaseId: string, trouble: DynoTrouble): Promise<readonly string[]>
  relieve(leaseId: string): Promise<Relief>
  end(): void
}

type Lasting = Exclude<DynoTrouble, { kind: 'signal' }>
type Signal = Extract<DynoTrouble, { kind: 'signal' }>['signal']

export function createDockerTroubles(name: string, docker: Docker, container: Container, isDirect: boolean): DockerTroubles {
  const leases = new Map<string, Promise<InForce | null>[]>()
  const holds = new Map<string, number>()
  const dyno: Afflicted = { name, docker, container, holds, quotas: [], cutFrom: null, isDirect, isFrozen: () => (holds.get('freeze') ?? 0) > 0 }
  let isOver = false

  const endedNow = (): Error => new Error(`${name} ended at this moment.`)

  async function afflict(leaseId: string, trouble: DynoTrouble): Promise<readonly string[]> {
    if (trouble.kind === 'signal') return strike(trouble.signal)
    const beginning = begin(trouble)
    leases.set(leaseId, [...(leases.get(leaseId) ?? []), beginning.catch(() => null)])
    return (await beginning).changed
  }

  async function begin(trouble: Lasting): Promise<InForce> {
    const begun = await put(trouble).catch((error: unknown) => {
      throw isOver ? endedNow() : new Error(asSentence(wordsOf(error)), { cause: error })
    })
    if (isOver) throw endedNow()
    return begun
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
  async function strike(signal: Signal): Promise<readonly string[]> {
    try {
      if (crashes.has(signal) && !dyno.isFrozen()) await runInside(docker, container, ['bash', '-c', 'kill -s "$1" -- -1', 'dynarium', signal.slice(3)])
      else await container.kill({ signal })
    } catch (error) {
      throw isOver ? endedNow() : error
    }
    return [`${name}: ${signal} was sent to all its processes.`]
  }

  /** Waits for what is still beginning: nothing of the lease comes after its relief. */
  async function relieve(leaseId: string): Promise<Relief> {
    const begun = await Promise.all(leases.get(leaseId) ?? [])
    leases.delete(leaseId)
    const restored: string[] = []
    const residue: string[] = []
    for (const one of begun.reverse()) {
      if (one === null || isOver) continue
      const relief = await one.undo().catch((error: unknown): Relief => (isOver ? { restored: [], residue: [] } : { restored: [], residue: [`${name}: ${asSentence(wordsOf(error))}`] }))
      restored.push(...relief.restored)
      residue.push(...relief.residue)
    }
    return { restored, residue }
  }

  return {
    afflict, relieve,
    end: () => {
      isOver = true
      leases.clear()
    },
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
