// The troubles of one dyno, by the lease that put them there. What a lease changed is put back in reverse order; when the dyno ends
// first, everything of it ends with it.

import type { DynoTrouble, Relief } from '../../engine/ports/dyno-runtime.ts'
import { endedNow } from './not-running.ts'

/** A signal is sent, and over. */
export type Lasting = Exclude<DynoTrouble, { kind: 'signal' }>
export type Strike = Extract<DynoTrouble, { kind: 'signal' }>['signal']

export type InForce = {
  /** Sentences. */
  readonly changed: readonly string[]
  undo(): Promise<Relief>
  /** The dyno is gone: lets go at once, there is nothing to put back. */
  end(): void
}

export type DynoTroubles = {
  afflict(leaseId: string, trouble: DynoTrouble): Promise<readonly string[]>
  relieve(leaseId: string): Promise<Relief>
  end(): void
}

export type TroubleLeases = {
  begin(leaseId: string, trouble: Lasting): Promise<readonly string[]>
  relieve(leaseId: string): Promise<Relief>
  hasEnded(): boolean
  end(): void
}

/** `name`: of the dyno, as people name it, e.g. `web.1`. */
export function createTroubleLeases(name: string, put: (trouble: Lasting) => Promise<InForce>): TroubleLeases {
  const leases = new Map<string, Promise<InForce | null>[]>()
  const inForce = new Set<InForce>()
  let isOver = false

  async function begin(leaseId: string, trouble: Lasting): Promise<readonly string[]> {
    const beginning = enforce(trouble)
    leases.set(leaseId, [...(leases.get(leaseId) ?? []), beginning.catch(() => null)])
    return (await beginning).changed
  }

  async function enforce(trouble: Lasting): Promise<InForce> {
    const begun = await put(trouble).catch((error: unknown) => {
      throw isOver ? endedNow(name) : error
    })
    if (isOver) {
      begun.end()
      throw endedNow(name)
    }
    inForce.add(begun)
    return begun
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
    begin, relieve,
    hasEnded: () => isOver,
    end: () => {
      isOver = true
      for (const one of inForce) one.end()
      inForce.clear()
      leases.clear()
    },
  }
}
