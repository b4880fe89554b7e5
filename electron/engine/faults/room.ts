// The faults room: the catalogue, leases and their calls. What an engine that was killed had in force is over before any dyno starts, and
// each such lease gets its receipt. Heroku breaks by itself; here people break it on purpose, and it always heals.

import type { Dyno } from '../../../shared/domain/dyno.ts'
import type { Lease } from '../../../shared/domain/fault.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { Cause } from '../../../shared/protocol/events.ts'
import { type Kernel } from '../journal/kernel.ts'
import type { Room } from '../journal/room.ts'
import { createBlame } from './blame.ts'
import type { Fault } from './fault.ts'
import { createHand, type Reach, type TroubleAtStart } from './hand.ts'
import { findFault, orderedFaults } from './kinds/index.ts'
import { createLeases, leftBehind, type Leases } from './leases.ts'
import { rollBack } from './roll-back.ts'

export type FaultDeps = Reach & {
  readonly machineMemoryBytes: number
  /** Something went wrong that nobody waits for. */
  onTrouble(error: unknown): void
}

export type FaultsRoom = Room & {
  readonly leases: Leases
  /** The fault that a dyno's trouble comes from. */
  blame(dynoId: string): Cause | null
  troubleFor(dyno: Dyno): TroubleAtStart | null
  /** All links are about to be reset: what faults did to them ends first, so that their receipts say so. */
  linksReset(): Promise<void>
  /** Ends every lease; safe to repeat. */
  stop(): Promise<void>
}

export function createFaultsRoom(kernel: Kernel, deps: FaultDeps): FaultsRoom {
  const { state } = kernel
  const blame = createBlame(kernel)
  const hand = createHand(kernel, deps, blame)
  const { wire, addOns, machineMemoryBytes, onTrouble } = deps
  const leases = createLeases(kernel, { hand, blame, wire, addOns, machineMemoryBytes, findFault: requireFault, onTrouble })

  function start(): void {
    for (const lease of Object.values(state.leases)) void recover(lease).catch(onTrouble)
  }

  async function recover(lease: Lease): Promise<void> {
    const cause = { kind: 'platform', text: 'the engine before this one did not stop properly' } as const
    const version = findFault(lease.kind)?.facts.layer === 'release' ? lease.params['version'] : undefined
    const made = typeof version === 'number' && lease.appId !== null ? { appId: lease.appId, version, seq: lease.seq, by: lease.owner } : null
    // The release is taken back at once, before dynos start; what it says of it comes with the next turn.
    const relief = made === null ? null : rollBack(kernel, deps.releases, made)
    const end = (restored: readonly string[], residue: readonly string[]): void => {
      kernel.commit(cause, [{ type: 'fault.ended', app: lease.appId, data: { leaseId: lease.id, why: 'engine-restarted', restored: [leftBehind(lease), ...restored], residue: [...residue] } }])
    }
    if (relief === null) return end([], [])
    const { restored, residue } = await relief
    end(restored, residue)
  }

  return {
    calls: {
      'faults:list': () => ({ faults: orderedFaults.map(({ facts }) => facts) }),
      'faults:preview': (args) => leases.preview(args),
      'faults:start': (args, { by, cause }) => leases.begin({ ...args, owner: by, cause }),
      'faults:stop': async ({ leaseId }, { cause }) => {
        await leases.end(leaseId, 'released', cause)
        return { seq: state.seq }
      },
      'faults:stop-all': async (_, { cause }) => {
        const stopped = await leases.endAll('stop-all', cause)
        return { seq: state.seq, stopped }
      },
      'faults:beat': ({ leaseIds }) => {
        leaseIds.forEach(leases.beat)
        return {}
      },
    },
    leases,
    blame: blame.of,
    troubleFor: hand.troubleFor,
    start,
    linksReset: () => leases.endOnLinks('links-reset', { kind: 'observed', text: "POST /reset of Toxiproxy's API reset all links" }),
    stop: async () => void (await leases.endAll('stop-all', { kind: 'platform', text: 'the engine stops' })),
  }
}

function requireFault(kind: string): Fault {
  const fault = findFault(kind)
  if (fault === null) throw new PlatformError('fault-not-found', { fault: kind, known: orderedFaults.map(({ facts }) => facts.kind).join(', ') })
  return fault
}
