// The room of the machine: looks at the computer below the platform when somebody asks. Heroku has no such page; its machines are
// its own business. Here they are yours, so what is missing is said before a build fails for it.

import type { DoctorCheck } from '../../../shared/protocol/calls.ts'
import type { Room } from '../journal/room.ts'
import type { Machine } from '../ports/machine.ts'

export function createMachineRoom(machine: Machine): Room {
  let underWay: Promise<readonly DoctorCheck[]> | null = null

  /** Looking starts dozens of programs: who asks while that goes on gets the same answer. */
  function look(): Promise<readonly DoctorCheck[]> {
    underWay ??= machine.check().finally(() => {
      underWay = null
    })
    return underWay
  }

  return { calls: { 'doctor:check': async () => ({ checks: [...(await look())] }) } }
}
