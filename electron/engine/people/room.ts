// The people room: accounts, authorizations, keys, collaborators, teams and transfers, each in a file beside this one, and the gate that
// calls of people other than the owner go through.

import type { CallName } from '../../../shared/protocol/calls.ts'
import type { Kernel } from '../journal/kernel.ts'
import type { Room } from '../journal/room.ts'
import { accountCalls } from './account.ts'
import { authorizationCalls } from './authorizations.ts'
import { collaboratorCalls } from './collaborators.ts'
import { createDesk, type PeopleDeps } from './deps.ts'
import { checkCall } from './gate.ts'
import { keyCalls } from './keys.ts'
import { teamCalls } from './teams.ts'

export type PeopleRoom = Room & {
  /** Throws PlatformError where somebody may not. */
  check(name: CallName, input: unknown, by: string): void
}

export function createPeopleRoom(kernel: Kernel, deps: PeopleDeps & { planNamed(service: string): string | null }): PeopleRoom {
  const desk = createDesk(kernel, deps)
  return {
    calls: { ...accountCalls(desk), ...authorizationCalls(desk), ...keyCalls(desk), ...collaboratorCalls(desk), ...teamCalls(desk) },
    check: (name, input, by) => checkCall(kernel.state, { by, owner: deps.owner }, name, input, deps.planNamed),
  }
}
