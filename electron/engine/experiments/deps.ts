// What experiments need from other rooms, as interfaces that engine.ts wires: the faults room for leases, every room's own calls for
// commands, the traffic source for a visit, the why room for what failed, and the shelf for files.

import type { BlastRadius, FaultParamValue, FaultTarget } from '../../../shared/domain/fault.ts'
import type { RequestReport } from '../../../shared/domain/route.ts'
import type { CallArgs, CallName, CallOutput } from '../../../shared/protocol/calls.ts'
import type { Cause } from '../../../shared/protocol/events.ts'
import type { CallContext } from '../journal/room.ts'
import type { ExperimentShelf } from '../ports/experiment-shelf.ts'
import type { VisitAnswer } from '../ports/traffic-source.ts'

export type FaultOrder = {
  readonly kind: string
  readonly target: FaultTarget
  readonly params: Readonly<Record<string, FaultParamValue>>
}

export type FaultDoor = {
  /** Rejects with PlatformError for what can not be. */
  preview(order: FaultOrder): Promise<BlastRadius>
  /** A lease of `seconds` that carries `experimentId`. `most`: refused when it would touch more dynos. */
  start(order: FaultOrder & { readonly seconds: number; readonly most?: number | undefined; readonly experimentId: string }, context: CallContext): Promise<{ readonly leaseId: string }>
  /** Ends all leases of that experiment; resolves when what they changed was put back as far as it can be. */
  end(experimentId: string, cause: Cause): Promise<void>
}

export type ExperimentDeps = {
  readonly faults: FaultDoor
  readonly shelf: ExperimentShelf
  /** Another room's call, as if a person had made it, with this cause. */
  command<N extends CallName>(name: N, args: CallArgs<N>, context: CallContext): Promise<CallOutput<N>>
  visit(appName: string, path: string): Promise<VisitAnswer>
  why(report: RequestReport): Pick<CallOutput<'requests:why'>, 'blame' | 'sentence'>
  onTrouble(error: unknown): void
}
